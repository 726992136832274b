"""Resolve a follow-up from the conversation by rules; a language model may do it instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.understand.words import ContentWord

_REFERS = re.compile(
    r"^(?:那麼|那|這|它|他們|她們|其中|其|該|還有|另外|換成|改成|換|前一年|後來|結果|所以|然後|同樣|剛剛|剛才|上面|阿(?!公|嬤|伯|姨)|啊|欸|對了|順便|"
    r"and\b|what about|how about|then\b|those\b|these\b|that\b|it\b|they\b|of those)",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"呢[？?]?$")
_INSTEAD = re.compile(
    r"^(?:那|那麼|如果)?(?:換成|改成|換|改問|改看|如果是)\s*(?P<what>.+?)\s*(?:呢|的話)?[？?。]?$"
)
SHORT = 18  # characters up to which a question without a topic of its own counts as a follow-up
FEW_WORDS = 2
KEPT_TURNS = 4  # earlier questions that are looked back on


@dataclass(frozen=True)
class Resolved:
    """A question with what it rests on: `subject` is "" where it stands on its own."""

    text: str
    subject: str = ""


def is_followup(question: str, words: Sequence[ContentWord]) -> bool:
    """Does a question need the one before it?

    It does when it points back (那, 其中, 換成 …), ends in 呢, or is short and names hardly anything.
    """
    text = question.strip()
    if _INSTEAD.match(text) or not words:
        return True
    if len(words) <= 4 and (_REFERS.match(text) or _TRAILING.search(text)):
        return True
    return len(text) <= SHORT and len(words) <= FEW_WORDS


def resolve(
    question: str,
    history: Sequence[str],
    find_words: Callable[[str], Sequence[ContentWord]],
    departments_in: Callable[[str], Sequence[str]],
) -> Resolved:
    """A question with the earlier question that it rests on.

    A chain of follow-ups rests on the question that began it; `換成` a department puts the new name in
    the place of the old one.
    """
    resolved = Resolved("")
    for turn in [*history[-KEPT_TURNS:], question]:
        resolved = _resolve_turn(turn.strip(), resolved, find_words, departments_in)
    return resolved


def _resolve_turn(
    turn: str,
    before: Resolved,
    find_words: Callable[[str], Sequence[ContentWord]],
    departments_in: Callable[[str], Sequence[str]],
) -> Resolved:
    earlier = before.subject or before.text
    if not earlier or not is_followup(turn, find_words(turn)):
        return Resolved(turn)
    instead = _INSTEAD.match(turn)
    new, old = departments_in(turn), departments_in(earlier)
    if new and (instead or (_TRAILING.search(turn) and len(find_words(turn)) <= FEW_WORDS)):
        base = before.text if before.subject and find_words(before.text) else earlier
        return Resolved(_replace_departments(base, old, new[0]))
    if not before.subject or find_words(before.text) == ():
        return Resolved(turn, earlier)
    return Resolved(turn, earlier)


def _replace_departments(text: str, old: Sequence[str], new: str) -> str:
    for name in old:
        if name in text:
            return text.replace(name, new)
    return f"{new} {text}"
