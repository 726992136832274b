"""A follow-up question made whole by the language model, taken only when it adds nothing of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.check.numerals import flatten, read_numerals
from qa.llm.asking import Asking
from qa.llm.prompting import rewrite_messages, table_messages

LONGEST = 120
TOKENS = 120
MOST_NEW = 0.2
"""Largest share of a rewritten question's letters that neither it nor the earlier turns had."""
WHOLE = "完整"
_LINES = frozenset({1, 80, 100})
"""Numbers that a rewording may bring in: 哪一個, and the per cent that part the report's three classes."""
FORBIDDEN = re.compile(r"[<>\[\]{}`|\\]|://")
_FUNCTION = frozenset(
    "的了是有在和與及或之其該這那哪些什麼甚多少幾怎樣如何為請問嗎呢吧又還也都被由把對於到從個一年度"
)


def rewrite_followup(asking: Asking, question: str, history: Sequence[tuple[str, str]]) -> str | None:
    """The question with what it leaves out taken from the earlier turns; None when the reply is no use.

    Raises ModelError when no reply comes in time.
    """
    reply = asking.ask("rewrite", rewrite_messages(question, history), TOKENS)
    known = " ".join(part for turn in history for part in turn)
    return reply if is_usable(reply, question, known) else None


def reword_for_table(asking: Asking, question: str) -> str | None:
    """A question over many rows in the words that the table reads; None when the reply is no use.

    Its numbers are those of the question and those where the report draws its own lines.
    Raises ModelError when no reply comes in time.
    """
    reply = asking.ask("table", table_messages(question), TOKENS).rstrip("。")
    if not 4 <= len(reply) <= LONGEST or "\n" in reply or FORBIDDEN.search(reply):
        return None
    known = {numeral.value for numeral in read_numerals(flatten(question))} | _LINES
    return reply if all(n.value in known for n in read_numerals(flatten(reply))) else None


def is_usable(rewritten: str, question: str, known: str) -> bool:
    """Is this one question, made of what was asked and of something that only the earlier turns have?"""
    if not 2 <= len(rewritten) <= LONGEST or "\n" in rewritten or FORBIDDEN.search(rewritten):
        return False
    if rewritten.strip("。") == WHOLE or not _pairs(rewritten) & _pairs(known) - _pairs(question):
        return False
    keys = {numeral.key for numeral in read_numerals(flatten(f"{known} {question}"))}
    if any(numeral.key not in keys for numeral in read_numerals(flatten(rewritten))):
        return False
    had = _letters(known) | _letters(question) | _FUNCTION
    letters = [char for char in unicodedata.normalize("NFKC", rewritten).casefold() if char.isalnum()]
    words = set(re.findall(r"[a-z]{4,}", rewritten.casefold()))
    if len(words - set(re.findall(r"[a-z]+", f"{known} {question}".casefold()))) > max(2, len(words) // 4):
        return False
    return sum(char not in had for char in letters) <= MOST_NEW * len(letters)


def _letters(text: str) -> set[str]:
    return {char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum()}


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring letters, an echo having none that the question has not."""
    flat = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    return {flat[i : i + 2] for i in range(len(flat) - 1)}
