"""Vectors that were computed before, kept by text and model so that nothing is embedded twice.

A file holds the vectors of one model: `keys` (12 bytes each, of the text's hash), and either `vectors` in
float16 or, in the small form that ships with a report, `codes` in int8 with `mean` and `step` per
dimension.  Taking the mean away first lets a few bits do: vectors of one model all point one way.
"""

from __future__ import annotations

import hashlib
import logging
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import Embedder, Progress

LOG = logging.getLogger(__name__)

KEY_BYTES = 12
AT_ONCE = 4096
"""Texts that are embedded between two times that vectors are put by."""
STEPS = 3.0
"""Steps of a small file's codes in a standard deviation: more need more bits. 3 keep a cosine of 0.999."""

# What numpy and zipfile raise for files that were cut off or changed.
DAMAGE = (
    OSError, ValueError, KeyError, EOFError, SyntaxError, RuntimeError, MemoryError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def key_of(text: str, question: bool) -> bytes:
    """Return what a text's vector is kept under; a question is embedded otherwise than a passage."""
    return hashlib.sha256(f"{'question' if question else 'passage'}\0{text}".encode()).digest()[:KEY_BYTES]


@dataclass(frozen=True)
class KnownVectors:
    """Vectors of one model by key; `vectors` is float32 or float16 (n, d)."""

    model: str
    rows: dict[bytes, int]
    vectors: np.ndarray

    @classmethod
    def of(cls, model: str, keys: Sequence[bytes], vectors: np.ndarray) -> KnownVectors:
        """Return the vectors under their keys; of a key that comes twice the last one counts."""
        return cls(model, {key: row for row, key in enumerate(keys)}, vectors)

    def save(self, path: Path, small: bool = False) -> None:
        """Write the vectors to `path`; `small` keeps a few bits of each number."""
        keys = np.frombuffer(b"".join(self.rows), dtype=np.uint8).reshape(-1, KEY_BYTES)
        vectors = np.asarray(self.vectors, dtype=np.float32)[list(self.rows.values())]
        model = np.frombuffer(self.model.encode(), dtype=np.uint8)
        if not small:
            np.savez(path, model=model, keys=keys, vectors=vectors.astype(np.float16))
            return
        mean = vectors.mean(axis=0)
        step = np.maximum(vectors.std(axis=0), 1e-6) / STEPS
        codes = np.clip(np.rint((vectors - mean) / step), -127, 127).astype(np.int8)
        # By columns the numbers of one dimension stand together, which packs better.
        np.savez_compressed(path, model=model, keys=keys, codes=codes.T, mean=mean, step=step)


def load_known(path: Path) -> KnownVectors | None:
    """Return the vectors of a file, None where there is none.

    One that is damaged counts as none, with a warning: it is only a cache, so the vectors are computed.
    """
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            model = file["model"].tobytes().decode()
            keys = [key.tobytes() for key in file["keys"]]
            if "vectors" in file:
                vectors = file["vectors"]
            else:
                vectors = file["codes"].T.astype(np.float32) * file["step"] + file["mean"]
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        if vectors.ndim != 2 or len(keys) != len(vectors) or not np.isfinite(vectors).all():
            raise ValueError("shapes or values are not those of vectors")
    except DAMAGE as error:
        LOG.warning("向量快取檔 %s 已損壞（%s），不予採用，其中的向量會重新計算。", path, error)
        return None
    return KnownVectors.of(model, keys, vectors)


def encode_known(
    embedder: Embedder,
    texts: Sequence[str],
    questions: bool,
    known: Iterable[KnownVectors],
    progress: Progress | None = None,
    keep: Callable[[KnownVectors], None] | None = None,
) -> np.ndarray:
    """Return float32 vectors (n, d) of texts; those that are in `known` of this model are not computed.

    keep: given each few thousand vectors that were computed, so that a build that breaks off loses no more.
    """
    vectors = np.zeros((len(texts), embedder.dimension), dtype=np.float32)
    keys = [key_of(text, questions) for text in texts]
    missing = dict.fromkeys(keys)
    for source in known:
        if source.model != embedder.name or source.vectors.shape[1] != embedder.dimension:
            continue
        rows = [number for number, key in enumerate(keys) if key in missing and key in source.rows]
        if rows:
            vectors[rows] = source.vectors[[source.rows[keys[number]] for number in rows]]
        for number in rows:
            missing.pop(keys[number], None)
    if progress:
        progress(len(texts) - len(missing))
    if missing:
        first = {key: number for number, key in reversed(list(enumerate(keys))) if key in missing}
        encode = embedder.encode_queries if questions else embedder.encode_passages
        row = {key: place for place, key in enumerate(first)}
        computed = np.zeros((len(first), embedder.dimension), dtype=np.float32)
        for start in range(0, len(first), AT_ONCE):
            part = [*first.items()][start : start + AT_ONCE]
            found = encode([texts[number] for _, number in part], progress)
            computed[start : start + AT_ONCE] = found
            if keep:
                keep(KnownVectors.of(embedder.name, [key for key, _ in part], found))
        for number, key in enumerate(keys):
            if key in row:
                vectors[number] = computed[row[key]]
    return vectors
