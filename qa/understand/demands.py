"""What kinds of thing a question asks for, and whether a stretch of the report has them.

A question such as 「補助幾件、花多少錢？」 demands a count in 件 and an amount of money.  The kinds, their
cues and what proves them in the evidence are data (`corpus/data/vocabulary/asks.toml`); a demand that
nothing cited proves is the strongest sign that the report does not answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

UNIT_GROUPS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "人 位 名 人次 員 人數 對",
        "件 案 起 筆 件次 案件 案次",
        "場 場次 次 梯次 梯 期 班 班次 屆 回 趟 趟次 堂 節",
        "處 座 所 家 間 個 站 館 據點 棟 戶 家次 單位 處所 校 里 社區 團 團體 隊 組 口",
        "台 輛 部 艘 架 支 具 組 套 輛次 車次 班次 顆 盞",
        "張 份 冊 本 則 篇 幅 首 部 支 項 款 種 類 條 面 枚 組",
        "公里 公尺 米 平方公尺 公頃 坪 平方公里 平方米 公分",
        "噸 公噸 公斤 斤 公克 克 公升 立方公尺",
        "小時 時 分鐘 分 秒",
        "格 席 床 桌 攤 線 位",
        "天 日 週 周 星期 個月 月 年 歲 學期",
        "度 度電 瓦 千瓦",
        "株 棵 隻 頭 尾 包 袋 盆 頂 批 片 通 床 劑",
        "項 個 案 計畫 種",
    )
)
"""Counting words that can stand for each other between a question and the report."""

UNIT = "|".join(sorted(map(re.escape, frozenset().union(*UNIT_GROUPS)), key=len, reverse=True))
_LONGER = "面積|時間|時段|位置|組織|期間|場地|場所|處分|處罰|處理|日本|度過|條件|項目|人力|台灣|站牌|點數"
"""Words that begin with a counting word and are none: 多少面積 asks for an area."""
_COUNT = re.compile(rf"(?<![哪那])(?:幾|多少)\s*(?:個|百|千|萬|十)?\s*(?!{_LONGER})(?P<unit>{UNIT})")
_QUANTITY = r"\d[\d,，.\s]*|[一二兩三四五六七八九十百千]+"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COUNTED = frozenset({"count", "number"})
KEPT = 2048  # texts whose kinds are kept: of a message also each word is asked, several times in a turn


@dataclass(frozen=True)
class Demand:
    """One kind of thing that a question asks for; `unit` is the counting word of a count, else ""."""

    kind: str
    label: str  # how the user is told that it is missing
    unit: str = ""


@dataclass(frozen=True)
class Ask:
    """The cues of one kind and the shape of what answers it; `proof` is None where it has no shape."""

    kind: str
    label: str
    cue: re.Pattern[str]
    unless: re.Pattern[str] | None
    proof: re.Pattern[str] | None

    def is_asked(self, question: str) -> bool:
        return bool(self.cue.search(question)) and not (self.unless and self.unless.search(question))


@dataclass(frozen=True)
class Asks:
    """All kinds; reads demands out of questions and proofs out of evidence."""

    kinds: tuple[Ask, ...] = field(default_factory=tuple)

    @cached_property
    def _by_kind(self) -> dict[str, Ask]:
        return {ask.kind: ask for ask in self.kinds}

    @cached_property
    def find_demands(self) -> Callable[[str], tuple[Demand, ...]]:
        """Gives the kinds of thing that a normalised question asks for, in the order of the file.

        A count names its unit; the broad kind `number` is left out where a narrower one was found.
        """
        return lru_cache(maxsize=KEPT)(self._find_demands)

    def _find_demands(self, question: str) -> tuple[Demand, ...]:
        text = question.lower()
        found = [Demand(ask.kind, ask.label) for ask in self.kinds if ask.is_asked(text)]
        units = list(dict.fromkeys(match["unit"] for match in _COUNT.finditer(text)))
        if units:
            found = [demand for demand in found if demand.kind not in _COUNTED]
            found = [Demand("count", f"{unit}數", unit) for unit in units] + found
        elif any(demand.kind in _NARROW for demand in found):
            found = [demand for demand in found if demand.kind != "number"]
        return tuple(found)

    def proves(self, demand: Demand, evidence: str, given: frozenset[str] = frozenset()) -> bool:
        """Does the evidence hold a thing of the demanded kind?

        `given` are the digit strings that the question itself states: they are known and prove nothing.
        A kind without a shape counts as proved: only its words can be missing.
        """
        if demand.unit and demand.unit != "個":
            return _has_count(demand.unit, evidence, given)
        ask = self._by_kind.get(demand.kind)
        if ask is None or ask.proof is None:
            return True
        return any(not _is_given(match.group(), given) for match in ask.proof.finditer(evidence))


FIGURES = frozenset({"count", "amount", "percent", "duration", "age", "rank", "date", "hours", "fee"})
_NARROW = FIGURES | {"target", "actual", "attainment"}


def load_asks(path: Path) -> Asks:
    """The kinds of `asks.toml`."""
    with path.open("rb") as file:
        entries = tomllib.load(file)["ask"]
    return Asks(tuple(_read_ask(entry) for entry in entries))


def _read_ask(entry: dict[str, object]) -> Ask:
    words = [re.escape(word) for word in _strings(entry, "zh")]
    english = [rf"\b{re.escape(phrase)}\b" for phrase in _strings(entry, "en")]
    cue = _any_of([*words, *english, *_strings(entry, "patterns")])
    if cue is None:
        raise ValueError(f"asks.toml: the kind {entry['kind']!r} has no cue")
    return Ask(
        kind=str(entry["kind"]),
        label=str(entry["label"]),
        cue=cue,
        unless=_any_of(_strings(entry, "unless")),
        proof=_any_of(_strings(entry, "proof")),
    )


def _strings(entry: dict[str, object], key: str) -> Sequence[str]:
    value = entry.get(key, [])
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]


def _any_of(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None


def units_like(unit: str) -> frozenset[str]:
    """The counting words that can stand for one, itself included, and those made of it (人次 for 次)."""
    alike = frozenset({unit}).union(*(group for group in UNIT_GROUPS if unit in group))
    return alike.union(*({other for other in group if other.endswith(unit)} for group in UNIT_GROUPS))


def _has_count(unit: str, evidence: str, given: frozenset[str]) -> bool:
    return any(not _is_given(match["n"], given) for match in _count_of(unit).finditer(evidence))


@cache
def _count_of(unit: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(units_like(unit), key=len, reverse=True)))
    return re.compile(rf"(?P<n>{_QUANTITY})\s*(?:[萬億千餘多]\s*[\d,]*\s*)?[(（]?(?:{words})")


def _is_given(text: str, given: frozenset[str]) -> bool:
    numbers = set(_NUMBER.findall(re.sub(r"(?<=\d)[,，](?=\d{3})", "", text)))
    return bool(numbers) and numbers <= given
