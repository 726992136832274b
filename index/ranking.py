"""The learned ranking: small decision trees that correct the fused score of a candidate.

Trained by `python -m index.train` with LightGBM, kept as plain numbers in `data/ranking.json` and
evaluated here, because importing LightGBM would cost a cold start nearly a second.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.errors import IndexError_
from index.features import NAMES

RANKING = Path(__file__).parent / "data" / "ranking.json"


@dataclass(frozen=True)
class Ranker:
    """Trees in arrays (trees × nodes); a leaf leads to itself and has a value.

    weight: what a unit of the trees' sum adds to a fused score.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    depth: int
    weight: float

    def correct(self, features: np.ndarray) -> np.ndarray:
        """Return what to add to the fused scores of candidates with these features (n × len(NAMES))."""
        table = features.astype(np.float64)
        trees = np.arange(len(self.feature))[None, :]
        rows = np.arange(len(table))[:, None]
        node = np.zeros((len(table), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            left = table[rows, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(left, self.left[trees, node], self.right[trees, node])
        return self.weight * self.value[trees, node].sum(axis=1)

    def to_record(self) -> dict[str, object]:
        """Return the ranker as plain lists, for JSON."""
        return {
            "features": list(NAMES),
            "weight": self.weight,
            "depth": self.depth,
            "trees": [
                [
                    [int(f), float(f"{t:.7g}"), int(a), int(b), float(f"{v:.6g}")]
                    for f, t, a, b, v in zip(*columns, strict=True)
                ]
                for columns in zip(
                    self.feature, self.threshold, self.left, self.right, self.value, strict=True
                )
            ],
        }


def load_ranker(path: Path = RANKING) -> Ranker:
    """Return the ranker of a file.

    Raises IndexError_ where the file is missing, is none, or was trained on other features.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["features"] != list(NAMES):
            raise ValueError("features")
        nodes = np.array(record["trees"], dtype=np.float64)
        whole = nodes[:, :, [0, 2, 3]].astype(np.int64)
        return Ranker(
            whole[:, :, 0],
            nodes[:, :, 1],
            whole[:, :, 1],
            whole[:, :, 2],
            nodes[:, :, 4],
            int(record["depth"]),
            float(record["weight"]),
        )
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise IndexError_(f"排序模型 {path} 讀不出來，請執行 python -m index.train 重新訓練。") from error
