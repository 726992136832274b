"""A question that asks to reckon with figures that the report prints apart: 甲案和乙案加起來幾件."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answer import Answer, Route, Status, renumber
from qa.conversation.acts import OPERATIONS, read_acts
from qa.conversation.arithmetic import Reckoner
from qa.conversation.ledger import make_ledger
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.wording.extractive import Draft

if TYPE_CHECKING:
    from qa.assistant import Assistant

ASKS = 0.5
"""How sure it has to be that a question asks to reckon with what is printed apart."""
SURE = 0.4
"""How sure the figures of its answer have to be those that it means, each of which it names."""
COVERED, WHOLE = 0.8, 0.99
"""Share of a question's words that the places of the figures account for; where nothing else answers it."""
QUOTED = (Route.PASSAGE, Route.KPI)


def reckon_own(assistant: Assistant, scope: Scope, typed: str, answer: Answer) -> Answer:
    """The answer to a question read alone, with what comes out of the figures that it quotes, where the
    question asks for that; as it was for any other.

    What the report only comes near to is an answer where all that the question names is in the figures.
    """
    if answer.route not in QUOTED or not answer.citations or answer.status == Status.CLARIFY:
        return answer
    acts = read_acts(typed)
    operation = max(OPERATIONS, key=acts.__getitem__)
    if max(acts[operation], assistant.stages.tables.reckons(typed)) <= ASKS:
        return answer
    told, least = answer, COVERED
    if answer.status != Status.ANSWERED:
        quotes = "\n".join(f"{citation.quote}[{citation.n}]" for citation in answer.citations)
        told, least = answer.with_(status=Status.ANSWERED, answer=quotes), WHOLE
    alone = Exchange(typed, told.with_(asked=" "))  # what it asks itself accounts for none of its words
    ledger = make_ledger([alone], assistant.weigher, scope)
    reckoner = Reckoner(ledger)
    found = reckoner.answer(typed, operation)
    if found is None:
        return answer
    result, group = found
    named = reckoner.names_each(typed, group.figures)
    if group.sure < SURE or not named or group.features["cover"] < least:
        return answer
    draft, cited = Draft(), {citation.n: citation for citation in told.citations}
    for line in told.answer.split("\n"):
        draft.retell(line, cited)
    numbers = {citation.n: draft.take(citation) for citation in result.citations}
    draft.statements.append(renumber(result.answer, numbers))
    return told.with_(
        route=Route.TABLE,
        answer=draft.text,
        citations=tuple(draft.citations),
        figures=(*answer.figures, *(replace(one, n=numbers[one.n]) for one in result.figures)),
        missing=(),
        suggestions=(),
    )
