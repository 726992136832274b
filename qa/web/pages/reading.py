"""The report's own pages: contents, a chapter, a printed page, and the place of a passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from corpus.model import Passage
from qa.web.pages.library import Block
from qa.web.pages.pictures import Pictures
from qa.web.pages.site import Site
from qa.web.sources import CELL, Range, cells_by_column, lines_text, marked_cells

COMPLETION = "完成程度"
"""What a programme's passage begins its last cell with."""


@dataclass
class View:
    """Shows passages as HTML for one document; knows what is marked and which page it has come to."""

    marks: Mapping[str, Sequence[Range]] = field(default_factory=dict)
    target: str = ""  # the id of the passage that the reader came for
    page: int = 0  # the printed page that has been announced

    def turns(self, passage: Passage) -> bool:
        """Does a printed page begin with this passage?  Asked once for each, in their order."""
        turned = passage.page.number != self.page
        self.page = passage.page.number
        return turned

    def cells(self, passage: Passage) -> list[Markup]:
        return [Markup(cell) for cell in self._marked(passage) if cell]

    def columns(self, passage: Passage) -> dict[str, Markup] | None:
        """The cells of a row by column; None for what is no row or does not fit the columns."""
        row = passage.indicator or passage.shortfall
        named = cells_by_column(self._marked(passage), row) if row else None
        return {column: Markup(cell) for column, cell in named.items()} if named else None

    def paragraphs(self, passage: Passage) -> list[Markup]:
        """What a programme's passage says besides the names and the completion told in its head."""
        told = {part for part in passage.path if part}
        plain = passage.text.split(CELL)
        return [
            Markup(shown)
            for cell, shown in zip(plain, self._marked(passage), strict=True)
            if shown and ("<mark>" in shown or not (cell in told or cell.startswith(COMPLETION)))
        ] or [Markup("")]

    def _marked(self, passage: Passage) -> list[str]:
        return marked_cells(passage.text, self.marks.get(passage.id, ()))


def show_contents(site: Site) -> Response:
    return site.page("contents.html", path="/report", chapters=site.library.chapters)


def show_chapter(site: Site, name: str) -> Response | None:
    """A department's whole chapter; None when there is no such department."""
    chapter = site.library.chapter(name)
    if chapter is None:
        return None
    return site.page("chapter.html", path=f"/report/{name}", chapter=chapter, view=View())


def show_page(site: Site, number: int, pictured: bool = False) -> Response | None:
    """A printed page; None when nothing of the report stands on one of that number."""
    blocks = site.library.page(number)
    if not blocks:
        return None
    picture = site.url(f"/report/picture/{number}") if pictured else ""
    return _place(site, f"/report/p/{number}", number, blocks, View(page=number), picture)


def show_passage(
    site: Site, identifier: str, start: int, end: int, pictured: bool = False
) -> Response | None:
    """The page of a passage with the stretch marked and all of the item around it; None without one."""
    passage = site.library.by_id.get(identifier)
    if passage is None:
        return None
    whole = (0, len(passage.text))
    marks = [(start, end)] if 0 <= start < end <= len(passage.text) and (start, end) != whole else []
    view = View({passage.id: marks}, passage.id, passage.page.number)
    path, query = f"/report/at/{identifier}", f"s={start}&e={end}" if marks else ""
    at = {"of": identifier, "s": f"{start}", "e": f"{end}"} if marks else {"of": identifier}
    picture = site.url(f"/report/picture/{passage.page.number}", **at) if pictured else ""
    blocks = site.library.around(passage)
    return _place(site, path, passage.page.number, blocks, view, picture, passage, query)


def give_picture(
    site: Site, pictures: Pictures | None, number: int, identifier: str, start: int, end: int
) -> Response | None:
    """The page as it was printed, a passage or a stretch of it marked; None where there is no picture."""
    passage = site.library.by_id.get(identifier)
    text = passage.text if passage else ""
    quoted = text[start:end] if 0 <= start < end <= len(text) else text
    drawn = pictures.draw(number, quoted) if pictures and number in site.library.page_numbers else None
    if drawn is None:
        return None
    return Response(drawn, media_type="image/png", headers={"cache-control": "max-age=86400"})


def go_to_page(site: Site, number: int) -> Response:
    """Where the box for a page number leads; back to the contents with a number that no page has."""
    known = number in site.library.page_numbers
    return RedirectResponse(site.url(f"/report/p/{number}" if known else "/report"), 303)


def _place(
    site: Site,
    path: str,
    number: int,
    blocks: Sequence[Block],
    view: View,
    picture: str,
    target: Passage | None = None,
    query: str = "",
) -> Response:
    numbers = site.library.page_numbers
    place = numbers.index(number)
    here = [passage for block in blocks for passage in block.passages if passage.page.number == number]
    return site.page(
        "place.html",
        path=path,
        query=query,
        number=number,
        estimated=any(passage.page.estimated for passage in here),
        names=list(dict.fromkeys(block.department for block in blocks)),
        before=numbers[place - 1] if place else None,
        after=numbers[place + 1] if place + 1 < len(numbers) else None,
        blocks=blocks,
        view=view,
        target=target,
        picture=picture,
        lines=lines_text(target.lines, site.texts) if target else "",
    )
