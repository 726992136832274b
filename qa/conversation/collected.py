"""Statements from several answers or passages, their citations numbered anew."""

from __future__ import annotations

from dataclasses import replace

from qa.answer import Answer, Citation, Route, Status


class Collected:
    """Statements from several answers with their citations numbered anew."""

    def __init__(self) -> None:
        self.citations: list[Citation] = []

    def cite(self, citation: Citation | None) -> str:
        """The mark of a citation; "" for none."""
        if citation is None:
            return ""
        for known in self.citations:
            same = (known.lines, known.passage) == (citation.lines, citation.passage)
            if same and citation.quote in known.quote:
                return f"[{known.n}]"
        number = len(self.citations) + 1
        self.citations.append(replace(citation, n=number))
        return f"[{number}]"

    def answer(self, text: str, like: Answer, note: str) -> Answer:
        """An answer with what was cited, of the route, suggestions and support of another."""
        return Answer(
            status=Status.ANSWERED,
            route=Route.TABLE if like.route == Route.TABLE else Route.PASSAGE,
            answer=text,
            citations=tuple(self.citations),
            suggestions=like.suggestions,
            understood=note,
            support=like.support,
        )
