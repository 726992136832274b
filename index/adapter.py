"""A linear map of an embedding model's vectors, learned from the bank of questions.

A general model puts all questions to one city's report close together: its cosines lie between 0.75 and
0.95, and a near miss is as near as a hit.  The bank says which questions mean the same item and which do
not; from it `python -m qa.lab.train_adapter` learns, for one model, a map of questions and one of
passages under which those of one item stand together.  The vectors on disk stay the model's own.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from index.errors import IndexError_

FOLDER = Path(__file__).parent / "data" / "adapters"
PARTS = ("question_mean", "question_map", "passage_mean", "passage_map")


@dataclass(frozen=True)
class Adapter:
    """Maps for the vectors of one model; means (d,) and maps (d, d), float32."""

    question_mean: np.ndarray
    question_map: np.ndarray
    passage_mean: np.ndarray
    passage_map: np.ndarray

    def adapt_questions(self, vectors: np.ndarray) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1 for a model's vectors of questions."""
        return _apply(vectors, self.question_mean, self.question_map)

    def adapt_passages(self, vectors: np.ndarray) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1 for a model's vectors of passages."""
        return _apply(vectors, self.passage_mean, self.passage_map)

    @cached_property
    def digest(self) -> str:
        """What an index made with these maps is known by."""
        digest = hashlib.sha256()
        for name in PARTS:
            digest.update(np.ascontiguousarray(getattr(self, name), dtype=np.float32).tobytes())
        return digest.hexdigest()[:16]

    def save(self, path: Path) -> None:
        """Write the maps in 16 bits; what is read back is what was written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(path, **{name: getattr(self, name).astype(np.float16) for name in PARTS})


def adapter_path(model: str, folder: Path = FOLDER) -> Path:
    """Return where the adapter of a model stands."""
    return model_file(folder, model)


def model_file(folder: Path, model: str) -> Path:
    """Return the file of a model in a folder that holds one for each."""
    return folder / f"{re.sub(r'[^0-9A-Za-z.-]+', '-', model)}.npz"


def load_adapter(model: str, dimension: int, folder: Path = FOLDER) -> Adapter | None:
    """Return the adapter of a model, None where none was learned.

    Raises IndexError_ where its file is damaged or of another dimension.
    """
    path = adapter_path(model, folder)
    if not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as file:
            adapter = Adapter(*(file[name].astype(np.float32) for name in PARTS))
        shapes = [getattr(adapter, name).shape for name in PARTS]
        if shapes != [(dimension,), (dimension, dimension)] * 2:
            raise ValueError(f"shapes {shapes}")
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise IndexError_(
            f"向量調整檔 {path} 讀不出來（{error}），請執行 python -m qa.lab.train_adapter。"
        ) from error
    return adapter


def centre(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return vectors (n, d) from the mean on, of length 1: what the maps are learned for."""
    return _to_length_1(vectors - mean)


def _apply(vectors: np.ndarray, mean: np.ndarray, weights: np.ndarray) -> np.ndarray:
    if len(vectors) == 0:
        return np.zeros((0, len(mean)), dtype=np.float32)
    return _to_length_1(centre(vectors, mean) @ weights.T).astype(np.float32)


def _to_length_1(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
