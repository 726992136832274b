"""What people take away from a conversation: an answer with its sources as text, all of it as a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from starlette.requests import Request
from starlette.responses import Response

from qa.answer import Citation
from qa.web.downloads import download
from qa.web.layout import spread
from qa.web.markup import clean
from qa.web.sources import CELL, SourceBook, cells_by_column
from qa.web.texts import Texts
from qa.web.turns import Turn, recall


def copy_of(turn: Turn, book: SourceBook, texts: Texts) -> str:
    """An answer as people paste it: question, text, sources written out, rows with their columns' names."""
    answer = turn.answer
    if answer is None:
        return turn.question
    lines = [turn.question, "", _plain(spread(answer)), "", texts("brief.sources")]
    lines += [_source_line(citation, book, texts) for citation in answer.citations]
    return clean("\n".join(lines))


def told_row(citation: Citation, book: SourceBook, texts: Texts) -> str:
    """What is quoted; a row of a table with the names of its columns."""
    row = book.row(citation)
    named = cells_by_column([cell.strip() for cell in citation.passage.split(CELL)], row) if row else None
    if named:
        return "；".join(f"{texts('row.' + column)}：{cell}" for column, cell in named.items())
    return f"「{citation.quote or citation.passage}」"


def _plain(markdown: str) -> str:
    return markdown.replace("**", "")


def as_markdown(turns: Iterable[Turn], book: SourceBook, texts: Texts) -> str:
    """A conversation as a Markdown file, each answer with its citations written out."""
    parts = []
    for turn in turns:
        parts.append(f"## {clean(turn.question)}")
        if turn.answer is None:
            parts.append(turn.message or texts("chat.stopped_empty"))
            continue
        parts.append(clean(spread(turn.answer)).strip())
        parts += [_source_line(citation, book, texts) for citation in turn.answer.citations]
        parts.append(turn.answer.report)
    return "\n\n".join(part for part in parts if part) + "\n"


def _source_line(citation: Citation, book: SourceBook, texts: Texts) -> str:
    return f"[{citation.n}] {told_row(citation, book, texts)}（{clean(book.place(citation, texts))}）"


def give_conversation(book: SourceBook, texts: Texts) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that makes a file of the conversation that a browser keeps."""

    async def give(request: Request) -> Response:
        form = await request.form()
        text = as_markdown(recall(form.get("content")), book, texts)
        return download(
            text.encode(errors="replace"), f"{texts('page.heading')}.md", "text/markdown; charset=utf-8"
        )

    return give
