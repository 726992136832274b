"""Mending what a page break has cut: when a text goes on, and how its two halves are joined."""

from __future__ import annotations

import re

from corpus.reading.items import starts_item
from corpus.traced import Traced, join

ENDS = "。！？!?；;…"
CLOSERS = "」』”）)】》〉]"


def is_finished(text: str) -> bool:
    """Whether a text ends where a sentence ends; closing quotes and brackets after the end do not count."""
    text = text.rstrip().rstrip(CLOSERS)
    return not text or text[-1] in ENDS


def mend(first: Traced, second: Traced) -> Traced:
    """Return two halves of a text joined without a space inside a word or number."""
    first, second = first.cut(0, len(first.rstrip())), second.trim()
    if (
        first
        and second
        and first[-1].isascii()
        and first[-1].isalpha()
        and second[0].isascii()
        and second[0].isalpha()
    ):
        return (
            join([first, second], " ")
            if first[-1].islower() != second[0].islower()
            else join([first, second])
        )
    return join([first, second])


def mend_paragraphs(first: list[Traced], second: list[Traced]) -> list[Traced]:
    """Return the paragraphs of a cell that goes on in another cell.

    The first paragraph of the second cell goes on with the last of the first cell unless it begins
    an item of its own, or both are whole.
    """
    if not first or not second:
        return first + second
    head = second[0]
    if starts_item(head) and not first[-1].rstrip().endswith(("第", "共", "計", "約")):
        return first + second
    if is_finished(first[-1]):
        return first + second
    return [*first[:-1], mend(first[-1], head), *second[1:]]


def strip_name(name: Traced) -> Traced:
    """Return a name of a narrow cell without the spaces its line ends left between Chinese characters."""
    return name.replace_all(NAME_SPACE, "").trim()


_HAN = r"[\u3400-\u9fff（）()「」『』、，。：；《》〈〉【】－—]"
NAME_SPACE = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
