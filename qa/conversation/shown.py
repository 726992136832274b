"""The figures that a conversation has shown, each with what it counts, so that later turns can reckon.

A turn shows the figures of its answer; behind it stand those of the passages that it cites, which it did
not quote, and of an indicator's row what was aimed at and what was reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.figures import find_figures
from corpus.model import Figure, Passage
from corpus.numbers import read_han
from corpus.reading.items import find_markers
from index.words import normalize
from qa.answer import Citation
from qa.conversation.state import Exchange
from qa.understand.demands import units_like
from qa.wording.phrases import strip_own

MARK = re.compile(r"\[(\d+)(?:\s*,\s*\d+)*\]")
_BREAK = re.compile(r"[，。；：:;、\n｜(（)）]")
_UNTIL = re.compile(r"[至到、及~～-]\s*$")
_NOUN = re.compile(r"\s?([^\s\d，。；：:、()（）【】及和與]{1,14})")
_JOINT = re.compile(r"\s?(?:、|，|以及|及|和|與)\s?")
_DIGITS = re.compile(r"[\d,.\s]+")
_DIGIT = re.compile(r"\d")
_ITEM = re.compile(r"[。\n｜]")
_SIGNS = " ：:＋－÷＝/(（，、「」"
_ASKING = re.compile(r"請問|多少|什麼|哪些|哪個|有沒有|幾|去年|今年|[的了嗎呢啊有是]")
_TOTAL = re.compile(r"[總合共]計|[總共]|^計")
_STRETCH = re.compile(r"[\d，；、。：:（(]")
AIMED = re.compile(r"(?<!成)目標|預[定計]|應達|成度")
TARGET, ACTUAL = "原定目標值", "達成目標值"
"""What the figures of an indicator's row are called where an answer tells them."""
_YEARS = 50
"""From here on a number of years is the name of one (112 學年)."""
MOST_SHOWN = 100
"""Figures of one answer that later messages can mean."""
SAME = 0.6
"""Shared share of labels from which two figures tell the same of different things."""
PERIODS = frozenset({"年", "月", "個月", "歲", "週", "學年", "時", "點"})
"""Units of periods, ages and times of day, which are no operands."""
LEAST = 6
"""Characters in front of two figures that are alike where they are one."""
BEHIND = 3
"""Cited passages of a turn whose unquoted figures can be meant."""
HOW_MANY = re.compile(
    r"(?<!第)((?<!\d)\d{1,2}|[兩二三四五六七八九十])\s*(?:個|項|筆|件|種|家|處|所|則|者|樣|次|位|題|季|年|隊|科|社|校|期|條|段)(?![的證])"
)
COUNTED = frozenset({"number", "money", "percent", "date"})
RECKONED = ("依前面的數字計算：", "Computed from figures shown above: ")
"""How answers begin that were reckoned from earlier ones."""
OUTCOME = ("前面算出的", "what came out above")
"""What the outcome of an earlier reckoning is called, in Chinese and in English."""
FindPassage = Callable[[Citation], Passage | None]


@dataclass(frozen=True)
class Shown:
    """One figure: `label` are the words in front of it, `item` all of its list item or sentence before it,
    `after` what follows it to the next break; `said` tells whether the answer itself had it.
    """

    value: float
    unit: str
    kind: str
    text: str
    label: str
    item: str
    after: str
    turn: int  # place of its turn in the conversation
    start: int  # place in the answer's text; of what stands behind it, after all of the answer
    citation: Citation | None
    said: bool
    row: str = ""  # the row of a computed table that it stands in
    sources: tuple[Citation, ...] = ()  # of what was reckoned, all that it was reckoned from

    def like(self, other: Shown) -> bool:
        """Can the two be reckoned with each other?"""
        return self.kind == other.kind and (self.unit == other.unit or self.unit in units_like(other.unit))

    def tells_same(self, other: Shown) -> bool:
        """Do the two stand behind the same words, so that they tell the same, maybe of two things?"""
        return self.label == other.label or shared(self.label, other.label) >= SAME

    @property
    def whole(self) -> bool:
        """Is it printed as the total of something: 共計 15 處?"""
        return bool(_TOTAL.search(_STRETCH.split(self.item)[-1].strip()))

    @property
    def named_behind(self) -> bool:
        """Do the words that say what it counts stand behind it?"""
        return bool(self.label) and self.after.lstrip().startswith(self.label)

    @property
    def place(self) -> tuple[str, ...]:
        """The names of the report's place that it stands in."""
        return (self.citation.department, *self.citation.path) if self.citation else ()


def statements(text: str) -> list[tuple[str, int | None, int]]:
    """The stretches of an answer with the first citation that each bears, and where they begin."""
    found, place = [], 0
    for mark in MARK.finditer(text):
        found.append((text[place : mark.start()], int(mark[1]), place))
        place = mark.end()
    if text[place:].strip():
        found.append((text[place:], None, place))
    return found


def find_rows(text: str) -> list[list[tuple[str, str]]]:
    """The rows of an answer's Markdown table, each as cells with the heads of their columns."""
    lines = [line.strip().strip("|").split("|") for line in text.split("\n") if line.startswith("|")]
    cells = [[MARK.sub("", cell).strip() for cell in line] for line in lines]
    return [list(zip(cells[0], row, strict=False)) for row in cells[2:]]


def find_shown(turn: Exchange, place: int, find: FindPassage = lambda _: None) -> list[Shown]:
    """The figures of a turn, those of its answer first; years and ordinals count nothing."""
    if not turn.answer.citations:
        return []
    cited = {citation.n: citation for citation in turn.answer.citations}
    text = turn.answer.answer
    found: list[Shown] = []
    if turn.told:
        for stretch, n, offset in statements(strip_own(re.sub(r"(?m)^\|.*$", "", text))):
            source = cited.get(n) if n else None
            held = normalize(source.passage) if source else ""
            told = _read(stretch, place, offset, source, True)
            found += [s for s in told if normalize(s.text) in held and not s.label.endswith("｜")]
        for number, row in enumerate(find_rows(text)):
            found += _read_row(row, place, len(text) + number, find_source(row, number, turn))
    if turn.answer.answer.startswith(RECKONED):
        found += _read_outcome(turn, place, found)
    offset = 2 * len(text)
    for citation in turn.answer.citations[:BEHIND]:
        known = {(s.value, s.label[-4:]) for s in found if s.citation == citation}
        passage = find(citation)
        behind = [*_read_indicator(passage, place, offset, citation)]
        text = passage.indicator.explanation if passage and passage.indicator else citation.passage
        behind += _read(text, place, offset, citation, False)
        found += [s for s in behind if (s.value, s.label[-4:]) not in known and not s.label.endswith("｜")]
        offset += len(citation.passage)
    return found[:MOST_SHOWN]


def _read(text: str, turn: int, offset: int, citation: Citation | None, said: bool) -> Iterator[Shown]:
    """The figures of a stretch of an answer or of a passage."""
    figures = find_figures(text)
    ahead, called = _find_named_behind(figures, text), ""
    cuts = sorted([*(m.end() for m in _ITEM.finditer(text)), *(m.end for m in find_markers(text))])
    for number, figure in enumerate(figures):
        if figure.kind not in COUNTED or (
            figure.kind == "number" and not figure.unit and figure.text[-1:].isdigit()
        ):
            continue
        if "年" in figure.unit and figure.value >= _YEARS:
            continue
        told = [f.end for f in figures[:number] if f.kind in COUNTED and _DIGIT.search(f.text)]
        before = max(told, default=0)
        label = text[before : figure.start]
        inside = [
            cut.end()
            for cut in _BREAK.finditer(label)
            if label[cut.end() :].strip()
            and label.count("「", 0, cut.end()) <= label.count("」", 0, cut.end())
        ]
        after = _BREAK.search(text, figure.end)
        following = figures[number + 1].start if number + 1 < len(figures) else len(text)
        noun = _NOUN.match(text, figure.end) if number in ahead else None
        own = noun[1] if noun else plain_label(label[inside[-1] if inside else 0 :])
        called = own if noun or not _JOINT.fullmatch(label) else called  # 88、103 及 87 人次
        yield Shown(
            figure.value,
            figure.unit,
            figure.kind,
            figure.text,
            called,
            text[max((cut for cut in cuts if cut <= figure.start), default=0) : figure.start],
            text[figure.end : max(min(after.start() if after else len(text), following), figure.end)],
            turn,
            offset + figure.start,
            citation,
            said,
        )


def _find_named_behind(figures: Sequence[Figure], text: str) -> set[int]:
    """The places of figures of a list whose words stand behind each of them: 6 處古蹟、3 處歷史建築."""
    found: set[int] = set()
    for number, (one, other) in enumerate(pairwise(figures)):
        noun = _NOUN.match(text, one.end)
        if one.unit == other.unit and noun is not None and _JOINT.fullmatch(text, noun.end(), other.start):
            found |= {number, number + 1}
    return found


def _read_row(
    row: list[tuple[str, str]], turn: int, offset: int, citation: Citation | None
) -> Iterator[Shown]:
    """The figures of a row of a computed table: named by the row's words and the column's head."""
    name = name_row(row)
    for head, cell in row:
        for figure in find_figures(cell)[:1]:
            if figure.kind in COUNTED:
                named = (head, f"{name} {head}", "")
                found = (figure.value, figure.unit, figure.kind, figure.text, *named)
                yield Shown(*found, turn, offset, citation, True, name)


def name_row(row: list[tuple[str, str]]) -> str:
    """What a row of a table is about: its longest cell without a figure."""
    return max((cell for _, cell in row if not find_figures(cell)), key=len, default="")


def find_source(row: list[tuple[str, str]], number: int, turn: Exchange) -> Citation | None:
    """The citation of a table's row: that with its words, or the one of its number."""
    names = [cell for _, cell in row if len(cell) > 3 and not find_figures(cell)]
    holding = (c for c in turn.answer.citations if any(name in c.passage for name in names))
    at = turn.answer.citations[number : number + 1]
    return next(holding, at[0] if at else None)


def _read_indicator(passage: Passage | None, turn: int, offset: int, citation: Citation) -> Iterator[Shown]:
    """What an indicator's row aimed at and what it reached."""
    if passage is None or passage.indicator is None:
        return
    row = passage.indicator
    for label, cell in ((TARGET, row.target), (ACTUAL, row.actual)):
        for figure in find_figures(cell)[-1:]:
            named = (label, f"「{row.name}」{label}", "")
            found = (figure.value, figure.unit, figure.kind, figure.text, *named)
            yield Shown(*found, turn, offset, citation, False)


def _read_outcome(turn: Exchange, place: int, operands: Sequence[Shown]) -> Iterator[Shown]:
    """What came out of a reckoning, where it is none of its operands and no share of them."""
    for figure in turn.answer.figures:
        if figure.unit == "%" or any(figure.value == s.value for s in operands):
            continue
        kind = "money" if figure.unit == "元" else "number"
        called = OUTCOME[turn.answer.answer.startswith(RECKONED[1])]
        words = (figure.text, called, f"{turn.question} {called}", "")
        start = len(turn.answer.answer)
        first, *_ = cited = turn.answer.citations
        yield Shown(figure.value, figure.unit, kind, *words, place, start, first, True, "", cited)


def plain_label(label: str) -> str:
    """A label without what only leads on to its figure."""
    own = label.rstrip(f"{_SIGNS}計共約為達有").lstrip(_SIGNS)
    return f"「{own}" if own.count("」") > own.count("「") and f"「{own}" in label else own


def recalled(question: str, text: str) -> float:
    """Share of a question's pairs of characters that a text has, those of asking words aside."""
    return shared(text, "".join(_ASKING.sub(" ", normalize(question).lower()).split()))


def shared(question: str, text: str) -> float:
    """Share of a text's pairs of characters, or of its only character, that a question has."""
    text, question = normalize(text).lower(), normalize(question).lower()
    if len(text) < 2:
        return float(bool(text) and text in question)
    pairs = [text[place : place + 2] for place in range(len(text) - 1)]
    return sum(pair in question for pair in pairs) / len(pairs)


def how_many(text: str) -> int | None:
    """How many things a message says that it means (四個加起來), from 2 to 10; None where it does not."""
    match = HOW_MANY.search(text)
    if match is None:
        return None
    value = read_han(match[1])
    return value if 2 <= value <= 10 else None


def distinct(figures: Sequence[Shown]) -> list[Shown]:
    """Figures without those that tell again what one before them tells."""
    found: list[Shown] = []
    for shown in figures:
        if not any(s.value == shown.value and s.row == shown.row and s.tells_same(shown) for s in found):
            found.append(shown)
    return found


def counts(shown: Shown) -> bool:
    """Does a figure count or measure something: no date, age, period, rank, or a few in words (三項)?"""
    if shown.kind == "date" or shown.unit in PERIODS or (shown.unit == "日" and _UNTIL.search(shown.item)):
        return False
    return shown.text[0] != "第" and any(sign.isdigit() for sign in shown.text)


def parallel(one: Shown, other: Shown) -> float:
    """How far two figures tell the same of different things, 0 to 3."""
    if not one.like(other):
        return 0.0
    return shared(one.label, other.label) + (one.unit == other.unit) + shared(_run_up(one), _run_up(other))


def same_row(one: Shown, other: Shown) -> bool:
    """Are two figures what one indicator aimed at and what it reached?"""
    aimed = bool(AIMED.search(one.label)) != bool(AIMED.search(other.label))
    return aimed and one.citation == other.citation and all("目標值" in s.label for s in (one, other))


def _run_up(shown: Shown) -> str:
    """The last signs in front of a figure, without the figures before it."""
    return _DIGITS.sub("", shown.item)[-LEAST - 2 :]


def same_source(one: Shown, other: Shown) -> bool:
    """Are two figures one of the same passage, or of computed rows of one name?"""
    if (one.value, one.unit) != (other.value, other.unit):
        return False
    sources = [s.citation and (s.citation.lines, s.citation.department) for s in (one, other)]
    return sources[0] == sources[1] or (bool(one.row) and one.row == other.row)


def same(one: Shown, other: Shown) -> bool:
    """Are two figures one, shown in two turns or told twice?"""
    return (
        (one.value, one.unit) == (other.value, other.unit)
        and one.tells_same(other)
        and (one.item[-LEAST:] == other.item[-LEAST:])
    )
