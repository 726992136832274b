"""Totals with the lists of parts that are printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.contradictions.finding import Spot
from corpus.contradictions.measures import unit_of
from corpus.model import Figure, Passage, Sentence
from corpus.reading.items import Marker, bracket_spans, find_markers

TOTAL_WORD = r"(?:供?合計|共計|總計|總共|小計|計|共)"
TOTAL_CLAUSE = re.compile(
    rf"(?:^|[，,、；;。：:)）」]|等)\s*(?:\d+\.\s*)?(?:{TOTAL_WORD}(?:有|為|達)?|總[\u4e00-\u9fff]{{0,10}}[次數](?:共計|計|達|為))\s*$"
)
"""What stands before a total that closes a list: ，合計 / 等，共計 / ，總追蹤輔導人次數達."""
COUNTED = re.compile(rf"{TOTAL_WORD}(?:有|為|達)?\s*$")
COUNTED_SO = re.compile(r"(?:合計|總計|共計|共|計)[\u4e00-\u9fff]{0,3}\s*$")
MANY = 4
"""Parts that must stand in a row where nothing but their order ties them to the total before them."""
LEAST_SHARE = 0.7
"""How near such parts must come to the total to be its parts at all."""
PARTIAL = re.compile(r"其中|扣除|每|佔|占|%|％")
NOT_ALL = re.compile(r"其中|內含|包含|包括|含|例如|如|佔|占|%|％|扣除|每|另|餘|等$|以上|至少")
"""Words of parts that need not add up."""
SEPARATOR = re.compile(r"[、，,；;]|及|與|和|暨")
MONEY_SCALE = re.compile(r"[萬億]$")
LIST_FOLLOWS = re.compile(r"[。：:，；\s]*(?:包含|如下|如次|分述如下)?[。：:\s]*")
NAME_ENDS = re.compile(r"[\s、，,；;:：]|計|共")
LONGEST_NAME = 40


@dataclass(frozen=True)
class Listing:
    """A total with its parts; `spots` are the stretches that print the parts, one for each passage."""

    total: Figure
    parts: tuple[Figure, ...]
    spots: tuple[Spot, ...]


def find_listings(passage: Passage, following: Sequence[Passage] = ()) -> Iterator[Listing]:
    """Yield each total of a passage with the parts it may be the sum of; `following` continue its text."""
    brackets = bracket_spans(passage.text)
    for sentence in passage.sentences:
        figures = [
            one
            for one in passage.figures
            if sentence.start <= one.start < sentence.end and one.kind in ("number", "money")
        ]
        for place, total in enumerate(figures):
            if not total.unit:
                continue
            for listing in (
                _before(passage, sentence, figures, place, brackets),
                _in_brackets(passage, sentence, figures, place, brackets),
                _behind_colon(passage, sentence, figures, place, brackets),
                _behind(passage, total, brackets),
                _as_items([passage, *following], sentence, total),
            ):
                if listing and len(listing.parts) > 1:
                    yield listing


def _before(
    passage: Passage,
    sentence: Sentence,
    figures: list[Figure],
    place: int,
    brackets: list[tuple[int, int]],
) -> Listing | None:
    """Return the parts that a total closes: 甲 3 件、乙 4 件，合計 7 件."""
    total = figures[place]
    if not TOTAL_CLAUSE.search(passage.text, max(sentence.start, total.start - 20), total.start):
        return None
    inside = _innermost(brackets, total.start)
    start = max(_full_stop_before(passage.text, sentence.start), inside[0] + 1 if inside else 0)
    parts: list[Figure] = []
    counted = [one for one in passage.figures if one.kind in ("number", "money") and one.end <= total.start]
    for figure in reversed(counted):
        if figure.start < start or _innermost(brackets, figure.start) != inside:
            continue
        if parts and not SEPARATOR.search(passage.text[figure.end : parts[0].start]):
            break
        if unit_of(figure) == unit_of(total) or _shares_unit(passage, figure, parts, total):
            if TOTAL_CLAUSE.search(passage.text, max(start, figure.start - 20), figure.start):
                break
            parts.insert(0, figure)
        elif not parts:
            return None
        else:
            break
    if len(parts) < 2:
        return None
    begin = _clause_start(passage.text, parts[0].start, start)
    if PARTIAL.search(passage.text[begin : total.start]):
        return None
    return Listing(total, tuple(parts), (Spot(passage, begin, parts[-1].end),))


def _shares_unit(passage: Passage, figure: Figure, parts: list[Figure], total: Figure) -> bool:
    """Whether a bare number has the unit of the part behind it: 88、103 及 87 人次; 400 萬 of 元."""
    if figure.unit:
        return False
    if total.unit == "元":
        return bool(MONEY_SCALE.search(figure.text))
    behind = passage.text[figure.end : parts[0].start].strip() if parts else "-"
    return behind in ("、", "及", "與", "和", "，")


def _in_brackets(
    passage: Passage,
    sentence: Sentence,
    figures: list[Figure],
    place: int,
    brackets: list[tuple[int, int]],
) -> Listing | None:
    """Return the parts in the brackets behind a total: 7 件(甲 3 件、乙 4 件)."""
    total = figures[place]
    opening = re.compile(r"[\u4e00-\u9fff]{0,4}\s?[(（\[【]").match(passage.text, total.end)
    if not opening:
        return None
    start = opening.end()
    closing = next((end for begin, end in brackets if begin == start - 1), None)
    if closing is None:
        closing = passage.text.find("其中", start, sentence.end)
        closing = closing if closing > 0 else sentence.end
    return _pure_list(passage, figures, total, start, closing, brackets)


def _behind_colon(
    passage: Passage,
    sentence: Sentence,
    figures: list[Figure],
    place: int,
    brackets: list[tuple[int, int]],
) -> Listing | None:
    """Return the parts behind a counted total and a colon: 共 7 件：甲 3 件、乙 4 件."""
    total = figures[place]
    if not COUNTED.search(passage.text, max(sentence.start, total.start - 8), total.start):
        return None
    colon = re.compile(r"\s?(?:，?分別為)?\s?[：:]").match(passage.text, total.end)
    if not colon:
        return None
    return _pure_list(passage, figures, total, colon.end(), sentence.end, brackets)


def _behind(passage: Passage, total: Figure, brackets: list[tuple[int, int]]) -> Listing | None:
    """Return many parts in a row behind a total: 預算總計 9 元；執行甲 3 元、乙 2 元、丙 1 元及丁 1 元.

    Between the total and the first part a sentence may end, between parts none does.
    """
    if not COUNTED_SO.search(passage.text, max(0, total.start - 16), total.start):
        return None
    parts: list[Figure] = []
    for figure in passage.figures:
        if figure.start < total.end or unit_of(figure) != unit_of(total):
            continue
        gap = passage.text[(parts[-1] if parts else total).end : figure.start]
        if len(gap) > LONGEST_NAME + 20 or _innermost(brackets, figure.start):
            break
        if parts and (not SEPARATOR.search(gap) or "。" in gap or "\n" in gap):
            break
        parts.append(figure)
    if len(parts) < MANY or NOT_ALL.search(passage.text[total.end : parts[-1].end]):
        return None
    sums = list(accumulate(one.value for one in parts))
    if total.value in sums or not LEAST_SHARE < sums[-1] / (total.value or 1) < 1 / LEAST_SHARE:
        return None
    return Listing(total, tuple(parts), (Spot(passage, parts[0].start, parts[-1].end),))


def _pure_list(
    passage: Passage,
    figures: list[Figure],
    total: Figure,
    start: int,
    end: int,
    brackets: list[tuple[int, int]],
) -> Listing | None:
    """Return the parts of a stretch that is nothing but parts: each piece has a name and one number."""
    own = _innermost(brackets, start)
    inner = [one for one in figures if start <= one.start < end and _innermost(brackets, one.start) == own]
    if any(unit_of(one) != unit_of(total) for one in inner) or NOT_ALL.search(passage.text[start:end]):
        return None
    for one, other in pairwise(inner):
        if not SEPARATOR.search(passage.text[one.end : other.start]):
            return None
    ends = [start, *(one.end for one in inner)]
    names = [NAME_ENDS.sub("", passage.text[at : one.start]) for at, one in zip(ends, inner, strict=False)]
    if len(set(names)) < len(names):
        return None
    if not inner or not re.search(r"[\u4e00-\u9fffA-Za-z]", passage.text[start : inner[0].start]):
        return None
    return Listing(total, tuple(inner), (Spot(passage, start, inner[-1].end),))


def _as_items(passages: list[Passage], sentence: Sentence, total: Figure) -> Listing | None:
    """Return the items under a sentence that ends with a total, each opening with its own number."""
    text = passages[0].text
    if not COUNTED.search(text, max(sentence.start, total.start - 8), total.start):
        return None
    if not LIST_FOLLOWS.fullmatch(text, total.end, sentence.end):
        return None
    parts: list[Figure] = []
    spots: list[Spot] = []
    style = ""
    for passage, item in _sentences_behind(passages, sentence):
        words = passage.text[item.start : item.end]
        marker = _marker_of(words)
        if marker is None:
            if not parts:
                return None
            continue
        if (style and marker.style != style) or marker.value != len(parts) + 1:
            break
        style = marker.style
        own = [
            one
            for one in passage.figures
            if item.start <= one.start < item.end and unit_of(one) == unit_of(total)
        ]
        if not own or own[0].start - item.start > LONGEST_NAME:
            return None
        parts.append(own[0])
        if spots and spots[-1].passage is passage:
            spots[-1] = Spot(passage, spots[-1].start, own[0].end)
        else:
            spots.append(Spot(passage, item.start, own[0].end))
    opening = _marker_of(text[sentence.start : sentence.end])
    if opening and opening.style == style:
        return None
    return Listing(total, tuple(parts), tuple(spots))


def _sentences_behind(passages: list[Passage], sentence: Sentence) -> Iterator[tuple[Passage, Sentence]]:
    for number, passage in enumerate(passages):
        for one in passage.sentences:
            if number or one.start >= sentence.end:
                yield passage, one


def _marker_of(words: str) -> Marker | None:
    """Return the number that a sentence opens with."""
    markers = find_markers(words)
    return markers[0] if markers and not markers[0].start else None


def _innermost(brackets: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    inside = [one for one in brackets if one[0] < place < one[1]]
    return max(inside) if inside else None


def _full_stop_before(text: str, place: int) -> int:
    """Return where the run of sentences parted by semicolons begins that goes on at `place`."""
    while place and text[:place].rstrip().endswith(("；", ";")):
        before = text[:place].rstrip()[:-1]
        place = max(before.rfind(sign) + 1 for sign in "。；;\n｜")
    return place


def _clause_start(text: str, place: int, limit: int) -> int:
    """Return where the clause that holds `place` begins."""
    return max([limit, *(text.rfind(sign, limit, place) + 1 for sign in "，。；：:、")])
