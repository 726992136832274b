"""Figures for the same thing that differ between two places of the report."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.contradictions.cells import cells_of, figures_in
from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.matching import TELLING_NOTHING, Meeting, Pair, meet
from corpus.contradictions.measures import agree
from corpus.contradictions.mentions import Mention, Weights, Words, collect_mentions, pairs_of
from corpus.contradictions.naming import name_of, quote, subject_before
from corpus.model import Passage, Section

RATE_OF_TARGET = re.compile(r"達成[度率]\s*[為達]?\s*$")
PERIOD = re.compile(
    r"[上下]半年|第[一二三四1-4]季|第[一二12]學?期|[上下]學期|[上下]期|\d{2,3}\s?學?年|男|女|國[中小]|高中"
)
PART_OF = re.compile(r"除[^，。]{1,20}外|其中")
TOTAL_OF_LIST = re.compile(r"、[^。；]*(?:共計|合計|總計|總共)\s*$|、[^。；，]*計\s*$")
CLOCK = ("日", "時", "分", "月")
NAMED_ALIKE = 0.8


def find_twins(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield figures that differ though all around them says that they are about the same thing.

    Places that give one and the same pair of values are told of once.
    """
    mentions, weights = collect_mentions(passages)
    meetings = list(meet(mentions, weights))
    best, settled = _survey(meetings)
    repeated = _repeated_labels(mentions)
    found: list[tuple[Mention, Mention]] = []
    for meeting in meetings:
        for pair in meeting.pairs:
            one, other = pair.one, pair.other
            known = (id(one) in settled) + (id(other) in settled)
            if not _may_contradict(pair) or known == 2:
                continue
            is_best = pair.fit >= max(best[id(one)], best[id(other)]) - 1e-9
            own = _label_key(one) not in repeated and _label_key(other) not in repeated
            worded = is_best and own and not known and _is_worded_alike(pair)
            if _is_named_alike(pair) or _is_confirmed(pair, meeting) or worded:
                found.append((one, other))
    found += _by_title(mentions, weights)
    yield from _describe(found, weights)
    yield from _near_misses(mentions, weights)


def _survey(meetings: list[Meeting]) -> tuple[dict[int, float], set[int]]:
    """Return how well each figure's best answer fits, and the figures that another section confirms."""
    best: dict[int, float] = defaultdict(float)
    settled: set[int] = set()
    for meeting in meetings:
        for pair in meeting.pairs:
            if pair.one.passage.section == pair.other.passage.section:
                continue
            for mention in (pair.one, pair.other):
                best[id(mention)] = max(best[id(mention)], pair.fit)
            if pair.agree and pair.label >= 0.5 and pair.one.figure.value not in TELLING_NOTHING:
                settled |= {id(pair.one), id(pair.other)}
    return best, settled


def _label_key(mention: Mention) -> tuple[str, str, Words]:
    return mention.passage.department, str(mention.passage.section), mention.label


def _repeated_labels(mentions: list[Mention]) -> set[tuple[str, str, Words]]:
    """Return labels that several rows or programmes of a section have: phrases that name nothing."""
    blocks: dict[tuple[str, str, Words], set[tuple[str, ...]]] = defaultdict(set)
    for mention in mentions:
        blocks[_label_key(mention)].add(mention.block)
    return {key for key, found in blocks.items() if len(found) > 1}


def _may_contradict(pair: Pair) -> bool:
    """Whether two figures differ that stand in two sections and are not set apart by what is before them."""
    if pair.agree or pair.one.passage.section == pair.other.passage.section:
        return False
    if any(RATE_OF_TARGET.search(one.before) for one in (pair.one, pair.other)):
        return False
    if any(one.figure.unit in CLOCK for one in (pair.one, pair.other)):
        return False
    return _periods(pair.one) == _periods(pair.other) and _is_total(pair.one) == _is_total(pair.other)


def _is_named_alike(pair: Pair) -> bool:
    """Whether the names above two figures and the words before them are the same."""
    if pair.title >= 0.9 and pair.label >= 0.9 and pair.covered >= 0.9:
        return pair.sentence >= 0.5
    return pair.title >= 0.75 and pair.label >= 0.8 and pair.covered >= 0.85 and pair.sentence >= 0.7


def _is_confirmed(pair: Pair, meeting: Meeting) -> bool:
    """Whether two figures stand among others of the same two places that agree."""
    agreeing, beside = len(meeting.agreeing), meeting.agreeing_beside(pair)
    same_words = pair.label >= 0.95 and pair.covered >= 0.95
    return (
        (same_words and agreeing >= 2 and pair.shared >= 12 and pair.sentence >= 0.7)
        or (same_words and agreeing >= 1 and pair.shared >= 12 and pair.sentence >= 0.95)
        or (
            pair.label >= 0.9
            and pair.covered >= 0.85
            and agreeing >= 2
            and pair.shared >= 25
            and pair.sentence >= 0.8
        )
        or (same_words and beside >= 1 and pair.shared >= 25 and pair.sentence >= 0.55)
        or (
            pair.label >= 0.85
            and pair.covered >= 0.75
            and agreeing > 0
            and pair.shared >= 50
            and pair.sentence >= 0.9
        )
    )


def _is_worded_alike(pair: Pair) -> bool:
    """Whether a sentence is repeated, or a long stretch of words right before the figure."""
    if pair.label < 0.95 or pair.covered < 0.95:
        return False
    repeated = (pair.shared >= 40 and pair.sentence >= 0.9) or (pair.shared >= 25 and pair.sentence >= 0.99)
    return repeated or (pair.run >= 12 and pair.shared >= 15)


def _is_total(mention: Mention) -> bool:
    """Whether a figure sums up a list that stands before it: 甲活動、乙活動共計 28 場次."""
    return bool(TOTAL_OF_LIST.search(mention.before))


def _periods(mention: Mention) -> set[str]:
    """Return the words right before a figure that set it apart from its like: halves of a year, sexes."""
    year = str(mention.passage.report.year)
    found = {re.sub(r"\s|學", "", one) for one in PERIOD.findall(mention.before)}
    return found - {f"{year}年"}


def _by_title(mentions: list[Mention], weights: Weights) -> list[tuple[Mention, Mention]]:
    """Return rows' actual values with the one number of their unit in the programme of the same name."""
    blocks: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.passage.section == Section.PROGRAMMES and mention.passage.path:
            blocks[mention.block].append(mention)
    programmes: dict[str, list[tuple[Words, list[Mention]]]] = defaultdict(list)
    for block in blocks.values():
        first = block[0].passage
        programmes[first.department].append((pairs_of(str(first.path[-1])), block))
    rows = [one for one in mentions if one.cell]
    found = []
    for row in rows:
        for title, block in programmes[row.passage.department]:
            if not title & row.label or weights.likeness(row.label, title) < NAMED_ALIKE:
                continue
            same = [one for one in block if one.unit == row.unit and not one.planned and not one.per]
            if len(same) == 1 and _is_other(row, same[0], rows, weights):
                found.append((row, same[0]))
    return found


def _is_other(row: Mention, mention: Mention, rows: list[Mention], weights: Weights) -> bool:
    """Whether a programme's one number is the row's actual value, printed otherwise."""
    figure, passage = mention.figure, mention.passage
    if agree(row.figure, figure) or row.unit == "%" or PART_OF.search(passage.text):
        return False
    explanation = cells_of(row.passage).get("explanation")
    if explanation and any(agree(one, figure) for one in figures_in(explanation)):
        return False
    if any(agree(one.figure, figure) for one in rows if one.passage.department == passage.department):
        return False
    title = pairs_of(str(passage.path[-1]))
    return weights.share(mention.label, row.label | title) >= 0.4


def _describe(found: list[tuple[Mention, Mention]], weights: Weights) -> Iterator[Contradiction]:
    """Yield one contradiction for each two values, with all places that print either."""
    groups: list[list[Mention]] = []
    for one, other in found:
        for group in groups:
            values = {mention.figure.value for mention in group}
            if (one in group or other in group) and {one.figure.value, other.figure.value} <= values:
                group += [mention for mention in (one, other) if mention not in group]
                break
        else:
            groups.append([one, other])
    for group in groups:
        yield _write(group, weights)


def _write(places: list[Mention], weights: Weights) -> Contradiction:
    first = next((one for one in places if one.cell), places[0])
    alike = weights.likeness(places[0].title, places[1].title) >= NAMED_ALIKE
    if first.cell or alike:
        subject = name_of(first.passage)
    else:
        subject = min((subject_before(one.passage, one.figure.start) for one in places), key=len)
    said = "，".join(f"{one.passage.section}寫{one.per.strip()} {one.figure.text}" for one in places)
    return contradiction(
        f"{first.passage.department}{quote(subject)}：{said}",
        "twin",
        *(spot_of(one.passage, one.figure) for one in places),
    )


def _near_misses(mentions: list[Mention], weights: Weights) -> Iterator[Contradiction]:
    """Yield large numbers of two departments that differ by a few, under names that share a rare word."""
    large = sorted(
        (one for one in mentions if one.figure.value >= 1000 and one.figure.unit not in ("元", "%")),
        key=lambda one: one.figure.value,
    )
    seen: set[tuple[float, float]] = set()
    for place, one in enumerate(large):
        for other in large[place + 1 :]:
            difference = other.figure.value - one.figure.value
            if difference > 3 or difference > one.figure.value * 0.001:
                break
            if not difference or one.unit != other.unit or agree(one.figure, other.figure):
                continue
            if one.passage.department == other.passage.department:
                continue
            common = one.title & other.title
            if weights.of(common) < 10 or (one.figure.value, other.figure.value) in seen:
                continue
            seen.add((one.figure.value, other.figure.value))
            subjects = [name_of(mention.passage) for mention in (one, other)]
            yield contradiction(
                f"{one.passage.department}{quote(subjects[0])}寫 {one.figure.text}，"
                f"{other.passage.department}{quote(subjects[1])}寫 {other.figure.text}",
                "twin",
                spot_of(one.passage, one.figure),
                spot_of(other.passage, other.figure),
            )
