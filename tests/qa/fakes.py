"""Stand-ins that need no model: an embedder of character pairs and a decision by rule."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from index.words import normalize

COMMON = 3**0.5
"""Length of what all vectors share: texts with nothing in common have a cosine of 0.75, as in a model."""

ASKING = re.compile(r"為什麼|什麼時候|什麼|多少|哪些|哪|幾|有|是|了|的|嗎|呢|[^\w]")


class FakeEmbedder:
    """Vectors of hashed character pairs: texts that share words are near, and the same text is the same.

    Words of asking count nothing, or all questions would be near each other.
    """

    name = space = "fake"
    dimension = 512
    adapter = None

    def encode_queries(self, texts: Sequence[str], progress=None) -> np.ndarray:
        return self._encode(texts, progress)

    def encode_passages(self, texts: Sequence[str], progress=None) -> np.ndarray:
        return self._encode(texts, progress)

    def without_adapter(self) -> FakeEmbedder:
        return self

    def adapt_queries(self, vectors: np.ndarray) -> np.ndarray:
        return vectors

    def adapt_passages(self, vectors: np.ndarray) -> np.ndarray:
        return vectors

    def _encode(self, texts: Sequence[str], progress) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            flat = ASKING.sub(" ", normalize(text).lower())
            for place in range(len(flat) - 1):
                pair = flat[place : place + 2]
                vectors[row, 1 + zlib.crc32(pair.encode()) % (self.dimension - 1)] += 1.0
            vectors[row] /= max(np.linalg.norm(vectors[row]), 1e-9)
            vectors[row, 0] = COMMON
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True) if len(texts) else vectors


class RuleDecision:
    """A decision that anybody would sign, so that tests do not hang on what training found.

    No answer for another year, the future, another place, what such reports never hold, a kind of thing
    that is not there, and a word that the whole report does not have.
    """

    threshold = 0.5
    against = ("other_year", "future", "foreign", "never_unproved")

    def probability(self, values: Mapping[str, float]) -> float:
        if any(values.get(name, 0.0) > 0 for name in self.against):
            return 0.05
        cells = any(values.get(f"asks_{kind}", 0.0) for kind in ("target", "actual", "attainment"))
        if cells and values.get("indicator_row", 0.0):
            return 0.9
        return 0.1 if values.get("absent", 0.0) or values.get("unknown_most", 0.0) > 0.95 else 0.9
