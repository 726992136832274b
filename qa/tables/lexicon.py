"""Split a question into the words that a computed question is made of.

The vocabulary is a data file; department names, their short forms and the city's name come from the
report.  What no word covers is left over as `REST`, and a question with anything left over is not a
computed one unless that rest names a topic.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qa.tables.names import Names

DEPARTMENT_NAME = "DEPARTMENT_NAME"
CITY = "ALL_DEPARTMENTS"
PERCENT = "PERCENT"
NUMBER = "NUMBER"
RANKS = "RANKS"
DEPARTMENT_NUMBER = "DEPARTMENT_NUMBER"
YEAR = "THIS_YEAR"
FILLER = "FILLER"
REST = "REST"
ROUGHLY = "roughly"
"""The name of a percentage given in tenths: 「八成」 stands for 80 to less than 90 %."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"兩": 2, "〇": 0, "半": 0.5}
_NUMERAL = r"(?:\d+(?:\.\d+)?|[一二兩三四五六七八九]?十[一二三四五六七八九]?|[零一二兩三四五六七八九])"
_DEPARTMENT_NOUN = r"(?:一級)?(?:局處室?|處室|局室|單位|部門|機關|局|處)"
_ENGLISH_NUMERALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_ENGLISH_NUMERAL = rf"(?:\d+(?:\.\d+)?|{'|'.join(_ENGLISH_NUMERALS)})"

_CHINESE_PERCENT = (
    rf"(?:百分之)(?P<n>{_NUMERAL})|(?P<n2>\d+(?:\.\d+)?)\s*(?:%|趴|分(?!之)|個百分點|百分點)"
    r"|(?P<half>一半)|(?P<full>百分百|一百分?|100(?!\d|\s*項))"
)
_RANK_ENDS = "前|後|倒數|最後|末|第|倒數第|倒數前"

_NUMERIC: dict[str, tuple[tuple[str, str], ...]] = {
    "chinese": (
        (PERCENT, _CHINESE_PERCENT),
        (PERCENT, r"(?P<tenths>[一二兩三四五六七八九])成(?P<tenth>[一二三四五六七八九半])?(?:多|出頭|餘)?"),
        (RANKS, rf"(?P<end>{_RANK_ENDS})(?P<n>{_NUMERAL})(?:名|大|位|高|低|多|少|差)?(?:名|的)?"),
        (DEPARTMENT_NUMBER, rf"(?:這|全市|全部)?(?P<n>{_NUMERAL})(?:個)?{_DEPARTMENT_NOUN}"),
        (NUMBER, rf"(?P<n>{_NUMERAL})\s*(?:個)?(?:大)?(?:項|個|條|件|種|題|樣)?"),
        ("WHICH_NUMBER", rf"(?:是|有|為)?哪\s*(?P<n>{_NUMERAL})\s*(?:個)?(?:項|個|條|件|種|樣)"),
        ("WHICH_DEPARTMENT", rf"(?:是|有|為)?哪\s*(?P<n>{_NUMERAL})\s*(?:個)?{_DEPARTMENT_NOUN}"),
    ),
    "english": (
        (PERCENT, r"(?P<n2>\d+(?:\.\d+)?)\s*(?:%|percent|per cent)"),
        (RANKS, rf"(?P<end>top|bottom|first|last)\s+(?P<n>{_ENGLISH_NUMERAL})"),
        (RANKS, rf"(?P<n>{_ENGLISH_NUMERAL})\s+(?P<order>worst|best|lowest|highest|poorest)"),
        (DEPARTMENT_NUMBER, rf"(?:the |all )*(?P<n>{_ENGLISH_NUMERAL})\s+(?:department|bureau|office|unit)s"),
        (NUMBER, rf"(?P<n>{_ENGLISH_NUMERAL})"),
        ("WHICH_NUMBER", rf"(?:which|what)\s+(?P<n>{_ENGLISH_NUMERAL})(?: ones?)?"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """A word of the question: its kind, where it stands, and the number or name in it."""

    kind: str
    text: str
    start: int
    end: int
    value: float | None = None
    name: str = ""


def scan(question: str, names: Names, year: int, *, english: bool) -> list[Token]:
    """The tokens of a normalised question in order, fillers left out, `REST` for what no word covers."""
    tokens: list[Token] = []
    position = 0
    while position < len(question):
        if not question[position].isalnum() and question[position] not in "%<>~≥≤-&":
            position += 1
            continue
        token = _longest(question, position, names, year, english=english)
        if token is None:
            end = _rest_end(question, position, english=english)
            if tokens and tokens[-1].kind == REST and not question[tokens[-1].end : position].strip():
                last = tokens.pop()
                token = Token(REST, question[last.start : end], last.start, end)
            else:
                token = Token(REST, question[position:end], position, end)
        tokens.append(token)
        position = token.end
    return [token for token in tokens if token.kind != FILLER]


def read_numeral(text: str) -> float:
    """The value of a numeral: 「3」, 「12.5」, 「兩」, 「十二」, `three`."""
    if text in _ENGLISH_NUMERALS:
        return float(_ENGLISH_NUMERALS.index(text) + 1)
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return float((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))
    return float(_DIGITS[text])


def _longest(question: str, position: int, names: Names, year: int, *, english: bool) -> Token | None:
    found: Token | None = None
    name = names.match(question, position, english=english)
    if name is not None:
        department, end = name
        found = Token(DEPARTMENT_NAME, question[position:end], position, end, name=department)
    city_end = names.match_city(question, position)
    if found is None and city_end is not None:
        found = Token(CITY, question[position:city_end], position, city_end)
    for kind, pattern in (*_year_patterns(year), *_patterns(english)):
        match = pattern.match(question, position)
        if match is None or match.end() == position:
            continue
        if found is None or match.end() > found.end:
            value, name_ = _read_value(match)
            found = Token(kind, match.group(), position, match.end(), value, name_)
    return found


def _rest_end(question: str, position: int, *, english: bool) -> int:
    if english:
        match = re.compile(r"[^\W_]+").match(question, position)
        return match.end() if match else position + 1
    match = re.compile(r"[a-z]+|\d+").match(question, position)
    return match.end() if match else position + 1


def _read_value(match: re.Match[str]) -> tuple[float | None, str]:
    groups = match.groupdict()
    if groups.get("tenths"):
        rest = _DIGITS[groups["tenth"] or "零"]
        return _DIGITS[groups["tenths"]] * 10 + (5 if rest == 0.5 else rest), ROUGHLY
    if groups.get("full") or groups.get("half"):
        return (100.0 if groups.get("full") else 50.0), ""
    number = groups.get("n") or groups.get("n2")
    return (read_numeral(number) if number else None), groups.get("end") or groups.get("order") or ""


@cache
def _year_patterns(year: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    western = year + 1911
    chinese = rf"(?:民國)?{year}\s*年度?(?:底|全年|整年)?|{year}(?![\d.%]|\s*項)"
    return ((YEAR, re.compile(rf"{chinese}|(?:in )?{western}(?:年度?|(?!\d))")),)


@cache
def _patterns(english: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    language = "english" if english else "chinese"
    words = [(kind, pattern) for kind, patterns in _vocabulary()[language].items() for pattern in patterns]
    # An English word must not end inside another; in Chinese nothing parts words.
    end = r"(?![a-z0-9])" if english else ""
    return tuple(
        (kind, re.compile(rf"(?:{pattern}){end}")) for kind, pattern in (*_NUMERIC[language], *words)
    )


@cache
def _vocabulary() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("qa.tables").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
