"""Vague openers: ask back with choices that fit the words, and take the one that is picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.words import normalize
from qa.answer import Answer, Route, Status
from qa.conversation.pointing import find_pick
from qa.conversation.scope import Scope
from qa.conversation.state import Exchange
from qa.understand.question import Understood
from qa.understand.words import ContentWord
from qa.wording.phrases import ask_back, phrases_of

if TYPE_CHECKING:
    from qa.assistant import Assistant

HELD = 0.9
"""Share of a question's words that a place has which answers it."""
PLACES, TOPICS = 20, 60
"""Places that answer as well as each other, from which a question has to say more: one that asks for a
figure or a state, and one that only names a subject, of which an overview is an answer."""
FEW = 3
"""Words beyond which a question says enough; places up to which one of its signs names something (幾條蛇)."""


def is_vague(assistant: Assistant, scope: Scope, question: Understood) -> bool:
    """Do many places of the report have all that a question names and asks for (補助有多少, 工程進度)?"""
    asks, matcher, words = assistant.weigher.asks, assistant.weigher.matcher, question.words
    demands = [demand for demand in question.demands if demand.kind not in ("yes_no", "list", "content")]
    named = question.given or question.places or assistant.find_departments(question.text)
    if named or question.language == "en" or len(words) > FEW or not (words or demands):
        return False

    def has(words: Sequence[ContentWord], least: int) -> bool:
        """Whether so many places have the words and what is asked for."""
        found = set()
        needed = matcher.find_needed(words, HELD)
        for passage in assistant.passages:
            text = scope.text(passage.id)
            if needed and not any(map(text.__contains__, needed)):
                continue
            if (not words or matcher.cover(words, text) >= HELD) and all(
                asks.proves(demand, text) for demand in demands
            ):
                found.add(scope.place(passage))
                if len(found) >= least:
                    return True
        return False

    return has(words, PLACES if demands else TOPICS) and has(matcher.find_any(question.text), FEW + 1)


def clarify(typed: str, choices: Sequence[str]) -> Answer:
    """The request to say more, with choices."""
    return Answer(
        status=Status.CLARIFY,
        route=Route.PASSAGE,
        answer=ask_back(phrases_of(typed), choices),
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
