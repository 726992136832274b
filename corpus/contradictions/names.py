"""Names of one thing that are printed in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.naming import quote
from corpus.model import Passage, Section
from corpus.reading.markup import squeeze
from corpus.reading.shortfalls import match

HAN = re.compile(r"[\u4e00-\u9fff]{5,}")
REPEATED = 4
"""How often the report must print the usual name, for the other one to be the slip."""
NUMBER = re.compile(r"\s*(?P<number>\d{1,2})\s?[.、．]")


def find_names(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield titles that their own text names otherwise, and reviewed indicators that no table names so."""
    yield from _titles(passages)
    yield from _reviews(passages)


def _titles(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield titles with one character that the text under it, and the rest of the report, has otherwise.

    Two characters on either side are the same: 全民防務動員 over 全民防衛動員.
    """
    counts = Counter(piece for one in passages for piece in _pieces(squeeze(one.text)))
    blocks: dict[tuple[str, ...], list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.section == Section.PROGRAMMES and passage.path:
            blocks[(passage.department, *passage.path)].append(passage)
    for parts in blocks.values():
        frames = {(piece[:2], piece[3:]): piece for one in parts for piece in _pieces(squeeze(_body(one)))}
        for piece in _pieces(squeeze(str(parts[0].path[-1]))):
            usual = frames.get((piece[:2], piece[3:]))
            if usual is None or usual == piece or counts[piece] > 1 or counts[usual] < REPEATED:
                continue
            spots = [_find(parts, wanted) for wanted in (piece, usual)]
            if spots[0] and spots[1]:
                yield contradiction(
                    f"{parts[0].department}的名稱寫「{spots[0].text}」，文字寫「{spots[1].text}」",
                    "name",
                    spots[0],
                    spots[1],
                )
                break


def _pieces(text: str) -> Iterator[str]:
    for run in HAN.findall(text):
        for start in range(len(run) - 4):
            yield run[start : start + 5]


def _body(passage: Passage) -> str:
    return passage.text.replace(str(passage.path[-1]), "", 1)


def _find(parts: list[Passage], piece: str) -> Spot | None:
    """Return where a piece stands with the characters around it in its word, spaces left out of account."""
    pattern = re.compile(r"[\u4e00-\u9fff]{0,2}" + r"\s?".join(piece))
    for part in parts:
        if found := pattern.search(part.text):
            return Spot(part, *found.span())
    return None


def _reviews(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield entries of the review whose number and name are not those of the indicator they are about."""
    rows = {one.indicator: one for one in passages if one.indicator is not None}
    for passage in passages:
        entry = passage.shortfall
        indicator = match(entry, tuple(rows)) if entry is not None else None
        if entry is None or indicator is None or not indicator.number:
            continue
        number = NUMBER.match(entry.name)
        one, other = squeeze(entry.name), squeeze(indicator.name)
        if number is None or number["number"] == indicator.number or one.endswith(other):
            continue
        row = rows[indicator]
        here, there = passage.text.find(entry.name), row.text.find(indicator.name)
        if here >= 0 and there >= 0:
            yield contradiction(
                f"{passage.department}沒有達標的指標，檢討寫{quote(entry.name)}，"
                f"指標表寫{quote(f'{indicator.number} {indicator.name}')}",
                "name",
                Spot(passage, here, here + len(entry.name)),
                Spot(row, there, there + len(indicator.name)),
            )
