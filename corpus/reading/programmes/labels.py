"""Name cells of 重要施政成果 cut at their numbers: 壹、 一、 (一) 1、."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.reading.items import HAN, han_value
from corpus.reading.joins import mend, strip_name
from corpus.reading.markup import squeeze
from corpus.traced import Traced, join

NUMERAL = rf"[{HAN}](?:\s?[{HAN}]){{0,2}}"
LABEL = re.compile(
    rf"(?:^|(?<=[\s、)）]))(?:(?P<top>[壹貳參叁肆伍陸柒捌玖拾]{{1,2}})\s?、|(?P<item>{NUMERAL})(?:\s?、|\s*$)"
    rf"|[(（]\s?(?P<sub>{NUMERAL})\s?[)）]|(?P<third>\d{{1,2}})、)\s*"
)
SUB = re.compile(rf"[(（][{HAN}]{{1,3}}[)）]")
BARE_NUMERAL = re.compile(rf"[{HAN}]{{1,3}}")


@dataclass
class Token:
    """A numbered or plain piece of a name cell."""

    column: int
    kind: str  # top, item, sub, third or text
    value: int
    text: Traced  # with its number
    bare: bool  # a number without a name


def mend_name(first: Traced, second: Traced) -> Traced:
    """Return a name whose second half stands in another cell."""
    return strip_name(mend(first, second)) if first else strip_name(second)


def read_tokens(column: int, cell: Traced) -> list[Token]:
    """Return the pieces of a name cell, cut at its numbers.

    Inside the cell a plain 二、 counts only as the successor of 一、, so that 一、二類漁港 is no number.
    """
    starts = []
    last_item = 0
    for match in LABEL.finditer(cell):
        if match["item"]:
            value = han_value(squeeze(match["item"]))
            if match.start() and not (last_item and value == last_item + 1):
                continue
            last_item = value
        starts.append((match.start(), match))
    tokens = []
    if not starts or starts[0][0] > 0:
        head = strip_name(cell.cut(0, starts[0][0] if starts else len(cell)))
        head = head.cut(len(head) - len(head.lstrip("-–— ")))
        if head:
            tokens.append(Token(column, "text", 0, head, False))
    for place, (start, match) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(cell)
        kind = match.lastgroup or "text"
        value = han_value(squeeze(match[kind])) if kind in ("item", "sub") else 0
        bare = not cell[match.end() : end].strip()
        tokens.append(Token(column, kind, value, strip_name(cell.cut(start, end)), bare))
    return tokens


def read_row_tokens(names: list[tuple[int, Traced]], after_break: bool) -> list[Token]:
    """Return the pieces of all name cells of a row.

    Left out: headings of later rows that slid into a cell, and a piece that a neighbour repeats.
    A cell left of the one with the (一) is a 項 as a whole, whatever (一) it has itself.
    """
    squeezed = [squeeze(name) for _, name in names]
    last_sub = max((n for n, name in enumerate(squeezed) if SUB.search(name)), default=-1)
    tokens: list[Token] = []
    for number, (column, name) in enumerate(names):
        found = read_tokens(column, name)
        kinds = [token.kind for token in found]
        if sum(token.kind == "item" and not token.bare for token in found) > 1:
            continue
        if after_break and "sub" not in kinds and _is_repeated(squeezed, number):
            continue
        if number < last_sub and "sub" in kinds:
            kind = kinds[0] if kinds[0] in ("item", "top") else "text"
            found = [Token(column, kind, found[0].value, strip_name(name), False)]
        tokens += found
    return tokens


def _is_repeated(squeezed: list[str], number: int) -> bool:
    """Whether a neighbour without a (一) begins or ends with this cell's words."""
    own = squeezed[number]
    return any(
        own != other and not SUB.match(other) and (other.startswith(own) or other.endswith(own))
        for place, other in enumerate(squeezed)
        if place != number
    )


def merge_tokens(tokens: list[Token]) -> list[Token]:
    """Return the tokens with plain ones joined to the number that waits for a name."""
    merged: list[Token] = []
    for token in tokens:
        waiting = next((t for t in reversed(merged) if t.bare and t.kind in ("item", "sub")), None)
        last = merged[-1] if merged else None
        direct = last is not None and last is waiting
        behind_sub = last is not None and last.kind == "sub"
        if token.kind == "text" and waiting and (direct or (behind_sub and waiting.kind == "item")):
            number = waiting.text
            if not number.endswith(("、", ")", "）")):
                number = join([number, "、"])
            waiting.text, waiting.bare = mend_name(number, token.text), False
            if direct and waiting.kind == "sub":
                waiting.column = token.column
        elif token.kind == "text" and last is not None and behind_sub and token.column != last.column:
            if not squeeze(last.text).endswith(squeeze(token.text)):  # else the name is printed twice
                last.text = join([last.text, " ", token.text])
        else:
            merged.append(token)
    return merged
