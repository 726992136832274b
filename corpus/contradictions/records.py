"""Records: figures with the words that say what they count, and how alike two of them are.

Words are compared as pairs of characters; a pair weighs the more the fewer sentences have it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from corpus.contradictions.cells import cells_of
from corpus.contradictions.measures import is_amount, unit_of
from corpus.model import Figure, Passage, Section, Sentence

Words = frozenset[str]

FILLERS = re.compile(
    r"其中|本市|本府|本局|本處|本年度|全年度|年度|全年|共計|合計|總計|累計|計有|共有|計|共|辦理|完成|執行|約|達|為|以及"
    r"|及|與|並|於|等|之|的|另|已|業|件數|次數|人數|數量"
)
"""Words that say nothing of what is counted."""
NUMBERS = re.compile(r"\d[\d,.]*(?:學?年度?|月|日|時|分)?")
RUNS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]+")
CLAUSE_ENDS = re.compile(r"[。；;｜\n]")
PIECE_ENDS = re.compile(r"[，,、：:]")
BEHIND = re.compile(r"[^，。；、,;：:()（）｜\n\d]{1,14}")
PER = re.compile(r"每[^，。；、\d]{0,8}$|至少[^，。；、\d]{0,6}$|平均[^，。；、\d]{0,6}$")
OFTEN = re.compile(r"(?:每|至少)[^，。；]*，")
PLANNED = re.compile(r"(?:目標|規劃|計畫)[^，。；、\d]{0,8}$|(?:預[定計估]|原[定訂])[^，。；、\d]{0,24}$")
FEWEST = 3000
"""Sentences that a report is taken to have at least, so that weights mean the same in a small one."""
ENOUGH = 20.0
WEAK = 10.0
"""A label under this weight says too little: the words before it in the sentence are added."""


def pairs_of(text: str) -> Words:
    """Return the pairs of characters of a text's words, without numbers, spaces and fillers."""
    plain = re.sub(r"\s", "", text).replace("臺", "台")
    found: set[str] = set()
    for run in RUNS.findall(FILLERS.sub("|", NUMBERS.sub("|", plain))):
        if run.isascii():
            found.add(run.lower())
        else:
            found.update(run[place : place + 2] for place in range(len(run) - 1))
    return frozenset(found)


@dataclass(frozen=True)
class Record:
    """A figure where it is printed.

    label: the words right before it (of a table's cell: the indicator's name); title: the names and list
    headings it stands under; context: all words of its sentence and titles; block: passages that
    belong together, a programme or a row.
    """

    passage: Passage
    sentence: Sentence
    figure: Figure
    label: Words
    title: Words
    context: Words
    words: Words = field(repr=False)  # of the sentence alone
    before: str = ""  # the text before the figure, from the figure before it on
    cell: bool = False
    per: str = ""  # 每週 where the figure is so many a week
    near: Words = frozenset()  # the last words before the figure, or before the figures it follows

    @property
    def planned(self) -> bool:
        """Whether it is a target and no result."""
        return bool(PLANNED.search(self.before))

    @property
    def block(self) -> tuple[str, ...]:
        passage = self.passage
        if passage.section == Section.PROGRAMMES:
            return (passage.department, str(passage.section), *passage.path)
        return (passage.id,)

    @property
    def unit(self) -> str:
        return unit_of(self.figure)


class Weights:
    """How much each pair of characters tells, from the sentences of the report."""

    def __init__(self, sentences: Iterable[Words]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for words in sentences:
            counts.update(words)
            number += 1
        self.count = counts
        self.most = math.log(max(number, FEWEST))
        self.weights = {pair: self.most - math.log(1 + n) for pair, n in counts.items()}

    def of(self, words: Iterable[str]) -> float:
        """Return the weight of a set of words."""
        return sum(self.weights.get(pair, self.most) for pair in words)

    def likeness(self, one: Words, other: Words) -> float:
        """Return how alike two sets are: 1 for the same, 0 for nothing in common."""
        whole = self.of(one) + self.of(other)
        return 2 * self.of(one & other) / whole if whole else 0.0

    def share(self, part: Words, whole: Words) -> float:
        """Return how much of `part` is in `whole`; 1 where `part` is empty."""
        weight = self.of(part)
        return self.of(part & whole) / weight if weight else 1.0


def collect_records(passages: list[Passage]) -> tuple[list[Record], Weights]:
    """Return the figures that count something, and the weights of the words around them."""
    drafts: list[Record] = []
    sentences: list[Words] = []
    for passage in passages:
        if passage.section in (Section.SUMMARY, Section.COMMON):
            continue
        leaf = pairs_of(str(passage.path[-1])) if passage.path else frozenset()
        above = pairs_of(str(passage.path[-2])) if len(passage.path) > 1 else frozenset()
        for sentence in passage.sentences:
            words = pairs_of(passage.text[sentence.start : sentence.end])
            title = leaf | pairs_of(" ".join(sentence.headings))
            context = words | title | above
            found = list(_mention(passage, sentence, words, title, context))
            drafts += found
            if found:
                sentences.append(context)
    weights = Weights(sentences)
    return [_strengthen(one, weights) for one in drafts], weights


def _mention(
    passage: Passage, sentence: Sentence, words: Words, title: Words, context: Words
) -> Iterable[Record]:
    figures = [one for one in passage.figures if sentence.start <= one.start < sentence.end]
    if sentence is passage.sentences[0] and (passage.indicator or passage.shortfall):
        actual = cells_of(passage).get("actual")
        for figure in figures:
            if actual and passage.indicator and actual.start <= figure.start < actual.end and figure.unit:
                label = pairs_of(passage.indicator.name)
                yield Record(passage, sentence, figure, label, title, context, words, "", True)
        return
    last = sentence.start
    near: Words = frozenset()
    for figure in figures:
        if is_amount(figure) and figure.unit:
            before = passage.text[last : figure.start]
            label = CLAUSE_ENDS.split(before)[-1][-40:]
            per = PER.search(label)
            near = pairs_of(PIECE_ENDS.split(label.rstrip(" ，,、：:"))[-1]) or near
            yield Record(
                passage,
                sentence,
                figure,
                pairs_of(label),
                title,
                context,
                words,
                before[-40:],
                per=per.group() if per else "",
                near=near,
            )
            if per:
                continue
        if is_amount(figure):
            last = figure.end


def _strengthen(record: Record, weights: Weights) -> Record:
    """Return a record with as few words as say enough, and with as many.

    As many of the last pieces between commas as it takes; where all words since the figure before are
    too few, also those behind it, and then those before it in the sentence.
    """
    if record.cell:
        return record
    passage, figure, sentence = record.passage, record.figure, record.sentence
    clause = CLAUSE_ENDS.split(record.before)[-1]
    words = ""
    for piece in reversed(PIECE_ENDS.split(clause if record.per else OFTEN.sub("", clause))):
        words = f"{piece}，{words}"
        label = pairs_of(words)
        if weights.of(label) >= ENOUGH:
            return replace(record, label=label)
    if weights.of(record.label) >= WEAK:
        return record
    behind = BEHIND.match(passage.text, figure.end, sentence.end)
    label = record.label | (pairs_of(behind.group()) if behind else frozenset())
    if weights.of(label) < WEAK:
        label |= pairs_of(passage.text[max(sentence.start, figure.start - 100) : figure.start])
    return replace(record, label=label)
