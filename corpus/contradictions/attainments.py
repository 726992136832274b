"""Rows of the indicator tables whose own numbers do not fit each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.cells import cells_of, difference_of, only_figure
from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.measures import slack_of, step_of, unit_of, write_number
from corpus.contradictions.naming import place_of, quote
from corpus.model import Figure, Indicator, Passage, Shortfall
from corpus.reading.markup import squeeze
from corpus.reading.shortfalls import match

LOWER_IS_BETTER = re.compile(
    r"天數|日數|時間|時效|時限|工時|排名|名次|死亡|確診|個案$|發生|事故|災害|犯罪|失能|成長率|減少|減量|降低|下降"
    r"|節約|節省|控制|不超過|(?<!歲)以下|以內|低於|違規|違失|逾期|遲延|延誤|誤差|不合格|錯誤|退件|用量|耗用|負債|債務"
)
"""Words of indicators where a smaller number is the better one."""
RESTATED = re.compile(r"(?P<which>達成目標值|實際達成值|原[訂定]目標值|年度目標值)[為是]?\s*$")


def find_attainments(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield rows whose attainment their target and actual value do not give."""
    for passage in passages:
        indicator = passage.indicator
        if indicator is None or indicator.attainment_percent is None:
            continue
        cells = cells_of(passage)
        target, actual = only_figure(cells.get("target")), only_figure(cells.get("actual"))
        if target is None or actual is None or "attainment" not in cells:
            continue
        if not _is_ratio(indicator, target, actual):
            continue
        computed = actual.value / target.value * 100
        slack = slack_of(actual) / target.value * 100 + computed * slack_of(target) / target.value
        allowed = step_of(indicator.attainment) + slack
        if any(
            abs(value - indicator.attainment_percent) < allowed * 1.0000001
            for value in (computed, min(computed, 100.0))
        ):
            continue
        yield contradiction(
            f"{passage.department}{quote(indicator.name)}的達成度寫 {cells['attainment'].text}，"
            f"但達成目標值 {actual.text} 對原定目標值 {target.text} 是 {write_number(min(computed, 100.0))}%",
            "attainment",
            cells["attainment"],
            cells["target"],
            cells["actual"],
        )


def _is_ratio(indicator: Indicator, target: Figure, actual: Figure) -> bool:
    """Whether the attainment of a row is its actual value by its target."""
    if unit_of(target) != unit_of(actual) or "ordinal" in (target.kind, actual.kind):
        return False
    if target.value <= 0 or actual.value < 0:
        return False
    return target.value == actual.value or not LOWER_IS_BETTER.search(f"{indicator.name}{indicator.target}")


def find_shortfalls(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield entries of the review of missed targets that do not fit their indicator's row.

    The difference is the attainment less 100; where most entries of a report count it in another way,
    none is yielded for it.
    """
    rows = {id(one.indicator): one for one in passages if one.indicator is not None}
    indicators = tuple(one.indicator for one in passages if one.indicator is not None)
    found: list[Contradiction] = []
    compared = 0
    for passage in passages:
        if passage.shortfall is None:
            continue
        indicator = match(passage.shortfall, indicators)
        if indicator is None or not _is_surely(passage.shortfall, indicator):
            continue
        row = rows[id(indicator)]
        yield from _restated(passage, row)
        printed, spot = passage.shortfall.difference_percent, difference_of(passage)
        attained = indicator.attainment_percent
        if printed is None or spot is None or attained is None or "attainment" not in cells_of(row):
            continue
        compared += 1
        step = max(step_of(spot.text), step_of(indicator.attainment))
        if abs(abs(printed) - abs(attained - 100)) < step * 1.0000001:
            continue
        attainment = cells_of(row)["attainment"]
        found.append(
            contradiction(
                f"{passage.department}{quote(indicator.name)}的達成度差異值寫 {spot.text}，"
                f"但指標表的達成度是 {attainment.text}，相差應為 {write_number(attained - 100)}%",
                "shortfall",
                spot,
                attainment,
            )
        )
    if len(found) * 2 < compared:
        yield from found


def _is_surely(shortfall: Shortfall, indicator: Indicator) -> bool:
    """Whether an entry is about an indicator beyond doubt: it missed its target, or is named the same."""
    missed = indicator.attainment_percent is not None and indicator.attainment_percent < 100
    return missed or squeeze(shortfall.name).endswith(squeeze(indicator.name))


def _restated(passage: Passage, row: Passage) -> Iterator[Contradiction]:
    """Yield target and actual values that a review states otherwise than the row."""
    cells = cells_of(row)
    for figure in passage.figures:
        said = RESTATED.search(passage.text[max(0, figure.start - 10) : figure.start])
        if not said:
            continue
        name = "target" if "目標值" in said["which"] and said["which"][0] in "原年" else "actual"
        other = only_figure(cells.get(name))
        if other is None or other.unit != figure.unit:
            continue
        if abs(other.value - figure.value) <= slack_of(other) + slack_of(figure) + 1e-9:
            continue
        yield contradiction(
            f"{place_of(row)}的{'原定' if name == 'target' else '達成'}目標值，"
            f"檢討寫 {figure.text}，指標表寫 {other.text}",
            "shortfall",
            spot_of(passage, figure),
            cells[name],
        )
