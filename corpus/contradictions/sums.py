"""Totals that are not the sum of the parts printed with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.measures import slack_of, unit_of, write_number
from corpus.contradictions.naming import name_of, subject_before
from corpus.items import bracket_spans, find_markers
from corpus.model import Figure, Passage, Sentence

TOTAL_WORD = r"(?:供?合計|共計|總計|總共|小計|計|共)"
TOTAL_CLAUSE = re.compile(
    rf"(?:^|[，,、；;。：:)）」]|等)\s*(?:\d+\.\s*)?(?:{TOTAL_WORD}(?:有|為|達)?|總[\u4e00-\u9fff]{{0,10}}[次數](?:共計|計|達|為))\s*$"
)
"""What stands before a total that closes a list: ，合計 / 等，共計 / ，總追蹤輔導人次數達."""
COUNTED = re.compile(rf"{TOTAL_WORD}(?:有|為|達)?\s*$")
PARTIAL = re.compile(r"其中|扣除|每|佔|占|%|％")
NOT_ALL = re.compile(r"其中|內含|包含|包括|含|例如|如|佔|占|%|％|扣除|每|另|餘|等$|以上|至少")
"""Words of parts that need not add up."""
SEPARATOR = re.compile(r"[、，,；;]|及|與|和|暨")
MONEY_SCALE = re.compile(r"[萬億]$")


@dataclass(frozen=True)
class Listing:
    """A total with its parts, as they are printed."""

    total: Figure
    parts: tuple[Figure, ...]
    start: int
    end: int


def find_sums(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield totals with a list of parts in the same sentence, or of items under it, that differ."""
    for passage in passages:
        seen: set[int] = set()
        for listing in _listings(passage):
            if listing.total.start in seen:
                continue
            added = sum(one.value for one in listing.parts)
            slack = sum(map(slack_of, (*listing.parts, listing.total)))
            if abs(added - listing.total.value) <= slack + 1e-6:
                seen.add(listing.total.start)
                continue
            if max(one.value for one in listing.parts) > listing.total.value:
                continue
            seen.add(listing.total.start)
            yield _describe(passage, listing, added)


def _listings(passage: Passage) -> Iterator[Listing]:
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
                _as_items(passage, sentence, total),
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
    start = max(sentence.start, inside[0] + 1 if inside else 0)
    parts: list[Figure] = []
    for figure in reversed(figures[:place]):
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
    return Listing(total, tuple(parts), begin, parts[-1].end)


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
    for one, other in zip(inner, inner[1:], strict=False):
        if not SEPARATOR.search(passage.text[one.end : other.start]):
            return None
    if not inner or not re.search(r"[\u4e00-\u9fffA-Za-z]", passage.text[start : inner[0].start]):
        return None
    return Listing(total, tuple(inner), start, inner[-1].end)


def _as_items(passage: Passage, sentence: Sentence, total: Figure) -> Listing | None:
    """Return the items under a sentence that ends with a total, each opening with its own number."""
    text = passage.text
    if not COUNTED.search(text, max(sentence.start, total.start - 8), total.start):
        return None
    if not re.fullmatch(
        r"[。：:，；\s]*(?:包含|如下|如次|分述如下)?[。：:\s]*", text[total.end : sentence.end]
    ):
        return None
    parts: list[Figure] = []
    end = sentence.end
    number = 0
    style = ""
    for item in passage.sentences:
        if item.start < sentence.end:
            continue
        words = text[item.start : item.end]
        markers = find_markers(words)
        if not markers or markers[0].start:
            if not parts:
                return None
            continue
        if style and markers[0].style != style:
            break
        style, number = markers[0].style, number + 1
        if markers[0].value != number:
            break
        own = [
            one
            for one in passage.figures
            if item.start <= one.start < item.end and unit_of(one) == unit_of(total)
        ]
        if not own or len(text[item.start : own[0].start]) > 40:
            return None
        parts.append(own[0])
        end = own[0].end
    if len(parts) < 2 or _style_of(text[sentence.start : sentence.end]) == style:
        return None
    return Listing(total, tuple(parts), parts[0].start, end)


def _style_of(words: str) -> str:
    markers = find_markers(words)
    return markers[0].style if markers and not markers[0].start else ""


def _innermost(brackets: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    inside = [one for one in brackets if one[0] < place < one[1]]
    return max(inside) if inside else None


def _clause_start(text: str, place: int, limit: int) -> int:
    """Return where the clause that holds `place` begins."""
    return max([limit, *(text.rfind(sign, limit, place) + 1 for sign in "，。；：:、")])


def _describe(passage: Passage, listing: Listing, added: float) -> Contradiction:
    behind = listing.start > listing.total.start
    subject = subject_before(passage, listing.total.start) if behind else name_of(passage)
    return contradiction(
        f"{passage.department}「{subject}」的總數寫 {listing.total.text}，各項相加卻是 {write_number(added)} {listing.total.unit}",
        "sum",
        Spot(passage, listing.total.start, listing.total.end),
        Spot(passage, listing.start, listing.end),
    )
