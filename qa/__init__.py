"""Questions in, cited answers out: understand -> retrieve -> answer -> check.

`from qa import Assistant` is the way in; it is looked up when first used, so that the lighter modules of
this package load without models and indexes.
"""

from __future__ import annotations

from typing import Any

__all__ = ["Assistant"]


def __getattr__(name: str) -> Any:
    if name == "Assistant":
        from qa.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
