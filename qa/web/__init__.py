"""The page: chat, indicators, briefings and contradictions over one assistant, in a browser.

`build_page` gives the gr.Blocks, `create_app` the FastAPI app that serves it, `launch` runs that app.
They are looked up when first used, so that the pure parts of this package load without Gradio.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {"build_page": "qa.web.page", "create_app": "qa.web.server", "launch": "qa.web.server"}

__all__ = ["build_page", "create_app", "launch"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
