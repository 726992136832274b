"""How a contradiction names the thing that it is about."""

from __future__ import annotations

import re

from corpus.model import Passage
from corpus.units import UNIT

CLAUSE_ENDS = re.compile(r"(?<!\d),|,(?!\d)|[，。；;：:、\n｜(（)）【】\[\]／/]")
_UNIT = UNIT.pattern.replace("(?P<unit>", "(?:")  # so that a split gives no units
COUNT = re.compile(rf"\d[\d,]*(?:\.\d+)?(?:{_UNIT})?")
LEADING = re.compile(
    r"^(?:[\s\d.]*(?:年度?|月|日)|本年度?|本\(?\d*\)?年度?|全年度?|截至|至|共計?|合計|總計|計有?"
    r"|另|並|及|其中|且|底|止|已|經|度)+"
)
TRAILING = re.compile(r"(?:合計|共計|總計|累計|計有?|共有?|約|達|為|有|是|等)+$")
OFTEN = re.compile(r"每|至少|本案")
NUMBER_SIGN = re.compile(
    r"^(?:[(（][\d一二三四五六七八九十]{1,3}[)）]|[\d一二三四五六七八九十]{1,3}[、.．]|\d{1,2}\s)\s*"
)
INNER = str.maketrans("「」", "『』")
LONGEST = 40


def quote(name: str) -> str:
    """Return a name in quotation marks, marks inside it turned and a long one cut."""
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    return f"「{short.translate(INNER)}」"


def name_of(passage: Passage) -> str:
    """Return the name a passage stands under, without its number: the last name on its path."""
    for part in reversed(passage.path):
        if name := NUMBER_SIGN.sub("", str(part)).strip():
            return name
    return str(passage.section)


def place_of(passage: Passage) -> str:
    """Return the department with the name a passage stands under: 民政處「戶籍管理」."""
    return f"{passage.department}{quote(name_of(passage))}"


def subject_before(passage: Passage, place: int) -> str:
    """Return the words before a number that say what it counts, else the name of the passage."""
    words = passage.text[max(0, place - 60) : place].rstrip()
    for clause in reversed(CLAUSE_ENDS.split(words)):
        for piece in reversed(COUNT.split(clause)):
            subject = TRAILING.sub("", LEADING.sub("", piece.strip())).strip(' 「」『』"')
            if len(subject) >= 4 and not OFTEN.match(subject):
                return subject
    return name_of(passage)
