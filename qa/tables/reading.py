"""What a question says, slot by slot, before anything is decided about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.tables.conditions import Conditions, read_conditions
from qa.tables.lexicon import DEPARTMENT_NAME, RANKS, REST, Token, scan
from qa.tables.names import Names
from qa.tables.normalizing import is_english, normalize_question

_MARKED = (
    re.compile(r"名稱(?:裡面?|中|內)?(?:有|含有?|包含|包括|提到|出現|帶有?)(?P<topic>[^,。?!的]{1,12}?)(?:這?[兩二]?個字|字樣|一詞)?(?:的|$)"),
    re.compile(r"(?:跟|和|與|關於|涉及|針對|屬於|有關)(?P<topic>[^,。?!的跟和與]{2,12}?)(?:有關|相關|方面|類)?的(?=(?:關鍵)?(?:績效)?(?:指標|kpi))"),
    re.compile(r"(?:^|的|有|[,、。])?(?P<topic>[^,。?!的有哪幾些項個]{2,8}?)(?:相關|有關|方面|類)(?:的)?(?=(?:關鍵)?(?:績效)?(?:指標|kpi))"),
    re.compile(r"[「『\"“](?P<topic>[^」』\"”]{1,20})[」』\"”]"),
)  # fmt: skip


_LEADING = (
    "EACH_DEPARTMENT",
    "ALL_DEPARTMENTS",
    "WHICH",
    "LIST",
    "HOW_MANY",
    "WHICH_DEPARTMENT",
    "THIS_YEAR",
)
_QUOTES = '「」『』"“”'


@dataclass(frozen=True)
class Reading:
    """The slots of one question.

    `rest` is what no word of the vocabulary covers, "" when the question is covered; `topic` the words
    that a marker (相關, 名稱有) or quotation marks set apart.
    """

    question: str  # normalised
    english: bool
    tokens: tuple[Token, ...]
    departments: tuple[str, ...]
    conditions: Conditions
    topic: str
    rest: str
    rest_starts: tuple[int, ...]  # offsets of the words that are not understood
    stretch: str  # the rest with the small words around it, in pieces parted by blanks
    kinds: Counter[str] = field(compare=False)

    def has(self, *kinds: str) -> bool:
        """Does a token of one of the kinds stand in the question?"""
        return any(self.kinds[kind] for kind in kinds)

    def follows(self, first: Sequence[str], second: Sequence[str]) -> bool:
        """Does a token of the second kinds stand right behind one of the first?"""
        return any(
            a.kind in first and b.kind in second for a, b in zip(self.tokens, self.tokens[1:], strict=False)
        )

    def counts_something_else(self) -> bool:
        """Does a word that is not understood stand right behind 幾 or 多少 (「有幾人」)?"""
        asked = {token.end for token in self.tokens if token.kind in ("HOW_MUCH", "HOW_MANY")}
        return any(start in asked for start in self.rest_starts)

    @property
    def ranks(self) -> Token | None:
        """The token of 「前三名」「倒數第二」, None when there is none."""
        return next((token for token in self.tokens if token.kind == RANKS), None)


def read_question(question: str, names: Names, year: int) -> Reading:
    """Read a question as typed; nothing is refused here."""
    english = is_english(question)
    text = normalize_question(question)
    topic, text = ("", text) if english else _cut_topic(text, names, year)
    tokens = scan(text, names, year, english=english)
    departments = tuple(dict.fromkeys(token.name for token in tokens if token.kind == DEPARTMENT_NAME))
    rests = [token for token in tokens if token.kind == REST]
    rest = text[rests[0].start : rests[-1].end] if rests else ""
    return Reading(
        text,
        english,
        tuple(token for token in tokens if token.kind != REST),
        departments,
        read_conditions([token for token in tokens if token.kind != REST]),
        topic,
        rest,
        tuple(token.start for token in rests),
        _stretch(text, tokens),
        Counter(token.kind for token in tokens),
    )


def _stretch(text: str, tokens: Sequence[Token]) -> str:
    pieces, position = [], 0
    for token in [*(token for token in tokens if token.kind != REST), None]:
        end = token.start if token else len(text)
        if any(t.kind == REST and position <= t.start < end for t in tokens):
            pieces.append(text[position:end])
        position = token.end if token else end
    return " ".join(pieces)


def _cut_topic(text: str, names: Names, year: int) -> tuple[str, str]:
    """The topic that a marker sets apart, and the question without it; "" when no marker does."""
    for pattern in _MARKED:
        for match in pattern.finditer(text):
            topic, start = match["topic"], match.start("topic")
            start += len(topic) - len(topic.lstrip(_QUOTES))
            topic = topic.strip(_QUOTES)
            words = scan(topic, names, year, english=False)
            # Words in front of the topic (a department, 「各局處」, 「有哪些」) are no part of it.
            while words and _leads(words[0]):
                start, topic = start + words[0].end, topic[words[0].end :]
                words = scan(topic, names, year, english=False)
            # 「未達標」 in quotation marks is no topic but a word of the question.
            if any(token.kind == REST for token in words):
                return topic, text[:start] + text[start + len(topic) :]
    return "", text


def _leads(token: Token) -> bool:
    return token.kind in _LEADING or (token.kind == DEPARTMENT_NAME and token.text[-1] in "處局")
