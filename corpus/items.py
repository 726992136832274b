"""List items inside running text: where they begin, how deep they stand, what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
MARKER = re.compile("|".join(f"(?:{pattern})" for _, pattern in STYLES))
BEFORE = "。；;：:！？!?）)」】』》、，,.％%"
OPENERS = "（(「『《【〈["


@dataclass(frozen=True)
class Marker:
    """An item's number: where it begins and ends, its style and its value (1 for 1., A. and ①)."""

    start: int
    end: int
    style: str
    value: int


def han_value(numeral: str) -> int:
    """Return the value of a Chinese numeral up to 九十九 (十 is 10, 十二 is 12, 二十三 is 23)."""
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return HAN.index(numeral[-1]) + 1 if numeral else 0
    return (HAN.index(tens) + 1 if tens else 1) * 10 + (HAN.index(ones) + 1 if ones else 0)


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


def find_markers(text: str, last: dict[str, int] | None = None) -> list[Marker]:
    """Return the item numbers of a paragraph, in order.

    A number at the paragraph's head is always an item.  Inside the paragraph it is one when it
    follows the last number of its style, or is 1 behind a sign that ends something; numbers in
    brackets that merely count, decimals and dates are none.  `last` holds the last value of each
    style and is updated.
    """
    last = {} if last is None else last
    found: list[Marker] = []
    depth_end = _bracket_ends(text)
    for match in MARKER.finditer(text):
        start = match.start()
        head = not text[:start].strip()
        style = match.lastgroup or ""
        value = _value(style, match[style])
        if not head and not _inline_item(text, start, match.end(), style, value, last, depth_end):
            continue
        last[style] = value
        for deeper in STYLE_NAMES[STYLE_NAMES.index(style) + 1 :]:
            if style in ("num", "par") and deeper in DEEPER[style]:
                last.pop(deeper, None)
        found.append(Marker(start, match.end(), style, value))
    return found


STYLE_NAMES = [name for name, _ in STYLES]
DEEPER = {"num": ("par", "circle", "upper", "lower", "parl", "half"), "par": ("circle", "lower", "parl")}


def _inline_item(
    text: str, start: int, end: int, style: str, value: int, last: dict[str, int], closed: dict[int, int]
) -> bool:
    if any(opening < start < closing for opening, closing in closed.items()):
        return False
    before = text[start - 1]
    spaced = before.isspace()
    previous = text[:start].rstrip()[-1:]
    follows = value == last.get(style, 0) + 1
    if style == "bullet":
        return spaced or previous in BEFORE
    if style == "han":
        return (previous in "。；：" and (follows or value == 1)) or (
            spaced and previous in "。；：:" and follows
        )
    if style == "num":
        if (previous.isdigit() and not spaced) or previous in ".．/／~～-－至":
            return False
        after = text[end : end + 1]
        if not after:
            return False
        if value == 1:
            return previous in "。；：:！!）)」" or (
                spaced and after.isspace() and not previous.isdigit() and previous not in "第共計約"
            )
        return follows and (
            previous in BEFORE or (spaced and not previous.isdigit() and previous not in "第共計約於")
        )
    if style in ("upper", "lower", "half"):
        return (follows or value == 1) and (previous in "。；：:" or (spaced and previous in BEFORE))
    if style == "hanp":
        return (follows or value == 1) and (previous in "。；：:、" or spaced)
    return (follows or value == 1) and (previous in BEFORE or spaced)


def _bracket_ends(text: str) -> dict[int, int]:
    """Return where each bracket or quotation that opens and closes in the text does so."""
    pairs = {
        "（": "）)",
        "(": "）)",
        "「": "」",
        "『": "』",
        "《": "》",
        "【": "】",
        "〈": "〉",
        "[": "]",
        "［": "］",
    }
    stack: list[int] = []
    ends: dict[int, int] = {}
    for place, character in enumerate(text):
        if character in pairs:
            stack.append(place)
        elif character in "）)」』》】〉]］":
            for depth in range(len(stack) - 1, -1, -1):
                if character in pairs[text[stack[depth]]]:
                    ends[stack[depth]] = place
                    del stack[depth:]
                    break
    return ends


def bracket_spans(text: str) -> list[tuple[int, int]]:
    """Return the stretches inside brackets and quotations that are closed, outermost included."""
    return sorted(_bracket_ends(text).items())
