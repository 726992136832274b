"""What speaks for a sentence being on a subject, one number a sentence and feature, and their sum."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from qa.gather.ground import Ground
from qa.gather.subject import Subject, Word

_SYNONYM = 0.9  # what a synonym accounts for, as in `WordMatcher.account`


_TELLING = 0.8
"""Share of the heaviest word's weight that a word has which is no mere remark on it (新住民 的 服務)."""


@dataclass(frozen=True)
class Scale:
    """Weights of the features and where the scale has its marks: a logistic regression over sentences.

    Folded by subject over 1,119 ways to ask for 162 subjects and 305 searches of other hands: of the searches
    .92 find a subject that the report has, and .82 nothing of one that it has not.
    """

    both: float = 11.2
    whole: float = 0.8
    near: float = 17.5
    lacking: float = 8.0
    nearest: float = -3.8
    level: float = -17.0
    found: float = -0.25  # the best sentence of a subject that the report has is worth at least this
    belongs: float = -2.0  # a sentence on a subject that the report has


SCALE = Scale()


@dataclass(frozen=True)
class Scores:
    """Of each sentence: what it is worth, what share of the words it has itself."""

    worth: np.ndarray
    own: np.ndarray
    near: np.ndarray
    mentions: np.ndarray  # it or what stands above it prints the telling words of an alternative
    titled: np.ndarray  # what stands above it does


class Describer:
    """Describes all sentences of a report for a subject."""

    def __init__(self, ground: Ground, scale: Scale = SCALE) -> None:
        self._ground = ground
        self._scale = scale

    def score(self, subject: Subject) -> Scores:
        """What each sentence is worth as one on the subject: about 0 for one that is as likely as not."""
        columns, mentions, titled = self.describe(subject)
        s = self._scale
        own, both, whole, near, lacking, nearest = columns.T
        worth = (
            s.both * both
            + s.whole * whole
            + s.near * near
            + s.lacking * lacking
            + s.nearest * nearest
            + s.level
        )
        return Scores(worth, own, near, mentions, titled)

    def describe(self, subject: Subject) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Sentences × (own, both, whole, near, lacking, nearest).

        own, both: weighted share of the words in the sentence, in it or above it.  whole: 1 where all are.
        near: cosine to it or to the nearest question that it answers.  lacking: what the best sentence of the
        report lacks of the words, nearest: the greatest similarity to a question; both the same for all.
        Besides, of each: are the telling words of an alternative in it or above it; are they above it?
        """
        ground = self._ground
        n = len(ground.rows)
        covers = [self._cover(words) for words in subject.alternatives]
        heaviest = max((weight for _, weight, *_ in covers), default=0.0)
        mentions, titled = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        best = np.zeros((n, 3), dtype=np.float32)
        lacking = np.ones(n, dtype=np.float32)
        for cover, weight, mention, title in covers:
            mentions |= mention
            titled |= title
            # Light words alone are a remark on the others (訓練、活動、會議), no subject of their own.
            cover = cover * (min(1.0, weight / heaviest) ** 2 if heaviest else 0.0)
            better = cover[:, 1] > best[:, 1]
            best[better] = cover[better]
            lacking[better] = 1.0 - cover[better, 1].max(initial=0.0)
        dense, asked = ground.similarities(subject.text)
        nearest = np.full(n, asked.max(initial=0.0))
        return np.column_stack([best, np.maximum(dense, asked), lacking, nearest]), mentions, titled

    def _cover(self, words: tuple[Word, ...]) -> tuple[np.ndarray, float, np.ndarray, np.ndarray]:
        """Sentences × (own, both, whole) for words that belong together, top weight, mentions, titles."""
        ground = self._ground
        total = heaviest = 0.0
        hits: list[tuple[float, np.ndarray, np.ndarray]] = []
        own_share = np.zeros(len(ground.rows), dtype=np.float32)
        both_share = np.zeros(len(ground.rows), dtype=np.float32)
        whole = np.ones(len(ground.rows), dtype=bool)
        for word in words:
            strict = ground.find_own([word.text, *word.forms]) | ground.find_above([word.text, *word.forms])
            forms = [form.lower() for form in (*word.forms, *word.terms)]
            own = np.maximum(ground.find_own([word.text]), _SYNONYM * ground.find_own(forms))
            above = np.maximum(ground.find_above([word.text]), _SYNONYM * ground.find_above(forms))
            both = np.maximum(own, above)
            weight = weigh(ground.share_passages(both > 0), ground.passages)
            total, heaviest = total + weight, max(heaviest, weight)
            own_share += weight * own
            both_share += weight * both
            whole &= both > 0
            hits.append((weight, strict if strict.any() else both > 0, above > 0))
        telling = [hit for weight, *hit in hits if weight >= _TELLING * heaviest and hit[0].any()]
        none = np.zeros(len(ground.rows), dtype=bool)
        mentions, titled = (
            (np.logical_and.reduce(found) if telling else none)
            for found in ([mention for mention, _ in telling], [title for _, title in telling])
        )
        shares = np.column_stack([own_share, both_share, whole * total]) / max(total, 1e-6)
        return shares, heaviest, mentions, titled


def weigh(share: float, passages: int) -> float:
    """Inverse frequency of a word: 1 where none of the passages has it, towards 0 where all have."""
    return math.log((1 + passages) / (1 + share * passages)) / math.log(1 + max(passages, 1))
