"""The HTML document around the Gradio app: language, title, header, footer, assets, content policy.

Gradio's own template names foreign hosts (for previews in social networks) and sets lang="en"; this
module rewrites that document before it leaves the server, so that the first thing a browser gets already
has the right language and nothing points away from this host.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qa.web.texts import Texts

if TYPE_CHECKING:
    from qa.web.pages.site import Site

ASSETS = Path(__file__).parent / "assets"
STYLES = ("page.css", "sources.css", "chat.css", "report.css")
SCRIPTS = ("page.js", "chat.js", "talks.js", "reader.js")
STYLES_FOR_PAGES = ("page.css", "sources.css", "report.css", "data.css")
SCRIPTS_FOR_PAGES = ("page.js", "pages.js")
ASSET_PATH = "/page-assets"

_LANG = re.compile(r"<html\s+lang=\"[^\"]*\"")
_UNWANTED = re.compile(
    r"\s*(?:<meta\s+(?:property|name)=\"(?:og|twitter):[^>]*?/>|<link rel=\"manifest\"[^>]*>"
    r"|<script[^>]*\biframeResizer\b[^>]*></script>)",
    re.DOTALL,
)
"""Previews in social networks, an app to install, and what a page needs inside another: none is offered."""
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """What is put around the app in one language: the same frame that the plain pages have."""

    site: Site

    @property
    def texts(self) -> Texts:
        return self.site.texts

    def rewrite(self, page: str) -> tuple[str, str]:
        """Gradio's document made ours, and the Content-Security-Policy that fits it."""
        page = _LANG.sub(f'<html lang="{self.texts.html_lang}"', page, count=1)
        page = _UNWANTED.sub("", page)
        page = page.replace("</head>", f"{self._head}</head>", 1)
        page = page.replace("<gradio-app", f"{self._top}<gradio-app", 1)
        page = page.replace("</gradio-app>", f"</gradio-app>{self._bottom}", 1)
        return page, content_policy(page)

    @cached_property
    def _head(self) -> str:
        texts = self.texts
        title = html.escape(texts("page.title", report=self.site.report))
        styles = "".join(f'<link rel="stylesheet" href="{asset(name)}">' for name in STYLES)
        scripts = "".join(f'<script src="{asset(name)}" defer></script>' for name in SCRIPTS)
        return (
            f"<title>{title}</title>"
            f'<meta name="description" content="{html.escape(texts("page.description"))}">'
            f"{self.site.render('words.html')}{styles}{scripts}"
        )

    @cached_property
    def _top(self) -> str:
        other = self.site.other
        path = other.path if other.path == "/" else f"{other.path}/"
        frame = self.site.render("top.html", current="/", other_address=f"{path}?language={other.language}")
        loading = html.escape(self.texts("page.loading"))
        return f'{frame}<div id="main" tabindex="-1"><p id="loading">{loading}</p>'

    @cached_property
    def _bottom(self) -> str:
        return f"</div>{self.site.render('bottom.html')}"


def content_policy(page: str) -> str:
    """The policy that lets run this page's own scripts and no other: inline ones by their hash.

    Nothing is loaded from or sent to another host; styles may be inline because Gradio sets them so.
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in dict.fromkeys(_INLINE_SCRIPT.findall(page))
    )
    return (
        f"default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    )


@cache
def asset(name: str) -> str:
    """The address of an asset; it changes with the content, so that browsers may keep it for ever."""
    digest = hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:10]
    return f"{ASSET_PATH}/{name}?{digest}"
