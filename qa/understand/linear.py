"""Linear classifiers over named features, as plain numbers in one file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile


def grams(text: str, longest: int = 3) -> set[str]:
    """The runs of one to `longest` characters of a text with its ends marked."""
    flat = f"^{text}$"
    return {flat[at : at + size] for size in range(1, longest + 1) for at in range(len(flat) - size + 1)}


@dataclass(frozen=True)
class Linear:
    """One classifier: the score of each class is the sum of the weights of the features that are there."""

    classes: tuple[str, ...]
    weights: np.ndarray  # features × classes
    bias: np.ndarray  # classes

    def score(self, rows: Sequence[int]) -> dict[str, float]:
        """The logarithm of each class's probability, given which features are there."""
        scores = self.bias + self.weights[list(rows)].sum(axis=0, dtype=np.float64)
        scores = scores - scores.max()
        scores = scores - np.log(np.exp(scores).sum())
        return dict(zip(self.classes, scores.tolist(), strict=True))


@dataclass(frozen=True)
class Model:
    """Classifiers by what they tell, over one numbering of features."""

    features: Mapping[str, int]
    slots: Mapping[str, Linear]

    def find(self, features: Iterable[str]) -> list[int]:
        """The numbers of the features that the model knows."""
        return [self.features[one] for one in dict.fromkeys(features) if one in self.features]

    def score(self, slot: str, features: Iterable[str]) -> dict[str, float]:
        """The logarithm of the probability of each class of a slot."""
        return self.slots[slot].score(self.find(features))

    def share(self, slot: str, features: Iterable[str]) -> dict[str, float]:
        """The probability of each class of a slot; together 1."""
        return {name: exp(score) for name, score in self.score(slot, features).items()}


@contextmanager
def open_arrays(path: Path) -> Iterator[tuple[Any, NpzFile]]:
    """The head and the arrays of a file of numbers; raises OSError or ValueError for any other, also where
    what is taken from it within is not there.
    """
    try:
        with np.load(path, allow_pickle=False) as data:
            yield json.loads(str(data["head"])), data
    except (AttributeError, EOFError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path} is no model") from error


def load_model(path: Path) -> Model:
    """The model of a file that `qa.lab.linear` wrote; raises OSError or ValueError for any other."""
    with open_arrays(path) as (head, data):
        slots = {
            name: Linear(tuple(classes), data[f"w_{name}"].astype(np.float32), data[f"b_{name}"])
            for name, classes in head["slots"].items()
        }
        features = {one: at for at, one in enumerate(head["features"])}
        return Model(features, slots)
