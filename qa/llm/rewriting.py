"""A follow-up question made whole by the language model, taken only when it adds nothing of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from qa.check.numerals import flatten, read_numerals
from qa.llm.checking import tidy_reply
from qa.llm.prompting import rewrite_messages
from qa.llm.server import ModelServer

LONGEST = 200
MOST_NEW = 0.2
"""Largest share of a rewritten question's letters that neither it nor the earlier questions had."""
_FUNCTION = frozenset(
    "的了是有在和與及或之其該這那哪些什麼甚多少幾怎樣如何為請問嗎呢吧又還也都被由把對於到從個一年度"
)


def rewrite_followup(
    server: ModelServer, question: str, history: Sequence[str], seconds: float
) -> str | None:
    """The question with what it leaves out taken from the earlier ones; None when the reply is no use.

    Raises ModelError when no reply comes in time.
    """
    reply = tidy_reply(server.ask(rewrite_messages(question, history), seconds)).strip()
    return reply if is_usable(reply, " ".join([*history, question])) else None


def is_usable(rewritten: str, known: str) -> bool:
    """Is this one question, made of the words and numbers of what was asked?"""
    if not 2 <= len(rewritten) <= LONGEST or "\n" in rewritten or re.search(r"[<>\[\]{}`|\\]|://", rewritten):
        return False
    keys = {numeral.key for numeral in read_numerals(flatten(known))}
    if any(numeral.key not in keys for numeral in read_numerals(flatten(rewritten))):
        return False
    had = {char for char in unicodedata.normalize("NFKC", known).casefold() if char.isalnum()} | _FUNCTION
    letters = [char for char in unicodedata.normalize("NFKC", rewritten).casefold() if char.isalnum()]
    words = set(re.findall(r"[a-z]{4,}", rewritten.casefold()))
    if len(words - set(re.findall(r"[a-z]+", known.casefold()))) > max(2, len(words) // 4):
        return False
    return bool(letters) and sum(char not in had for char in letters) <= MOST_NEW * len(letters)
