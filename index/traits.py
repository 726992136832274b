"""What a sentence offers and what a question asks for, as far as the ranking looks at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.figures import find_figures
from corpus.model import Passage, Section
from index.words import HAN, LATIN, figure_tokens, normalize

SECTIONS = tuple(Section)
KINDS = ("number", "money", "percent", "date")
ASKS = {
    "number": re.compile(r"幾|多少|數量|人數|次數|件數|how (?:many|often|long|far)|number of", re.I),
    "money": re.compile(
        r"錢|元|經費|預算|決算|金額|花(?:了|費|掉)|補助多少|how much|cost|budget|spen[dt]", re.I
    ),
    "percent": re.compile(r"率|%|百分|比例|幾成|趴|percent|rate|share|proportion", re.I),
    "date": re.compile(
        r"何時|什麼時候|哪(?:一)?[天日年月]|幾[月號日]|日期|時間|when|what date|which (?:day|month|year)",
        re.I,
    ),
    "target": re.compile(r"目標|原[定訂]|預[定計]|達成|達標|指標|kpi|target|goal|attain", re.I),
    "reason": re.compile(
        r"為什麼|為何|原因|怎麼(?:沒|會|只|才)|檢討|改善|沒達|未達|落後|why|reason|miss|fall short", re.I
    ),
    "list": re.compile(r"哪些|哪幾|哪[一二三兩]|什麼|有誰|which|what", re.I),
}
GOOD_FOR = {"target": (Section.INDICATORS, Section.COMMON), "reason": (Section.SHORTFALLS,)}


@dataclass(frozen=True)
class SentenceTraits:
    """Traits of all sentences of an index, one place each.

    department, section, passage: numbers; place: 0 for the first sentence of its passage to 1 for the
    last; kinds: whether it holds a figure of each of KINDS; letters: its text for comparing words;
    figures: the tokens of its figures.
    """

    department: np.ndarray
    section: np.ndarray
    passage: np.ndarray
    place: np.ndarray
    length: np.ndarray
    kinds: np.ndarray
    letters: list[str]
    figures: list[frozenset[str]]


def read_traits(sentences: Sequence[tuple[Passage, int]]) -> SentenceTraits:
    """Return the traits of sentences, each given by its passage and its number there."""
    departments: dict[str, int] = {}
    passages: dict[str, int] = {}
    rows = []
    kinds = np.zeros((len(sentences), len(KINDS)), dtype=bool)
    letters, figures = [], []
    for row, (passage, number) in enumerate(sentences):
        sentence = passage.sentences[number]
        rows.append(
            (
                departments.setdefault(passage.department, len(departments)),
                SECTIONS.index(passage.section),
                passages.setdefault(passage.id, len(passages)),
                number / max(len(passage.sentences) - 1, 1),
                sentence.end - sentence.start,
            )
        )
        own = [figure for figure in passage.figures if sentence.start <= figure.start < sentence.end]
        kinds[row] = [any(figure.kind == kind for figure in own) for kind in KINDS]
        letters.append(plain_letters(passage.sentence_text(sentence)))
        figures.append(frozenset(figure_tokens(own)))
    table = np.array(rows, dtype=np.float32).reshape(-1, 5)
    whole = table[:, :3].astype(np.int64)
    return SentenceTraits(
        whole[:, 0], whole[:, 1], whole[:, 2], table[:, 3], table[:, 4], kinds, letters, figures
    )


def plain_letters(text: str) -> str:
    """Return a text half width, in lower case, with 台 for 臺 and without blanks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("臺", "台").lower()


@dataclass(frozen=True)
class QuestionTraits:
    """asks: whether it asks for each of ASKS; pairs: pairs of characters and Latin words it is made of."""

    asks: dict[str, bool]
    english: bool
    length: int
    pairs: tuple[str, ...]
    figures: frozenset[str]


def read_question(question: str) -> QuestionTraits:
    """Return the traits of a question in Traditional characters."""
    text = normalize(question)
    lower = text.lower()
    pairs = [run[place : place + 2] for run in HAN.findall(lower) for place in range(len(run) - 1)]
    latin = LATIN.findall(lower)
    figures = [figure for figure in find_figures(text) if figure.kind != "year"]
    return QuestionTraits(
        {name: bool(pattern.search(text)) for name, pattern in ASKS.items()},
        len(latin) > len(pairs),
        len(text),
        tuple(dict.fromkeys(pairs + latin)),
        frozenset(figure_tokens(figures)),
    )
