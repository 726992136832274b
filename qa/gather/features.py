"""What speaks for a sentence being on a subject, one number a sentence and feature."""

from __future__ import annotations

import math

import numpy as np

from corpus.model import Section
from qa.gather.ground import Ground
from qa.gather.subject import Subject, Word

NAMES = ("literal", "own", "above", "both", "whole", "dense", "bank", "missing", "light", "prose")
_SYNONYM = 0.9  # what a synonym accounts for, as in `WordMatcher.account`
_PROSE = (Section.PREFACE, Section.ASSESSMENT)


class Describer:
    """Describes all sentences of a report for a subject."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._prose = np.array([row.passage.section in _PROSE for row in ground.rows], dtype=np.float32)

    def describe(self, subject: Subject, text: str) -> np.ndarray:
        """An array of sentences × `NAMES`; `text` is what similarity is measured to."""
        ground = self._ground
        n = len(ground.rows)
        covers = [self._cover(words) for words in subject.alternatives]
        heaviest = max((weight for _, weight in covers), default=0.0)
        best = np.zeros((n, 6), dtype=np.float32)
        best[:, 5] = 1.0
        for cover, weight in covers:
            # An alternative of light words alone is a remark on the others (訓練、活動、會議), no subject.
            share = min(1.0, weight / heaviest) ** 2 if heaviest else 0.0
            cover = cover * share
            better = cover[:, 3] > best[:, 3]
            best[better, :5] = cover[better]
            best[better, 5] = 1.0 - cover[better].max(axis=1)
        dense, bank = ground.similarities(text)
        lightest = 1.0 - heaviest
        columns = [best[:, i] for i in range(5)]
        return np.stack(
            [*columns, dense, bank, best[:, 5], np.full(n, lightest, dtype=np.float32), self._prose], axis=1
        ).astype(np.float32)

    def _cover(self, words: tuple[Word, ...]) -> tuple[np.ndarray, float]:
        """Of each sentence, the weighted share of the words that it, its place or both account for."""
        ground = self._ground
        total = heaviest = 0.0
        columns = np.zeros((len(ground.rows), 5), dtype=np.float32)
        whole = np.ones(len(ground.rows), dtype=bool)
        for word in words:
            own, above = ground.find_own([word.text]), ground.find_above([word.text])
            forms = [form.lower() for form in word.forms]
            own_form, above_form = ground.find_own(forms), ground.find_above(forms)
            anywhere = own | above | own_form | above_form
            share = ground.share_passages(anywhere)
            weight = weigh(share, ground.passages)
            total += weight
            heaviest = max(heaviest, weight)
            own_any = np.maximum(own, _SYNONYM * own_form)
            above_any = np.maximum(above, _SYNONYM * above_form)
            columns[:, 0] += weight * (own | above)
            columns[:, 1] += weight * own_any
            columns[:, 2] += weight * above_any
            columns[:, 3] += weight * np.maximum(own_any, above_any)
            whole &= anywhere
        columns[:, :4] /= max(total, 1e-6)
        columns[:, 4] = whole
        return columns, heaviest


def weigh(share: float, passages: int) -> float:
    """Inverse frequency of a word that a share of the passages has: 1 where none has it, towards 0 for all."""
    return math.log((1 + passages) / (1 + share * passages)) / math.log(1 + max(passages, 1))
