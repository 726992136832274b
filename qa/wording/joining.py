"""Join the answers to several wishes of one message into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answer import Answer, Status, find_marks
from qa.wording.extractive import Draft
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
    draft = Draft()
    figures = []
    for answer in told:
        cited = {citation.n: citation for citation in answer.citations}
        for line in answer.answer.split("\n"):
            marks = find_marks(line)
            if len(draft.citations) + sum(draft.has(cited[n]) is None for n in marks) <= CITATIONS:
                draft.retell(line, cited)
        figures += [replace(f, n=draft.take(cited[f.n])) for f in answer.figures if draft.has(cited[f.n])]
    missing = tuple(dict.fromkeys(name for answer in answers for name in answer.missing))
    lacking = [n for a in answers if a.status != Status.ANSWERED for n in a.missing[:1]]
    if lacking:
        draft.statements.append(phrases_for(language).not_found.format(missing=join_missing(lacking)).strip())
    text = draft.text
    return told[0].with_(
        answer=text,
        citations=tuple(draft.citations),
        figures=tuple(dict.fromkeys(f for f in figures if f.text in text)),
        missing=missing,
        support=sum(answer.support for answer in answers) / len(answers),
        trace=_join_traces(answers),
    )


def _join_traces(answers: Sequence[Answer]) -> dict:
    return {"wishes": [answer.trace for answer in answers]}
