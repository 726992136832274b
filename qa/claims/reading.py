"""Read a claim out of a question: what is said to be so, and of what kind the comparison is.

「…對嗎」, 「聽說…」, 「是不是…」, a statement with a question mark: the person holds something for true and
wants it confirmed.  A question with an open word (幾, 多少, 哪, 為什麼) asks for more than that and is none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from corpus.figures import find_figures
from corpus.model import Figure
from index.words import to_traditional
from qa.claims.said import Said, read_said

_MONEY = re.compile(r"費|金額|錢|預算|債|收入|支出|獎金|補助款|補貼|NT\$|dollars?|花了", re.IGNORECASE)
_CONFIRM = re.compile(
    r"嗎|吧|對不對|是不是|是否|真的假的|沒錯|是這樣|有這[麼回]|有沒有|聽說|據說|確認|查證|屬實|成立|\bright\b|\btrue\b|\breally\b"
    r"|^(?:did|does|do|is|are|was|were|has|have)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"幾|多少|哪|什麼|誰|何時|怎麼|怎樣|為何|如何|多久|多大|\b(?:how|what|which|who|when|where|why)\b",
    re.IGNORECASE,
)
_TARGET = re.compile(r"目標|\btarget", re.IGNORECASE)
_OVER_TARGET = re.compile(r"(?:比|較|超出)(?:原[定訂來]的?)?目標(?:值)?[^，,。\d]{0,6}")
_BEFORE = re.compile(
    r"(?:比|較)(?:前一年|去年|上一?年|前年|往年|1\d\d年)(?:同期)?|than (?:the year before|last year)"
)
_ATTAINED = re.compile(r"達標|達成目標|met? (?:its|the) target", re.IGNORECASE)
_ALL = re.compile(r"全部|全數|全都|每一?[項個所位件]?[^，,。]{0,6}都|\b(?:all|every)\b", re.IGNORECASE)
_UP = re.compile(
    r"增加|成長|上升|提[高升昇]|[多增高升漲](?!少)|\b(?:more|rose|increased?|grew|higher)\b", re.IGNORECASE
)
_DOWN = re.compile(
    r"減少|下降|降低|衰退|[少減低降跌]|\b(?:fewer|less|fell|decreased?|lower)\b", re.IGNORECASE
)
COMPARED = frozenset({"number", "money", "percent"})


@dataclass(frozen=True)
class Claim:
    """One thing that is said to be so.

    kind: all (nothing is left out), value (a figure),
    ratio (of actual to target), surplus (over the target), change (against the year before),
    attained (the target, with no figure), state (done or not yet).
    said: the values that the claim covers, None where no figure is said.
    direction: 1 up, -1 down, 0 not said.  negated: the claim is that it is not so.
    """

    kind: str
    said: Said | None = None
    direction: int = 0
    negated: bool = False
    deed: int | None = None  # of a state


def read_claim(typed: str) -> Claim | None:
    """The claim of a question as typed; None where it confirms nothing that can be compared."""
    text = to_traditional(unicodedata.normalize("NFKC", typed)).strip()
    figures = [f for f in find_figures(text) if f.kind in COMPARED]
    rest = text
    for figure in reversed(figures):
        rest = rest[: figure.start] + "#" + rest[figure.end :]
    stated = bool(figures) and rest.rstrip().endswith(("?", "？"))
    if _OPEN.search(rest) or not (_CONFIRM.search(rest) or stated):
        return None
    if _ALL.search(text):
        return Claim("all")
    counting = [f for f in figures if f.unit != "歲" and not _may_be_name(f, text)]
    if counting:
        return _read_figure(text, counting[-1])
    if _BEFORE.search(text):
        direction = direction_of(text[_BEFORE.search(text).end() :])  # type: ignore[union-attr]
        return Claim("change", None, direction) if direction else None
    if attained := _ATTAINED.search(text):
        return Claim(
            "attained",
            negated=bool(re.search(r"[沒未不]", text[max(0, attained.start() - 4) : attained.start()])),
        )
    text = text.replace("有沒有", "有")
    if (deed := read_deed(text)) is not None or is_pending(text):
        return Claim("state", negated=is_pending(text), deed=deed)
    return None


def _may_be_name(figure: Figure, text: str) -> bool:
    """Whether a bare number may be a telephone number (119, 1999) or a year."""
    bare = not figure.unit and re.fullmatch(r"\d{1,4}", figure.text) is not None
    return bare and (not text.isascii() or 1900 <= figure.value <= 2100)


def _read_figure(text: str, figure: Figure) -> Claim:
    said = read_said(text, figure)
    if not said.unit and figure.value >= 10**4 and _MONEY.search(text):
        said = replace(said, unit="元")
    if figure.unit == "倍" and _TARGET.search(text):
        return Claim("ratio", said)
    if surplus := _OVER_TARGET.search(text):
        return Claim("surplus", said, direction_of(surplus.group() + text[surplus.end() : figure.start]) or 1)
    if before := _BEFORE.search(text):
        return Claim("change", said, direction_of(text[before.end() :]))
    return Claim("value", said)


def direction_of(text: str) -> int:
    """1 where a text speaks of more, -1 of less, 0 of neither; the first word counts."""
    up, down = _UP.search(text), _DOWN.search(text)
    if up and down:
        return 1 if up.start() < down.start() else -1
    return 1 if up else -1 if down else 0


_DEEDS = (
    "完成|完工|竣工|落成|蓋好|蓋完|建好|做好|做完|修好|修完|completed|finished",
    "啟用|揭牌|開幕|通車|上線|開放|營運|opened",
    "開工|動工|決標|施作",
    "驗收|交車|交付|交貨|delivered",
)
"""Words of one deed each; that a thing is inspected does not say that it is open."""
_DEED = "|".join(_DEEDS)
_BEGUN = 2
"""The deed that has been done where a work is under way."""
_PLAINLY = r"(?:還沒|尚未|都沒|還未|沒有?|未|not yet|not been|still not)"
_AHEAD = rf"(?:{_PLAINLY}|待|俟|預[計定]|將於)"
_UNDER_WAY = re.compile(r"施[作工]中|辦理中|規劃中|興建中|刻正|流標|打造中")
_NOT_YET = re.compile(rf"{_AHEAD}[^，,。；]{{0,12}}?(?:{_DEED}|[完好])|尚未", re.IGNORECASE)


def read_deed(text: str) -> int | None:
    """Which deed of `_DEEDS` a text speaks of, the last one; None for none."""
    found = [(match.start(), n) for n, words in enumerate(_DEEDS) for match in re.finditer(words, text)]
    return max(found)[1] if found else None


def is_undone(text: str, deed: int | None) -> bool:
    """Whether a text says plainly that a deed, or for None any, has not been done."""
    deeds = _DEED if deed is None else _DEEDS[deed]
    return re.search(rf"{_PLAINLY}[^，,。；]{{0,6}}?(?:{deeds})", text, re.IGNORECASE) is not None


def is_pending(text: str, deed: int | None = None) -> bool:
    """Whether a text says that a deed is still to be done (尚未, 待, 預計, 施作中), for None any."""
    if deed is None:
        return bool(_NOT_YET.search(text) or _UNDER_WAY.search(text))
    ahead = re.search(rf"{_AHEAD}[^，,。；]{{0,12}}?(?:{_DEEDS[deed]})", text, re.IGNORECASE)
    return bool(ahead or (deed != _BEGUN and _UNDER_WAY.search(text)))


def is_done(text: str, deed: int | None) -> bool:
    """Whether a text names a deed, or for None any, and not as one still to be done."""
    return re.search(_DEED if deed is None else _DEEDS[deed], text) is not None and not is_pending(text, deed)
