"""How far a question is one of those that are known: asked of this place before, or known to be open.

The bank tells what people ask of an item that answers it, the near misses what they ask of it in vain.
A question for a kind of thing (a price, names, a date) that nobody ever had answered here is doubtful
however near its words are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.bank import BankQuestion, GapQuestion
from index.words import normalize
from qa.understand.demands import Asks
from qa.understand.question import Understood
from qa.understand.words import ContentWord

VAGUE = frozenset({"yes_no", "number"})  # kinds that nearly every question has
UNDECIDED = 0.5  # likeness where there is nothing to compare with
_SYMBOLS = re.compile(r"[^\w]")


@dataclass
class _Place:
    """What was asked of one passage, normalised: by sentence, and in vain."""

    asked: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    gaps: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [question for questions in self.asked.values() for question in questions]


class Familiarity:
    """Compares questions with the bank's questions and the near misses of a place."""

    def __init__(self, asks: Asks, bank: Iterable[BankQuestion], gaps: Iterable[GapQuestion]) -> None:
        self._places: dict[str, _Place] = defaultdict(_Place)
        for question in bank:
            text = normalize(question.question).lower()
            self._places[question.passage_id].asked[question.sentence_index].append(text)
        for gap in gaps:
            if gap.passage_id is not None:
                self._places[gap.passage_id].gaps.append(normalize(gap.question).lower())
        self._kinds = lru_cache(maxsize=4096)(
            lambda text: frozenset(demand.kind for demand in asks.find_demands(text)) - VAGUE
        )

    def knows(self, passage: str) -> bool:
        """Whether a question of the bank asks of a passage."""
        return passage in self._places and bool(self._places[passage].asked)

    def asked_of(self, passage: str, sentence: int) -> list[str]:
        """The bank's questions of a sentence, normalised."""
        return self._places[passage].asked.get(sentence, []) if passage in self._places else []

    def describe(
        self,
        question: Understood,
        passage: str,
        sentence: int,
        gaps: Sequence[tuple[GapQuestion, float]],
        unsaid: Sequence[ContentWord],
        asking: Sequence[ContentWord],
    ) -> dict[str, float]:
        """Features of a question against what was asked of a place and the nearest near misses.

        unsaid: its words that the place does not have literally; asking: those of its asking clauses.
        """
        place = self._places.get(passage) or _Place()
        kinds = frozenset(demand.kind for demand in question.demands) - VAGUE
        here = self._kinds_of(place.asked.get(sentence, []))
        around = self._kinds_of(place.all)
        in_vain = self._kinds_of(place.gaps)
        best = max(place.all, key=lambda known: overlap(question.text, known), default=None)
        nearest = [self._likeness(kinds, self._kinds(normalize(g.question).lower())) for g, _ in gaps]
        overlap_asked = max((overlap(question.text, known) for known in place.all), default=0.0)
        overlap_gaps = max((overlap(question.text, known) for known in place.gaps), default=0.0)
        asked_text = " ".join(place.all)
        gap_text = " ".join([*place.gaps, *(normalize(g.question).lower() for g, _ in gaps)])
        in_gaps = [w for w in unsaid if w.text in gap_text and w.text not in asked_text]
        asked_about = {word.text for word in asking}
        new = [w for w in unsaid if w.text in asked_about and w.text not in asked_text]
        return {
            "kinds_here": _share(kinds & here, kinds, 1.0),
            "kinds_around": _share(kinds & around, kinds, 1.0),
            "kinds_in_vain": _share(kinds & in_vain, kinds, 0.0),
            "kinds_only_in_vain": _share((kinds & in_vain) - around, kinds, 0.0),
            "kinds_like_gaps": sum(nearest) / len(nearest) if nearest else 0.0,
            "kinds_like_best": self._likeness(kinds, self._kinds(best)) if best else UNDECIDED,
            "questions_here": len(place.asked.get(sentence, [])),
            "gaps_at_place": len(place.gaps),
            "place_overlap": overlap_asked,
            "place_gap_overlap": overlap_gaps,
            "place_overlap_difference": overlap_gaps - overlap_asked,
            "gap_words": len(in_gaps),
            "gap_words_weight": sum(word.weight for word in in_gaps),
            "new_asking": len(new),
            "new_asking_weight": sum(word.weight for word in new),
            "new_telling": sum(word.text not in asked_about for word in unsaid),
        }

    def _kinds_of(self, questions: Iterable[str]) -> frozenset[str]:
        return frozenset().union(*map(self._kinds, questions))

    @staticmethod
    def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
        return _share(one & other, one | other, UNDECIDED)


def overlap(one: str, other: str) -> float:
    """Jaccard overlap of the character pairs of two texts, symbols left out."""
    first, second = _pairs(one), _pairs(other)
    return len(first & second) / max(len(first | second), 1)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    text = _SYMBOLS.sub("", text.lower())
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def _share(part: frozenset[str], whole: frozenset[str], of_nothing: float) -> float:
    return len(part) / len(whole) if whole else of_nothing
