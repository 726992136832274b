"""Vague openers: ask back with choices that fit the words, and take the one that is picked."""

from __future__ import annotations

from collections.abc import Sequence

from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.pointing import find_pick
from qa.conversation.state import Exchange
from qa.understand.question import Understood
from qa.wording.phrases import phrases_of

LIGHT = 0.6
"""Weight (inverse passage frequency) up to which a word is too common to name a matter of its own."""
SHORT = 14
"""Characters beyond which a question says enough to be searched for."""


def is_vague(question: Understood, departments: Sequence[str] = ()) -> bool:
    """Does a question ask for a figure or a state of something it hardly names (補助有多少, 人數多少)?

    `departments`: those that it names; a department's matter is none of these.
    """
    if (
        departments
        or question.given
        or question.places
        or len(question.text) > SHORT
        or question.language == "en"
    ):
        return False
    asks = [demand for demand in question.demands if demand.kind != "yes_no"]
    return bool(asks) and len(question.words) <= 2 and all(w.weight <= LIGHT for w in question.words)


def clarify(typed: str, choices: Sequence[str]) -> Answer:
    """The request to say more, with choices."""
    phrases = phrases_of(typed)
    lines = [f"{number}. {choice}" for number, choice in enumerate(choices, 1)]
    return Answer(
        status=Status.CLARIFY,
        route=Route.PASSAGE,
        answer="\n".join([phrases.clarify, *lines]),
        suggestions=tuple(choices),
        support=0.5,
    )


def find_choice(typed: str, last: Exchange) -> str | None:
    """The offered question that a message picks by its place or by its words; None for none."""
    offered = last.answer.suggestions
    if not offered:
        return None
    place = find_pick(typed)
    if place is not None:
        place = len(offered) if place == -1 else place
        return offered[place - 1] if 1 <= place <= len(offered) else None
    flat = normalize(typed).strip(" ，。？?!！")
    return next((choice for choice in offered if normalize(choice).strip(" ，。？?!！") == flat), None)
