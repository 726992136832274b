"""All figures of a conversation: which of them answered each turn, and how they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.figures import find_figures
from index.words import normalize
from qa.conversation.acts import strip_acts
from qa.conversation.correcting import find_meant
from qa.conversation.cues import strip
from qa.conversation.scope import Scope
from qa.conversation.shown import (
    AIMED,
    COUNTED,
    RECKONED,
    FindPassage,
    Shown,
    find_shown,
    plain_label,
    recalled,
)
from qa.conversation.state import Exchange
from qa.evidence.weighing import Weigher
from qa.understand.demands import UNIT, Asks, units_like
from qa.understand.words import ContentWord, WordMatcher

NAMELESS = ("superlative", "generic")
"""Words that name no figure."""
_COUNTED = re.compile(
    rf"哪[一幾]?\S|(?:[幾每這那]|多少)\s*個?\s*(?:{UNIT}|百分點)|(?:{UNIT})數"
    r"|[這那]?[兩一二三四五六七八九十]\s*[個項種筆類家件輛車案](?!月)"
)
_ASKED = re.compile(r"[幾每]|多少|\d+到\d+")
_LEADING = re.compile(
    r"^([\s(（]*([\d一二三四五六七八九十]{1,3}|[A-Za-z])[)）.、]+|[\s，。；、*#]+|[本全]年度?|年?度(?!數)|計有|共計|計)+"
)
_BREAK = re.compile(r"[，；、]")
YEAR = re.compile(r"(?<!\d)(1\d\d)(?!\d)")
WHOLE = re.compile(r"[總合共]計|[總共]|^計")
_EACH = re.compile(r"[每各]|一個?[月年天人戶件場次]")
_MONEY = re.compile(r"錢|金額|元|費|款|稅額|市價|how much money")
_SHARE = re.compile(r"%|成度|完成程度|百分[比點]|比率|比例|率|幾成|幾趴|percent|rate")
_NUMBER_OF = re.compile(rf"(?:{UNIT})數")
KINDS = {"date": "date", "amount": "money", "fee": "money", "percent": "percent"}
"""The kind of figure that answers a demand."""
FIT = 5.0
"""What a figure of the kind that is asked for earns; its words earn about as much."""
NAMES = 0.5
"""Share of a part's words that a figure has to bear to be named by it."""
NEXT = 0.85
"""What words count less for each figure that stands between them and a figure."""
FAR = 0.5
"""What words count that only the clauses before or the place in the report have."""
NAMED, TELLING = 28, 4
"""Characters of each half of a name for a figure, and from which its own words tell what it counts."""


class Ledger:
    """The figures of a whole conversation."""

    def __init__(
        self, past: Sequence[Exchange], asks: Asks, matcher: WordMatcher, find: FindPassage = lambda _: None
    ) -> None:
        """`find` gives the passage that a citation was made from."""
        self.past = past
        self.matcher = matcher
        self._asks = asks
        self.everything = [find_shown(turn, place, find) for place, turn in enumerate(past)]
        self._words: dict[str, Sequence[ContentWord]] = {}
        self._stretches: dict[int, list[tuple[str, float]]] = {}
        self.turns = [[s for s in shown if s.said] for shown in self.everything]

    def fits(self, shown: Shown, question: str) -> float:
        """How far a figure is of a kind that a question asks for: 1 it is, 0.6 counted in a like unit."""
        text = normalize(question)
        best = 0.0
        if shown.kind == "money" and _MONEY.search(text):
            best = 1.0
        if shown.kind == "percent" and _SHARE.search(text):
            best = 1.0
        if shown.kind == "number" and shown.unit and (len(shown.unit) > 1 or f"{shown.unit}數" in text):
            best = float(shown.unit in text)
        for demand in self._asks.find_demands(text):
            if KINDS.get(demand.kind) == shown.kind:
                best = 1.0
            if demand.unit and shown.unit in units_like(demand.unit):
                best = max(best, 1.0 if shown.unit == demand.unit else 0.6)
        return best

    def strip_acts(self, text: str) -> str:
        """A message in normal form without the words that say what it does with what was shown."""
        return strip_acts(text, self.matcher.segment)

    def own_words(self, text: str) -> Sequence[ContentWord]:
        """The words of a message that name something, not what is to be done or how much of what."""
        if text not in self._words:
            bare = _COUNTED.sub(lambda m: "幾" if m[0][0] in "幾多" else " ", text)
            bare = self.strip_acts(bare)  # in normal form 兩個 is 2個
            for kind in NAMELESS:
                bare = strip(kind, bare)
            bare = _ASKED.sub(" ", bare)
            words = self.matcher.find_words(bare) or self.matcher.find_any(bare)
            self._words[text] = [*words, *(ContentWord(f"{year}年", 1.0) for year in YEAR.findall(text))]
        return self._words[text]

    def bears(self, text: str, shown: Shown) -> float:
        """How far a figure bears the words of a text, 0 to 1: those next to it most.

        Words count less the more figures stand between, and least where only the clauses before or the place
        in the report have them; 1 where its own label has most of the text's signs.
        """
        words = self.own_words(text)
        if not words:
            return 0.0
        if id(shown) not in self._stretches:
            self._stretches[id(shown)] = self._cut(shown)
        stretches = self._stretches[id(shown)]
        account = self.matcher.account
        held = (
            max(worth * account(word, stretch) for stretch, worth in stretches) * word.weight
            for word in words
        )
        return max(sum(held) / sum(word.weight for word in words), recalled(text, shown.label + shown.after))

    def _cut(self, shown: Shown) -> list[tuple[str, float]]:
        """What stands in front of a figure, cut at the figures before it, with what words count there."""
        clause = shown.item.rpartition("；")[2]
        figures = [figure for figure in find_figures(clause) if figure.kind in COUNTED]
        cuts = [0, *(figure.end for figure in figures), len(clause)]
        parts = [clause[start:end] for start, end in pairwise(cuts)][::-1]
        own = f"{shown.text}{shown.after}"
        parts[:1] = [own, parts[0]] if shown.named_behind else [f"{parts[0]} {own}"]
        head = _open(shown.item)
        far = f"{head} {shown.item} {' '.join(shown.place)}"
        found = [(part, NEXT**steps) for steps, part in enumerate(parts)] + [(head, NEXT), (far, FAR)]
        return [("".join(normalize(part).lower().split()), worth) for part, worth in found]

    def asks_kind(self, question: str) -> bool:
        """Does a question say what kind of figure it asks for?"""
        text = normalize(question)
        units = [d for d in self._asks.find_demands(text) if d.unit not in ("", "個") or d.kind in KINDS]
        return bool(units or _NUMBER_OF.search(text) or _MONEY.search(text) or _SHARE.search(text))

    def answering(self, place: int) -> list[Shown]:
        """The figures of a turn's answer, those that answer what was asked first."""
        return [shown for shown in self.ranked(place) if shown.said]

    def ranked(self, place: int) -> list[Shown]:
        """The figures of a turn, those that answer what was asked first, then those behind it.

        A figure answers by its kind (of the question, or of the one it rests on where it names none) and by
        the words around it; what was aimed at answers no question that does not ask for that.
        """
        turn = self.past[place]
        if turn.answer.route == "table" and len(turn.answer.figures) == 1:
            result = turn.answer.figures[0].text  # a sum or a difference: its result is what was asked
            own = [s for s in self.turns[place] if s.text in result or result.endswith(s.text)]
            return own[-1:] + [s for s in self.everything[place] if s not in own]
        question = find_meant(turn.question) or turn.question
        asked = question if self.asks_kind(question) else turn.asked
        fit = FIT if asked is question else FIT / 2
        aims = AIMED.search(question)

        def worth(shown: Shown) -> float:
            named = 3.0 * self.bears(question, shown) + self.bears(turn.asked, shown)
            aimed = bool(AIMED.search(shown.label))
            clause = re.split("[；，]", shown.item)[-2:]
            whole = 0.5 * any(WHOLE.search(part) for part in clause) - bool(_EACH.search(clause[-1]))
            whole *= not _EACH.search(question)
            return named + whole + fit * self.fits(shown, asked) + (FIT if aims else -2 * FIT) * aimed

        return sorted(self.everything[place], key=lambda s: (not s.said, -worth(s), s.start))

    def measures(self, place: int, text: str = "") -> list[Shown]:
        """The figure that answers a turn and those beside it that tell the same of other things, in order.

        Where `text` names a kind of figure, of that kind.
        """
        found = [s for s in self.answering(place) if s.kind != "date"]
        best = max((self.fits(s, text) for s in found), default=0.0)
        found = [s for s in found if self.fits(s, text) == best]
        if not found:
            return []
        main = found[0]
        alike = [s for s in found if s.like(main) and main.tells_same(s)]
        return [main, *sorted((s for s in alike if s is not main), key=lambda s: s.start)]

    def printed(self) -> list[int]:
        """The turns with figures of the report, newest first; those that were reckoned are left out."""
        places = range(len(self.past) - 1, -1, -1)
        return [place for place in places if self.everything[place] and not self.is_reckoned(place)]

    def reckoned(self) -> list[int]:
        """The turns that were reckoned from figures of the report, newest first."""
        return [place for place in range(len(self.past) - 1, -1, -1) if self.is_reckoned(place)]

    def is_reckoned(self, place: int) -> bool:
        """Was a turn reckoned from figures of earlier ones?"""
        return self.past[place].answer.answer.startswith(RECKONED)

    def place_of(self, turn: Exchange) -> int:
        """Which turn of the conversation one is."""
        return next(place for place, known in enumerate(self.past) if known is turn)

    def name(self, shown: Shown, beside: Sequence[Shown] = ()) -> str:
        """What a figure counts: the words in front of it; where they say little, or as much of one of the
        figures beside it, with the head of its item or the name of its place in the report before them.
        """
        label = _clean(shown.label)
        own, item = label[-NAMED:], shown.item.rstrip(" 計共約為達有")
        alone = len(own) >= TELLING or item.endswith(f"、{label}")
        if alone and not any(_clean(s.label) == label for s in beside if s is not shown):
            return own
        clauses = [item.rpartition("；")[2], item]
        heads = [_clean(c.split("：")[0] if "：" in c else _BREAK.split(c)[0]) for c in clauses]
        heads += map(_clean, shown.place[:0:-1])
        head = next((head for head in heads if len(head) > 1 and not label.startswith(head)), "")
        return f"{head[:NAMED]}：{own}" if head and own and own not in head else head[-NAMED:] or own


def _open(text: str) -> str:
    """What stands in front of the first figure of a text."""
    return text[: next((f.start for f in find_figures(text) if f.kind in COUNTED), len(text))]


def _clean(text: str) -> str:
    """Words in front of a figure without numbers of items and what only leads on."""
    return plain_label(_LEADING.sub("", " ".join(text.split("\n")[-1].replace("*", " ").split())))


def make_ledger(past: Sequence[Exchange], weigher: Weigher, scope: Scope) -> Ledger:
    """The figures that some turns showed, with those behind them in the report."""
    return Ledger(past, weigher.asks, weigher.matcher, scope.find)
