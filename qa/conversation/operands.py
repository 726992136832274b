"""Which figures shown earlier a message means to be reckoned with.

Every group of figures that an operation could be done with is described by what the message names, what was
talked of and how the figures belong together; a conditional logit that `python -m qa.lab.train_operands`
learned from chats weighs the groups against each other, and against that nothing shown is meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, permutations

from corpus.figures import find_figures
from index.words import normalize
from qa.conversation.acts import read_acts
from qa.conversation.choosing import load_weights, score, share_out
from qa.conversation.ledger import NAMES, YEAR, Ledger
from qa.conversation.relating import is_bracketed, relate
from qa.conversation.shown import (
    AIMED,
    Shown,
    counts,
    distinct,
    how_many,
    parallel,
    same,
    same_row,
    same_source,
)
from qa.understand.demands import units_like

_JOINTS = re.compile(
    r"除以|加上|加|和|跟|與|及|比|減去|減|扣掉|扣除|扣|去?除|乘|、|，|,|[占佔]|是|啦|的(?=[^，]*率)"
    r"|\s|\band\b|\bplus\b|\bminus\b"
)
_TOTAL = re.compile(r"共|合計|總|全部")
_EVERY = re.compile(r"各|分別|兩|哪些|哪幾|全部|都|這些|那些|all")
_PICKED = re.compile(r"最[大小]的是|較[大小]的是|第.[大小]的是|the (largest|smallest)")
_EACH = re.compile(r"[一每]\s*個?\s*(\w)")
SPANS = {"月": (12.0, "個月"), "天": (365.0, "天"), "日": (365.0, "天"), "週": (52.0, "週")}
"""Parts of the report's year that something is shared out over: how many there are, and their name."""
PAIRED = frozenset({"difference", "ratio", "share", "change", "per", "rest"})
"""Operations over two figures; the others are over a group of them."""
ORDERED = frozenset({"share", "change", "per"})
"""Operations over two figures of which either may come first; of the others the larger does."""
KEPT = 8
"""Ledgers whose figures are kept: a message is read with two or three."""
LOOKED_BACK = 5
"""Turns whose figures can be operands."""
ASKED = 0.5
"""What words count that the question of a turn has of the figure that answers it."""
NEAREST = 0.9
"""Share of a part's words from which a figure surely is what it names."""
TRIED = 16
"""Figures of which pairs are made, the likeliest of all turns."""
MANY = 5.0
"""Figures of a group, and turns, that count one."""
HEAVY = 3.0
"""Weight of words from which more say no more."""
LEAST = ("bears", "part", "said", "answered", "beside", "of_kind")
"""What speaks for figures that is told of the least of a group too."""
FOCUS = (
    "sides",
    "here",
    "in_newest",
    "newest",
    "answered",
    "least_answered",
    "said",
    "one_turn",
    "one_passage",
    "back",
    "first",
    "beside",
)
"""What counts for itself where a message names nothing."""


@dataclass(frozen=True)
class Group:
    """Figures in the order in which they are reckoned with, or none of those shown; `sure`: how likely
    figures of these values are the ones that a message means, all that differ together 1.
    """

    figures: tuple[Shown, ...]
    features: Mapping[str, float]
    sure: float = 0.0


class Operands:
    """Finds in a ledger the figures that a message means."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.parts = cache(self._parts)  # of few texts, asked for every figure
        self.worth = cache(self._worth)
        self.places = ledger.printed()[:LOOKED_BACK]
        self.ranked = {p: [s for s in ledger.ranked(p) if s.citation and counts(s)] for p in self.places}
        self.pool = [shown for place in self.places for shown in self.ranked[place]]
        for place in ledger.reckoned()[:LOOKED_BACK]:  # what came out, and what was fetched for it
            own = [s for s in ledger.ranked(place) if s.citation and counts(s)]
            self.ranked[place] = [s for s in own if not any(same_source(s, known) for known in self.pool)]
            self.pool += self.ranked[place]
        self._relations = relate(self.pool)
        self.mains = {place: self._find_mains(place) for place in self.places}
        self._ages = self._find_ages()
        self._newest = self.mains[self.places[0]] if self.places else []
        self._alone = cache(self._describe_figure)

    # what turns were answered with

    def _find_mains(self, place: int) -> list[Shown]:
        """The figures that answer a turn: one for each thing that its question names, in order."""
        pool = [shown for shown in self.ranked[place] if shown.said] or self.ranked[place]
        if not pool:
            return []
        question = self._ledger.past[place].question
        parts = [part for part in _JOINTS.split(question) if self._ledger.own_words(part)]
        found: list[Shown] = []
        if len(parts) > 1:
            for part in parts:
                kind = part if self._ledger.asks_kind(part) else question
                best = max(pool, key=lambda s: self._ledger.bears(part, s) + self._ledger.fits(s, kind))
                named = self._ledger.bears(part, best) >= NEAREST
                found += [best] if named and not any(same(best, s) for s in found) else []
        run = self._run(pool[0], place) if _EVERY.search(question) else []
        if len(run) > 1 and (len(found) < 2 or len(run) == len(parts)):
            return run
        return found if len(found) > 1 else pool[:1]

    def find_thread(self, place: int) -> list[Shown]:
        """What a turn and those right before it were answered with: a figure each of one unit, in order."""
        found: list[Shown] = []
        for earlier in (one for one in self.places if one <= place):
            mains = self.mains[earlier]
            if len(mains) != 1 or (found and not mains[0].like(found[0])):
                break
            found.append(mains[0])
        return distinct(found)[::-1]

    def _find_ages(self) -> dict[int, int]:
        """How many turns ago each figure was what a turn was answered with, by its id.

        What was reckoned was answered with its operands, or with the largest or smallest of them.
        """
        ages: dict[int, int] = {}
        past = self._ledger.past
        turns = [place for place in range(len(past) - 1, -1, -1) if self._ledger.everything[place]]
        for age, place in enumerate(turns[: LOOKED_BACK + 1]):
            mains = self.mains.get(place)
            if mains is None:
                told = self._ledger.turns[place]
                mains = [next((k for k in self.pool if same_source(k, s)), s) for s in told]
                mains = mains[:1] if _PICKED.search(past[place].answer.answer) else mains
            for shown in mains:
                ages.setdefault(id(shown), age)
        return ages

    # what a message names

    def _parts(self, text: str) -> list[str]:
        """The stretches of a message that name something each: words of their own, or a figure."""
        return [p for p in _JOINTS.split(text) if self._ledger.own_words(p) or find_figures(p)]

    def _worth(self, part: str, shown: Shown) -> float:
        """How far a figure is the one that a part of a message names, by its words or by its value."""
        if any(abs(f.value - shown.value) < 1e-9 for f in find_figures(part)):
            return 1.5
        worth = max(self._ledger.bears(part, shown), ASKED * self._asked(part, shown))
        whole = _TOTAL.search(part) and shown.whole and self._ledger.fits(shown, part)
        return max(worth, ASKED if whole else 0.0)

    def _asked(self, part: str, shown: Shown) -> float:
        """Share of a part's words that the question has of a turn that a figure answered."""
        words = self._ledger.own_words(part)
        if id(shown) not in self._ages or not words:
            return 0.0
        question = normalize(self._ledger.past[shown.turn].question).lower()
        return self._ledger.matcher.cover(words, question)

    def likely(self, text: str, kind: str, shown: Shown) -> float:
        """How likely a figure alone is meant by a message that asks for a kind of figure."""
        return score(load_weights("operands"), "", self._alone(text, kind, shown))

    def named(self, text: str, kind: str = "") -> list[Shown]:
        """The figures whose subjects a message names one by one (居家加日照), in its order."""
        found: list[Shown] = []
        for part in self.parts(text):
            kinds = kind or (part if self._ledger.asks_kind(part) else "")
            best = self.find(part, kinds)
            found += [best] if best and not any(same(best, s) for s in found) else []
        return found

    def names_each(self, text: str, figures: Sequence[Shown]) -> bool:
        """Is each figure the one of them that a part of a message names best?"""
        table = [[self.worth(part, shown) for shown in figures] for part in self.parts(text)]
        best = {row.index(max(row)) for row in table if max(row) >= NAMES and row.count(max(row)) == 1}
        return len(best) == len(figures)

    def find(self, part: str, kind: str, among: Sequence[Shown] | None = None) -> Shown | None:
        """The figure, of those given or of all, that a part of a message names; None for none."""
        pool = [s for s in (self.pool if among is None else among) if self.worth(part, s) >= NAMES]
        return max(pool, key=lambda s: 2 * self.worth(part, s) + self.likely(part, kind, s), default=None)

    # groups

    def weigh(self, text: str, operation: str, kind: str = "") -> list[Group]:
        """The groups of figures that an operation may be meant to be done with, the likeliest first.

        `kind`: the words that say what kind of figure is asked for; "" where they ask for any.
        """
        found = list(self._describe(text, operation, kind))
        model = load_weights("operands")
        sures = share_out([score(model, operation, one.features) for one in found])
        told: Counter[tuple[tuple[float, str], ...]] = Counter()  # one fact may be printed in several places
        values = [tuple((shown.value, shown.unit) for shown in one.figures) for one in found]
        for key, sure in zip(values, sures, strict=True):
            told[key] += sure
        ranked = sorted(range(len(found)), key=lambda at: (-told[values[at]], -sures[at]))
        return [Group(found[at].figures, found[at].features, told[values[at]]) for at in ranked]

    def choose(self, count: int, kind: str, text: str) -> list[Shown]:
        """So many figures that a message means to be taken together."""
        groups = self.weigh(text, "sum", kind)
        return next((list(one.figures) for one in groups if len(one.figures) == count), [])

    def _describe(self, text: str, operation: str, kind: str) -> Iterator[Group]:
        """What speaks for each group, and for none."""
        tried = sorted(self.pool, key=lambda s: -self.likely(text, kind, s))[:TRIED]
        yield Group((), self._describe_none(text, kind, operation, tried))
        groups: Iterator[tuple[tuple[Shown, ...], dict[str, float]]]
        groups = self._pairs(operation, tried) if operation in PAIRED else self._sets(text, kind, tried)
        done = set()
        for figures, told in groups:
            twice = (
                one.turn != other.turn and same_source(one, other) for one, other in combinations(figures, 2)
            )
            if any(twice):
                continue  # one figure that two turns showed
            key = tuple(map(id, figures)) if operation in PAIRED else frozenset(map(id, figures))
            if key not in done:
                done.add(key)
                yield Group(figures, told | self._describe_group(text, kind, operation, figures))

    def _pairs(self, operation: str, tried: Sequence[Shown]) -> Iterator[tuple[tuple[Shown, ...], dict]]:
        """Two figures each: of like units, or of what is shared out and what it is shared among."""
        for one, other in permutations(tried, 2):
            if not one.value or not other.value or one.like(other) == (operation == "per"):
                continue
            if operation not in ORDERED and one.value < other.value:
                continue
            told_twice = one.value == other.value and one.place[:1] == other.place[:1]
            if told_twice and one.kind != "percent" and not same_row(one, other):
                continue  # one fact that two places of a department tell
            yield (one, other), {"pair": 1.0, "equal": float(one.value == other.value)}
        if operation == "per":
            for one in tried:
                yield (one,), {"span": 1.0}

    def _sets(self, text: str, kind: str, tried: Sequence[Shown]) -> Iterator[tuple[tuple[Shown, ...], dict]]:
        """Figures that tell the same of several things: named, of the newest turns, of a passage, or any two.

        Of those of a passage also as many beside each other as the message counts, and without totals.
        """
        named, count = self.named(text, kind), how_many(text)
        if len(named) > 1 and all(s.like(named[0]) for s in named):
            yield tuple(named), {"named": 1.0}
        sides = [self.mains[place] for place in self.places[:1]]
        heads = {s.unit: s for place in self.places for s in self.mains[place]}
        for head in heads.values():
            newest = self._each(head, text, kind)
            sides += [newest[:size] for size in range(2, len(newest) + 1)]
        for group in sides:
            if len({(s.value, s.row) for s in group}) > 1 and all(s.like(group[0]) for s in group):
                yield tuple(group), {"answered": 1.0}
        for group in self._find_heads():
            yield tuple(group), {"items": 1.0}
        for place in self.places:
            for head in self.ranked[place][:TRIED]:
                run = self._run(head, place)
                outer = [s for s in run if not is_bracketed(s)]  # 20 人（含住宿 12 人）、15 人
                run = outer if len(outer) > 1 else run
                if len({(s.value, s.row) for s in run}) > 1:
                    yield tuple(run), {"run": 1.0}
                parts = [s for s in run if not s.whole]
                if 1 < len(parts) < len(run):
                    yield tuple(parts), {"run": 1.0, "parts": 1.0}
                for start in range(len(run) - count + 1) if count else ():
                    yield tuple(run[start : start + count]), {"run": 1.0, "window": 1.0}
        for one, other in combinations(tried, 2):
            if one.like(other):
                yield (one, other), {"two": 1.0}

    def _find_heads(self) -> Iterator[list[Shown]]:
        """The first figures of one unit of the items of a passage: 1. 訪視 9 次，其中… 2. 問安 5 次."""
        items: dict[tuple, dict[int, Shown]] = {}
        for place in self.places:
            for shown in sorted(self.ranked[place], key=lambda s: s.start):
                passage = (place, shown.said, shown.unit, shown.citation.department, shown.citation.lines)
                if not shown.whole:
                    items.setdefault(passage, {}).setdefault(shown.start - len(shown.item), shown)
        yield from (list(heads.values()) for heads in items.values() if len(heads) > 1)

    def _each(self, head: Shown, text: str, kind: str) -> list[Shown]:
        """What the newest turns were answered with, of the unit of one of them, newest first."""
        found: list[Shown] = []
        for place in self.places:
            mains = [s for s in self.mains[place] if s.like(head)]
            said = [s for s in self.ranked[place] if s.said and s.like(head)]
            mains = mains or sorted(said, key=lambda s: -self.likely(text, kind, s))[:1]
            found += [
                s
                for s in mains
                if not any((s.value, s.unit, s.row) == (f.value, f.unit, f.row) for f in found)
            ]
        return found

    def _run(self, head: Shown, place: int) -> list[Shown]:
        """Figures that stand in one sentence, or bear the same words in the items of one passage; a total
        of some of the others is none of them.
        """
        near = [s for s in self.ranked[place] if s.citation == head.citation or (s.said and head.said)]
        aimed = bool(AIMED.search(head.label))
        alike = [s for s in near if s.unit == head.unit and s.kind == head.kind]
        alike = distinct([s for s in alike if bool(AIMED.search(s.label)) == aimed])
        beside = [s for s in alike if s.item.startswith(head.item) or head.item.startswith(s.item)]
        labelled = [s for s in alike if head.tells_same(s)]
        run = sorted(max(beside, labelled, key=len), key=lambda s: s.start)
        return [s for s in run if not any(self._relations.is_part(other, s) for other in run)]

    # what speaks for them

    def _describe_figure(self, text: str, kind: str, shown: Shown) -> dict[str, float]:
        """What speaks for one figure."""
        ledger, age = self._ledger, self._ages.get(id(shown))
        aimed, aims = bool(AIMED.search(shown.label)), bool(AIMED.search(text))
        fits = ledger.fits(shown, kind) if kind else 0.0
        return {
            "bears": ledger.bears(text, shown),
            "part": max((self.worth(part, shown) for part in self.parts(text)), default=0.0),
            "asked": self._asked(text, shown),
            "fits": fits,
            "unfit": float(bool(kind) and not fits),
            "said": float(shown.said),
            "back": sum(place > shown.turn for place in self.places) / MANY,
            "outcome": float(bool(shown.sources)),
            "newest": float(age == 0),
            "answered": 1 / (1 + age) if age is not None else 0.0,
            "aimed": float(aimed and not aims),
            "aims": float(aimed and aims),
            "first": 1 / (1 + next(n for n, s in enumerate(self.ranked[shown.turn]) if s is shown)),
            "percent": float(shown.kind == "percent"),
            "money": float(shown.kind == "money"),
            "of_kind": float(shown.kind != "percent") * ledger.fits(shown, text),
            "whole": float(shown.whole),
            "beside": float(any(_beside(shown, main) for main in self._newest)),
        }

    def _describe_group(
        self, text: str, kind: str, operation: str, figures: tuple[Shown, ...]
    ) -> dict[str, float]:
        """What speaks for figures together: each of them, on average and the least, and how they belong."""
        each = [self._alone(text, kind, shown) for shown in figures]
        features = {name: sum(one[name] for one in each) / len(each) for name in each[0]}
        features |= {f"least_{name}": min(one[name] for one in each) for name in LEAST}
        first, count = figures[0], how_many(text)
        features |= {
            "size": len(figures) / MANY,
            "counted": float(count == len(figures)),
            "miscounted": float(count is not None and count != len(figures)),
            "cover": self._cover(text, figures),
            "one_turn": float(len({s.turn for s in figures}) == 1),
            "one_passage": float(len({(s.citation.lines, s.citation.department) for s in figures}) == 1),
            "in_newest": float(any(s.turn == self.places[0] for s in figures)),
            "one_unit": float(len({s.unit for s in figures}) == 1),
            "adds_up": float(len(figures) > 1 and self._relations.adds_up(figures)),
        }
        apart, answered = not features["one_turn"], features["least_answered"] > 0
        features["sides"] = float(apart and answered and features["in_newest"])
        features["here"] = features["one_turn"] * features["in_newest"]
        if not self._ledger.own_words(text):  # what names nothing means what was talked of last
            features |= {f"bare_{name}": features[name] for name in FOCUS}
        if len(figures) > 1:
            features["parallel"] = sum(parallel(first, s) for s in figures[1:]) / 3 / (len(figures) - 1)
        if len(figures) == 2:
            features |= self._describe_pair(text, operation, *figures)
        if len(figures) == 1 and operation == "per":
            features["over"] = float(bool(find_spans(text)))
            features["first_fits"] = self._ledger.fits(first, _EACH.sub(" ", text))
        return features

    def _describe_pair(self, text: str, operation: str, one: Shown, other: Shown) -> dict[str, float]:
        """How two figures stand to each other, and which comes first."""
        parts, acts = self.parts(text)[:3], read_acts(text)
        own, others = ([self.worth(part, s) for part in parts] for s in (one, other))
        slots = [
            max(a + others[j], b + own[j])
            for (i, a), b in zip(enumerate(own), others, strict=True)
            for j in range(i + 1, len(parts))
        ]
        features = {
            "slots": max(slots, default=0.0) / 2,
            "both": max((min(a, b) for a, b in zip(own, others, strict=True)), default=0.0),
            "row": float(same_row(one, other)),
            "same_item": float(one.item.startswith(other.item) or other.item.startswith(one.item)),
            "smaller": float(one.value < other.value),
            "second_aimed": float(bool(AIMED.search(other.label))),
            "second_whole": float(other.whole and not one.whole),
            "second_later": float(one.turn < other.turn),
            "of_second": float(self._relations.is_part(one, other)),
            "second_of": float(self._relations.is_part(other, one)),
            "prints_gap": float(self._relations.prints_gap(one, other)),
            "prints_share": float(self._relations.prints_share(one, other)),
            "first_part": max(own, default=0.0),
            "first_bears": self._ledger.bears(text, one),
            "ends": float(self._are_ends(one, other)) * min(acts["largest"] + acts["smallest"], 1.0),
            "second_newer": float(_year(other) > _year(one)),
            "first_newer": float(_year(other) < _year(one)),
        }
        if operation == "per":
            among, asked = _EACH.findall(text), _EACH.sub(" ", text)
            features |= {
                "first_fits": self._ledger.fits(one, asked),
                "second_fits": self._ledger.fits(other, asked),
                "second_among": float(any(other.unit in units_like(sign) for sign in among)),
                "first_among": float(any(one.unit in units_like(sign) for sign in among)),
                "first_money": float(one.kind == "money"),
                "second_money": float(other.kind == "money"),
            }
        return features

    def _are_ends(self, one: Shown, other: Shown) -> bool:
        """Are two figures the largest and the smallest of those that tell the same?"""
        values = [s.value for s in self._run(one, one.turn)]
        return len(values) > 2 and (one.value, other.value) == (max(values), min(values))

    def _describe_none(
        self, text: str, kind: str, operation: str, tried: Sequence[Shown]
    ) -> dict[str, float]:
        """What speaks for that a message means no figures shown."""
        words, ledger = self._ledger.own_words(text), self._ledger
        mass = sum(word.weight for word in words)
        if operation == "per" and ledger.asks_kind(asked := _EACH.sub(" ", text)):
            kind = asked  # 平均一盞多少錢 asks for money to share out
        return {
            "none": 1.0,
            "none_doubt": 1.0 - read_acts(text)[operation],
            "none_mass": min(mass, HEAVY),
            "none_open": min(mass * (1 - self._cover(text, tried)), HEAVY),
            "none_best": max((ledger.bears(text, s) for s in tried), default=0.0),
            "none_wordless": float(not words),
            "none_kind": float(bool(kind)),
            "none_unfit": float(bool(kind) and not any(ledger.fits(s, kind) for s in tried)),
            "none_counted": float(how_many(text) is not None),
            "none_figures": min(len(tried) / MANY, 1.0),
        }

    def _cover(self, text: str, figures: Sequence[Shown]) -> float:
        """Share of the words of a message that the places of figures account for."""
        words = [word for word in self._ledger.own_words(text) if len(word.text) > 1]
        if not words:
            return 1.0
        place = " ".join(
            f"{s.item} {s.label} {s.after} {s.text} {' '.join(s.place)} {self._ledger.past[s.turn].asked}"
            for s in figures
        )
        return self._ledger.matcher.cover(words, normalize(place).lower())


@lru_cache(maxsize=KEPT)
def find_operands(ledger: Ledger) -> Operands:
    """The figures of a conversation that can be reckoned with; worked out once for each ledger."""
    return Operands(ledger)


def find_spans(text: str) -> list[str]:
    """The parts of the year that a message shares out over."""
    return [sign for sign in _EACH.findall(text) if sign in SPANS]


def _beside(one: Shown, other: Shown) -> bool:
    """Do two figures stand in one sentence of a passage, or in rows of one computed table?"""
    if one.turn != other.turn:
        return False
    if one.row or other.row:
        return bool(one.row and other.row)
    if one.citation != other.citation:
        return False
    return one.item.startswith(other.item) or other.item.startswith(one.item)


def _year(shown: Shown) -> int:
    """The year that stands last in front of a figure; 0 for none."""
    years = YEAR.findall(shown.item)
    return int(years[-1]) if years else 0
