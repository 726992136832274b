"""Cut a question into parts and make its queries: what was read of it, and what was not.

Parts make wishes, a wish makes a query, and a later wish goes on from the one before:
「有幾項？衛生局占幾項」 asks the second over the rows of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.tables.composing import build
from qa.tables.parts import Part
from qa.tables.query import Query
from qa.tables.segment import Token
from qa.tables.slots import SUMS


@dataclass(frozen=True)
class Reading:
    """The queries of a question in order, and the parts that it was read in.

    `told` are the parts that say something of them, the others only tell why it is asked.
    `dropped` are words of rows that no row has together with the others.
    """

    queries: tuple[Query, ...]
    tokens: tuple[Token, ...]
    parts: tuple[Part, ...]
    told: tuple[Part, ...]
    dropped: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words that were neither read nor stand in a row."""
        return tuple(word for part in self.told for word in part.unknown)

    @property
    def needed(self) -> set[str]:
        """Of the unknown words what a slot needs: 滿意度 of 滿意度最高."""
        return {word for part in self.told for word in part.needed}

    @property
    def spare(self) -> set[str]:
        """Those beside words of reasons, which more is told without."""
        reasons = (part for part in self.told if "reason" in part.asks and part.has("literal"))
        return {word for part in reasons for word in part.unknown}

    @property
    def anchored(self) -> bool:
        """Whether it speaks of what the tables have: 指標, 檢討, 達成度, 沒達標."""
        return any(part.anchored for part in self.parts)

    @property
    def explicit(self) -> bool:
        """Whether it says that rows or departments are what it asks for: 指標, 幾項, 哪些局處."""
        return any(part.explicit or (part.grouped and part.orders) for part in self.parts)

    @property
    def rows(self) -> bool:
        """Whether it says which rows: 指標, 檢討, 策略目標."""
        return any(part.entity or part.goals for part in self.parts)

    @property
    def pointing(self) -> bool:
        """Whether it speaks of a department by a pronoun alone."""
        return any(part.has("pointing") for part in self.parts) and not any(
            part.placed for part in self.parts
        )

    @property
    def city(self) -> bool:
        return any(part.city for part in self.parts)

    @property
    def words(self) -> tuple[Token, ...]:
        """The words of rows that it names."""
        return tuple(token for token in self.tokens if token.kind == "literal")

    @property
    def listed(self) -> int:
        """How many words of rows one list has."""
        return max((part.listed for part in self.parts), default=0)

    @property
    def is_strange(self) -> bool:
        """Whether less of it was read than was not, in words or characters."""
        quiet = ("filler", "unknown", "literal", "joint")
        read = sum(_weigh(token.text) for token in self.tokens if token.kind not in quiet)
        return sum(map(_weigh, self.unknown)) > read

    @property
    def strange(self) -> float:
        """The share of all its characters that were not read, those of what only tells too."""
        unknown = sum(len(token.text) for token in self.tokens if token.kind == "unknown")
        return unknown / max(1, sum(len(token.text) for token in self.tokens))

    @property
    def years(self) -> tuple[int, ...]:
        """Those that it names; words for the next one as 1 and for earlier ones as -1."""
        named = (int(token.number.value) for token in self.tokens if token.kind == "year" and token.number)
        turns = {"future": 1, "past": -1}
        spoken = (turns[one.key] for one in self.tokens if one.kind == "scope" and one.key in turns)
        return (*(year - 1911 if year > 1911 else year for year in named), *spoken)


def compose(tokens: Sequence[Token]) -> Reading:
    """What the tokens of a question ask."""
    confirms = any((token.kind, token.key) == ("ask", "true") for token in tokens)
    united = any(token.kind == "unitword" for token in tokens)
    parts = tuple(Part(own, confirms, united) for own in split(tokens))
    asking = [part for part in parts if part.asking]
    named = any(part.entity or part.has("literal") for part in asking)
    told = tuple(part for part in parts if part.says and not (asking and part.is_background(named))) or parts
    if confirms and not any("true" in part.asks for part in told):
        told[-1].asks.add("true")  # of 這句話可以用嗎 only that it wants something confirmed counts
    queries: list[Query] = []
    wish: list[Part] = []
    for at, part in enumerate(told):
        later = any(one.asking for one in told[at:])
        if later and any(one.asking for one in wish) and not _goes_on(wish, part):
            queries.append(build(wish, queries[-1] if queries else None))
            wish = []
        wish.append(part)
    if wish:
        queries.append(build(wish, queries[-1] if queries else None))
    return Reading(tuple(dict.fromkeys(queries)), tuple(tokens), parts, told)


def _weigh(text: str) -> int:
    return len(text.split()) if text.isascii() else len(text)


def _goes_on(wish: list[Part], part: Part) -> bool:
    """Whether a part says more of the same wish: another end of an order, or only how it is to be told."""
    told = part.asks <= {"list"} and not (part.ends or part.measures)  # how it is to be told: 列出指標和單位
    rates = set(part.measures) & {"rate", "attainment", "missrate"} and part.asking
    excepts = part.conditions and all(c.negated for c in part.conditions) and part.has("except")
    if excepts and not part.asks:
        return True  # 剛好 10% 的不要算
    new = rates or part.conditions or part.count or part.rated or ((part.entity or part.goals) and not told)
    sorts = any(one.sort for one in wish) and not any(one.ranks for one in wish)
    ends = part.ranks and sorts and not part.measures  # 由多到少，第二名與第三名
    ends = ends or (part.ends and any(one.ends for one in wish) and not (part.measures or part.ranks))
    told = (
        not (part.ends or part.ranks)
        and not part.asks & SUMS
        and not (part.places or part.excluded or part.quantifier)
    )
    return not new and bool(ends or told)


def split(tokens: Sequence[Token]) -> list[list[Token]]:
    """The parts of a question: at its punctuation and where a word joins two statements.

    A remark in brackets that takes something out or lists names is a part of its own, one may say how a
    number counts; any other only explains.
    """
    parts: list[list[Token]] = [[]]
    remark: list[Token] | None = None
    for token in tokens:
        if token.text in "(（" and token.kind == "break":
            remark = []
        elif token.text in ")）" and token.kind == "break" and remark is not None:
            ahead = parts[-1][-1].kind if parts[-1] else ""
            if ahead == "kind" and all(one.kind in ("place", "filler") for one in remark):
                pass  # 六個「局」（稅務、警察…）
            elif remark and (remark[0].kind == "bound" or _is_exact(remark)):
                parts[-1] += remark  # how a number counts, or what a word means: 差一點點（95% 以上）
            elif not any(one.kind == "unknown" for one in remark) and any(
                one.kind == "literal" and one.key != "reason" for one in remark
            ):
                parts[-1] += remark  # another name of it: 減少（成長率為負）
            elif any(one.kind == "literal" and one.key == "reason" for one in remark):
                parts[-1] += [replace(remark[0], kind="joint", key="or", text="、"), *remark]
            elif any(one.kind in ("except", "place", "unitword") for one in remark):
                parts += [remark, []]
            remark = None
        elif remark is not None:
            remark.append(token)
        elif token.kind == "break" or (token.kind, token.key) == ("joint", "and"):
            parts.append([])
        elif token.key == "within" and any(one.kind == "status" for one in parts[-1]):
            parts[-1].append(token)  # 沒達標的指標裡，…
            parts.append([])
        elif token.kind == "quantifier" and token.key in ("none", "all", "every") and _is_said(parts[-1]):
            parts.append([token])  # says it again: 一項都沒漏、全部 100%
        elif token.text in "「『“" and parts[-1] and {one.kind for one in parts[-1]} <= {"unknown", "filler"}:
            parts.append([])  # who says it: 議員質詢稿寫「…」
        else:
            parts[-1].append(token)
    return [part for part in [*parts, remark or []] if part]


def _is_exact(remark: Sequence[Token]) -> bool:
    """Whether a remark only gives a measure's value."""
    kinds = {one.kind for one in remark}
    percent = any(one.number is not None and one.number.unit in ("%", "倍") for one in remark)
    return percent and "behind" in kinds and kinds <= {"measure", "number", "behind", "filler", "negation"}


def _is_said(part: Sequence[Token]) -> bool:
    """Whether a part that ends in a comma of a list says already of how many something holds."""
    quantified = [at for at, one in enumerate(part) if one.kind == "quantifier"]
    said = quantified and any(one.kind in ("status", "number") for one in part[quantified[0] :])
    return bool(said) and part[-1].text == "、"
