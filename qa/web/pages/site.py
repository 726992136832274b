"""What all plain pages share: the frame around them, their words, addresses and content policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from corpus.model import Passage
from qa.brief.words import Words, load_words
from qa.web.markup import escape
from qa.web.pages.library import Library
from qa.web.reports import Reports, root_of
from qa.web.sources import address_of, names_of
from qa.web.texts import LANGUAGES, Texts, english_names, load_texts

TEMPLATES = Path(__file__).parent.parent / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NAVIGATION = ("chat", "report", "indicators", "conflicts", "brief")
"""The pages of the bar at the top; `nav.…` of the texts names them."""


@dataclass(frozen=True)
class Site:
    """The pages of one language over one report."""

    library: Library
    texts: Texts
    limit: int  # characters of a question
    shelf: Reports = field(default_factory=Reports)
    name: str = ""  # of the report, where it is another than the settings'

    @classmethod
    def of(
        cls, library: Library, language: str, limit: int, shelf: Reports | None = None, name: str = ""
    ) -> Site:
        texts = load_texts(language).at(root_of(name) if name else "")
        return cls(library, texts, limit, shelf or Reports(), name)

    @property
    def base(self) -> str:
        """What stands before a path in this language and report."""
        return self.texts.base

    @cached_property
    def words(self) -> Words:
        """A briefing's own words in the language of the page."""
        if self.texts.language == LANGUAGES[0]:
            return load_words("zh")
        return load_words("en", english_names() | {str(self.library.report.id): self.report})

    def url(self, path: str, /, **query: Any) -> str:
        """An address on this site, empty values left out; the chat is one for all reports."""
        base = self.base
        if path == "/" and self.name:
            base, query = self.texts.at("").base, {"report": self.name} | query
        given = urlencode({name: value for name, value in query.items() if value not in ("", None)})
        return base + quote(path) + (f"?{given}" if given else "")

    def address(self, passage: Passage) -> str:
        """Where a passage stands in the report to read."""
        return address_of(self.texts, passage)

    def department(self, name: str) -> Markup:
        """A department's printed name, on the English page with its usual English name before it."""
        return _beside(self.texts.department(name), name)

    def section(self, name: str) -> Markup:
        """A section's printed name, on the English page with what it is called there before it."""
        return _beside(self.texts.section(name), name)

    def page(
        self, template: str, *, status: int = 200, path: str = "", query: str = "", **values: Any
    ) -> HTMLResponse:
        """A template as a whole document; `path` is the page's own without the language."""
        values |= {"current": path, "other_address": self._other(path, query)}
        return HTMLResponse(
            self.render(template, **values),
            status,
            {
                "content-security-policy": POLICY,
                "content-language": self.texts.html_lang,
                "cache-control": "no-cache",
            },
        )

    def render(self, template: str, **values: Any) -> str:
        return _environment().get_template(template).render(site=self, t=self.texts, **values)

    @property
    def report(self) -> str:
        return self.texts.report(self.library.report.id)

    @property
    def other(self) -> Texts:
        """The words of the other language."""
        other = LANGUAGES[1] if self.texts.language == LANGUAGES[0] else LANGUAGES[0]
        return load_texts(other).at(self.texts.root)

    @property
    def reports(self) -> list[tuple[str, str, bool]]:
        """The reports that there are, where there are several: name, address, and whether it is this one."""
        base = self.texts.at("").base
        return [
            (
                self.texts.report(entry.id),
                f"{base}{self.shelf.root(entry)}/report",
                entry.id == self.library.report.id,
            )
            for entry in self.shelf.entries
        ]

    def _other(self, path: str, query: str) -> str:
        kept = f"{query}&" if query else ""
        return f"{self.other.base}{quote(path or '/')}?{kept}language={self.other.language}"


def _beside(called: str, printed: str) -> Markup:
    """A name in the page's language with the printed one after it, where that is another."""
    after = "" if called == printed else f' <span lang="zh-Hant">{escape(printed)}</span>'
    return Markup(f"{escape(called)}{after}")


@cache
def _environment() -> Environment:
    from qa.web.document import SCRIPTS_FOR_PAGES, STYLES_FOR_PAGES, asset

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "named": lambda name, site: (name, site.department(name).striptags()),
        "names": names_of,
        "worded": lambda name, t, table: (name, t(table + name)),
    }
    environment.globals |= {
        "asset": asset,
        "styles": STYLES_FOR_PAGES,
        "scripts": SCRIPTS_FOR_PAGES,
        "navigation": NAVIGATION,
    }
    return environment
