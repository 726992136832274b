"""List items inside running text: where they begin, how deep they stand, what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numbers import read_han

HAN = "一二三四五六七八九十"
STYLES: tuple[tuple[str, str], ...] = (
    ("num", r"(?P<num>\d{1,2})\s?(?:[.．](?!\d)|[.．](?=1\d\d\s*年|\d{1,2}\s?月)|、(?!\s*\d+\s*、))"),
    ("par", r"[（(]\s?(?P<par>\d{1,2})\s?[)）]"),
    ("hanp", rf"[（(]\s?(?P<hanp>[{HAN}]{{1,3}})\s?[)）]"),
    ("han", rf"(?P<han>[{HAN}]{{1,3}})、"),
    ("circle", r"(?P<circle>[①-⑳])"),
    ("upper", r"(?P<upper>[A-Z])\s?[.．、](?![A-Za-z.])(?:-?\d{1,2}\.?)?"),
    ("lower", r"(?P<lower>[a-z])\s?[.．、](?![A-Za-z.])"),
    ("parl", r"[（(](?P<parl>[a-zA-Z])[)）]"),
    ("half", r"(?P<half>\d{1,2})[)）](?!\s*[、，。；])"),
    ("bullet", r"(?P<bullet>[➢●◆■※•])"),
)
_COUNTED = re.compile("[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
MARKER = re.compile("|".join(f"(?:{pattern})" for _, pattern in STYLES))
BEFORE = "。；;：:！？!?）)」】』》、，,.％%"


@dataclass(frozen=True)
class Marker:
    """An item's number: where it begins and ends, its style and its value (1 for 1., A. and ①)."""

    start: int
    end: int
    style: str
    value: int


def han_value(numeral: str) -> int:
    """Return the value of a Chinese numeral up to 九十九 (十 is 10, 二十三 is 23); 0 for one that is none."""
    return (read_han(numeral) or 0) if _COUNTED.fullmatch(numeral) else 0


def _value(style: str, number: str) -> int:
    if style in ("num", "par", "half"):
        return int(number)
    if style in ("han", "hanp"):
        return han_value(number)
    if style == "circle":
        return ord(number) - ord("①") + 1
    if style == "bullet":
        return 1
    return ord(number.lower()) - ord("a") + 1


def read_marker(text: str, position: int = 0) -> Marker | None:
    """Return the item number that stands at `position`, None where there is none."""
    match = MARKER.match(text, position)
    if not match:
        return None
    style = match.lastgroup or ""
    return Marker(match.start(), match.end(), style, _value(style, match[style]))


def starts_item(text: str) -> bool:
    """Whether a text begins with an item's number or bullet."""
    return read_marker(text.lstrip()) is not None


def find_markers(text: str, last: dict[str, int] | None = None) -> list[Marker]:
    """Return the item numbers of a paragraph, in order.

    A number at the paragraph's head is always an item.  Inside the paragraph it is one when it
    follows the last number of its style, or is 1 behind a sign that ends something; numbers in
    brackets that merely count, decimals and dates are none.  `last` holds the last value of each
    style and is updated.
    """
    last = {} if last is None else last
    found: list[Marker] = []
    spans: list[tuple[int, int]] | None = None
    for match in MARKER.finditer(text):
        start = match.start()
        style = match.lastgroup or ""
        marker = Marker(start, match.end(), style, _value(style, match[style]))
        if text[:start].strip():
            if not _is_inline_item(text, marker, last.get(style, 0)):
                continue
            spans = bracket_spans(text) if spans is None else spans
            if any(opening < start < closing for opening, closing in spans):
                continue
        last[style] = marker.value
        for deeper in DEEPER.get(style, ()):
            last.pop(deeper, None)
        found.append(marker)
    return found


STYLE_NAMES = [name for name, _ in STYLES]
DEEPER = {"num": ("par", "circle", "upper", "lower", "parl", "half"), "par": ("circle", "lower", "parl")}
"""Styles whose numbering starts again under a new item of a style."""
COUNTING = "第共計約於"
"""Words before a number that is a quantity: 共計 2."""


def _is_inline_item(text: str, marker: Marker, last: int) -> bool:
    """Whether a number inside a paragraph begins an item; `last` is the last value of its style."""
    spaced = text[marker.start - 1].isspace()
    previous = text[: marker.start].rstrip()[-1:]
    follows = marker.value == last + 1
    style = marker.style
    if style == "bullet":
        return spaced or previous in BEFORE
    if not follows and marker.value != 1:
        return False
    if style == "num":
        after = text[marker.end : marker.end + 1]
        if not after or (previous.isdigit() and not spaced) or previous in ".．/／~～-－至":
            return False
        free = spaced and not previous.isdigit() and previous not in COUNTING
        if follows and marker.value > 1:
            return previous in BEFORE or free
        return previous in "。；：:！!）)」" or (free and after.isspace())
    if style == "circle":
        return True
    if style == "han":
        return previous in "。；：" and not (spaced and not follows)
    if style in ("upper", "lower", "half"):
        return previous in "。；：:" or (spaced and previous in BEFORE)
    if style == "hanp":
        return spaced or previous in "。；：:、"
    return spaced or previous in BEFORE


PAIRS = {opener: "）)" for opener in "（("} | dict(zip("「『《【〈[［", "」』》】〉]］", strict=True))
BRACKET = re.compile("[" + re.escape("（(「『《【〈[［）)」』》】〉]］") + "]")


def bracket_spans(text: str) -> list[tuple[int, int]]:
    """Return where each bracket or quotation opens and closes, in order; those never closed are none."""
    stack: list[int] = []
    spans: list[tuple[int, int]] = []
    for match in BRACKET.finditer(text):
        place, sign = match.start(), match.group()
        if sign in PAIRS:
            stack.append(place)
            continue
        for depth in range(len(stack) - 1, -1, -1):
            if sign in PAIRS[text[stack[depth]]]:
                spans.append((stack[depth], place))
                del stack[depth:]
                break
    return sorted(spans)
