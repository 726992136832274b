"""Join the answers to several wishes of one message into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import MARK, Answer, Citation, Status, find_marks, renumber
from qa.wording.phrases import join_missing, phrases_for

CITATIONS = 5
LONGEST = 400  # characters; of an answer that would be longer each wish keeps its first statement


def join_answers(answers: Sequence[Answer], language: str) -> Answer:
    """One answer out of those to the wishes of a message, in their order.

    It is answered where one of them is, and says what the report lacks of the others; where none is, it
    is the one that is most likely to have been meant.
    """
    told = [answer for answer in answers if answer.status == Status.ANSWERED]
    if not told:
        best = max(answers, key=lambda answer: answer.support)
        missing = dict.fromkeys(name for answer in answers for name in answer.missing)
        return best.with_(missing=tuple(missing), trace=_join_traces(answers))
    if sum(len(answer.answer) for answer in told) > LONGEST:
        told = [answer.with_(answer=answer.answer.split("\n")[0]) for answer in told]
    lines: list[str] = []
    citations: list[Citation] = []
    figures = []
    for answer in told:
        numbers = {}
        used = set(find_marks(answer.answer))
        for citation in answer.citations:
            if citation.n not in used:
                continue
            same = next(
                (c for c in citations if (c.passage, c.path) == (citation.passage, citation.path)), None
            )
            if same is None and len(citations) < CITATIONS:
                same = replace(citation, n=len(citations) + 1)
                citations.append(same)
            if same is not None:
                numbers[citation.n] = same.n
        for line in answer.answer.split("\n"):
            marked = _renumber(line, numbers)
            if marked and not any(_bare(marked) in _bare(other) for other in lines):
                lines.append(marked)
        figures += [replace(f, n=numbers[f.n]) for f in answer.figures if f.n in numbers]
    missing = tuple(dict.fromkeys(name for answer in answers for name in answer.missing))
    lacking = [n for a in answers if a.status != Status.ANSWERED for n in a.missing[:1]]
    if lacking:
        lines.append(phrases_for(language).not_found.format(missing=join_missing(lacking)).strip())
    text = "\n".join(lines)
    return told[0].with_(
        answer=text,
        citations=tuple(citations),
        figures=tuple(dict.fromkeys(f for f in figures if f.text in text)),
        missing=missing,
        support=sum(answer.support for answer in answers) / len(answers),
        trace=_join_traces(answers),
    )


def _renumber(line: str, numbers: dict[int, int]) -> str:
    """A statement with the numbers of the joint citations; "" where its citation found no room."""
    return renumber(line, numbers) if all(n in numbers for n in find_marks(line)) else ""


def _bare(line: str) -> str:
    return MARK.sub("", line).strip("。 ")


def _join_traces(answers: Sequence[Answer]) -> dict:
    return {"wishes": [answer.trace for answer in answers]}
