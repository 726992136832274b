"""Learn the adapter of a model from the bank: `python -m qa.lab.train_adapter`.

Two questions of one item are to stand together, apart from those of other items, from the other questions
of the same passage and from the near misses that the report does not answer; a question is to stand
beside its sentence.  What is gained is measured on questions of other hands (`tests/gold/decide-*.jsonl`)
of departments whose bank the maps have not seen; then they are learned from the whole bank and written to
`data/adapters`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bundled import shipped_folder
from index.adapter import Adapter, adapter_path, centre
from index.build import gather_texts
from index.embedding import Embedder, load_embedder
from index.errors import IndexError_
from index.known import encode_known
from index.source import Source
from index.store import find_known
from index.words import to_traditional
from qa.lab.gold import GOLD, OTHER_HANDS, read_bundled, read_gold

STEPS = 1200
BATCH = 384
"""Items of a step; each is compared with all others of its step."""
RATE = 3e-4
TEMPERATURE = 0.05
STAY = 3e-3
"""What it costs to leave the model's own space: weight of the squared distance of a map from identity."""
FOLDS = 5
SEED = 112


@dataclass(frozen=True)
class Material:
    """The raw vectors of a source and how they belong together.

    owners, gap_owners: the sentence of each question and near miss, -1 for none; passages, departments:
    of each sentence the passage's id and the department.
    """

    questions: np.ndarray
    gaps: np.ndarray
    sentences: np.ndarray
    owners: np.ndarray
    gap_owners: np.ndarray
    passages: list[str]
    departments: list[str]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, learn, write; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_adapter", description=__doc__)
    parser.add_argument("--model", help="as in EMBEDDING_MODEL (default: the bundled one)")
    parser.add_argument("--index", type=Path, default=Path("var/index"), help="folder of indexes")
    parser.add_argument("--out", type=Path, help="where the maps go (default: index/data/adapters)")
    parser.add_argument("--folds", type=int, default=FOLDS, help="0 measures nothing")
    arguments = parser.parse_args(argv)
    try:
        embedder, source = load_embedder(arguments.model), read_bundled()
        material = collect(source, embedder, arguments.index)
    except IndexError_ as error:
        print(error, file=sys.stderr)
        return 2
    if arguments.folds:
        for line in cross_validate(source, embedder, material, arguments.folds):
            print(line)
    adapter = learn(material)
    path = arguments.out or adapter_path(embedder.name)
    adapter.save(path)
    print(f"{path}: {path.stat().st_size:,} bytes")
    return 0


def collect(source: Source, embedder: Embedder, folder: Path | None = None) -> Material:
    """Return the material of a source; vectors that are known are not computed again."""
    texts, bank, gaps = gather_texts(source)
    known = list(find_known(folder, shipped_folder()))
    asked = encode_known(embedder, [*bank, *gaps], True, known)
    rows = {(passage.id, number): row for row, (passage, number) in enumerate(source.sentences)}
    return Material(
        asked[: len(bank)],
        asked[len(bank) :],
        encode_known(embedder, texts, False, known),
        np.array(source.owners),
        np.array([rows.get((gap.passage_id, gap.sentence_index), -1) for gap in source.gaps]),
        [passage.id for passage, _ in source.sentences],
        [passage.department for passage, _ in source.sentences],
    )


def learn(material: Material, without: Iterable[str] = (), steps: int = STEPS) -> Adapter:
    """Return the maps learned from a bank, the items of the departments `without` left out."""
    import torch
    from torch.nn import functional

    random = np.random.default_rng(SEED)
    torch.manual_seed(SEED)
    draw = _Draw(material, frozenset(without), random)
    means = material.questions.mean(axis=0), material.sentences.mean(axis=0)
    questions, gaps = (torch.tensor(centre(v, means[0])) for v in (material.questions, material.gaps))
    sentences = torch.tensor(centre(material.sentences, means[1]))
    identity = torch.eye(questions.shape[1])
    maps = [torch.nn.Parameter(identity.clone()) for _ in range(2)]
    optimizer = torch.optim.AdamW(maps, lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)

    def mapped(vectors: Any, number: int) -> Any:
        return functional.normalize(vectors @ maps[number].T, dim=1)

    for _ in range(steps):
        batch = draw.batch()
        own = mapped(questions[batch.one], 0)
        others = [mapped(questions[batch.other], 0), mapped(questions[batch.beside], 0)]
        if len(gaps):
            others.append(mapped(gaps[batch.gaps], 0))
        places = [mapped(sentences[rows], 1) for rows in (batch.items, batch.items_beside)]
        right = torch.arange(len(batch.one))
        loss = sum(
            functional.cross_entropy(own @ torch.cat(group).T / TEMPERATURE, right)
            for group in (others, places)
        ) + STAY * sum(((weights - identity) ** 2).sum() for weights in maps)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    weights = [parameter.detach().numpy() for parameter in maps]
    return Adapter(*(_round(part) for part in (means[0], weights[0], means[1], weights[1])))


@dataclass(frozen=True)
class _Batch:
    """Row numbers of one step, one of each for every item drawn."""

    items: np.ndarray
    one: np.ndarray
    other: np.ndarray
    items_beside: np.ndarray
    beside: np.ndarray
    gaps: np.ndarray


class _Draw:
    """Draws items with two of their questions, a neighbour in the same passage and a near miss there."""

    def __init__(self, material: Material, without: frozenset[str], random: np.random.Generator) -> None:
        self._random = random
        self._of: dict[int, list[int]] = defaultdict(list)
        for question, owner in enumerate(material.owners):
            if material.departments[owner] not in without:
                self._of[int(owner)].append(question)
        self._items = [item for item, questions in self._of.items() if len(questions) > 1]
        if not self._items:
            raise IndexError_("題庫裡沒有一個項目有兩個以上的問題，無從學習。")
        self._all = list(self._of)
        self._near: dict[str, list[int]] = defaultdict(list)
        self._gaps: dict[str, list[int]] = defaultdict(list)
        for item in self._of:
            self._near[material.passages[item]].append(item)
        for gap, owner in enumerate(material.gap_owners):
            if owner >= 0 and material.departments[owner] not in without:
                self._gaps[material.passages[owner]].append(gap)
        self._every_gap = [gap for gaps in self._gaps.values() for gap in gaps] or [0]
        self._passages = material.passages

    def batch(self) -> _Batch:
        size = min(BATCH, len(self._items))
        items = self._random.choice(self._items, size, replace=False)
        pairs = np.array([self._random.choice(self._of[item], 2, replace=False) for item in items])
        beside = np.array([self._beside(item) for item in items])
        return _Batch(
            items,
            pairs[:, 0],
            pairs[:, 1],
            beside,
            np.array([self._pick(self._of[item]) for item in beside]),
            np.array([self._pick(self._gaps.get(self._passages[i], self._every_gap)) for i in items]),
        )

    def _beside(self, item: int) -> int:
        others = [other for other in self._near[self._passages[item]] if other != item]
        return self._pick(others or self._all)

    def _pick(self, numbers: Sequence[int]) -> int:
        return numbers[int(self._random.integers(len(numbers)))]


def cross_validate(
    source: Source, embedder: Embedder, material: Material, folds: int = FOLDS, steps: int = STEPS
) -> Iterable[str]:
    """Yield a line each without and with maps: how often the nearest question and sentence are right.

    A question is measured with maps that have seen nothing of its department's bank.
    """
    records = [record for path in sorted(GOLD.glob(OTHER_HANDS)) for record in read_gold(path)]
    records = [record for record in records if record.get("answerable") and record["lines"]]
    asked = embedder.encode_queries([to_traditional(record["question"]) for record in records])
    lines = np.array([passage.sentences[number].lines for passage, number in source.sentences])
    fold = {name: number % folds for number, name in enumerate(sorted({r["dept"] for r in records}))}
    plain, adapted = np.zeros((len(records), 2)), np.zeros((len(records), 2))
    identity = np.eye(asked.shape[1], dtype=np.float32)
    none = Adapter(material.questions.mean(axis=0), identity, material.sentences.mean(axis=0), identity)
    for number in range(folds):
        rows = [row for row, record in enumerate(records) if fold[record["dept"]] == number]
        maps = learn(material, [name for name, of in fold.items() if of == number], steps)
        for adapter, hits in ((none, plain), (maps, adapted)):
            hits[rows] = _find(adapter, material, asked[rows], [records[row] for row in rows], lines)
    for name, hits in (("the model's own vectors", plain), ("adapted, department unseen", adapted)):
        right = hits.mean(axis=0)
        yield f"{name:28s} n={len(hits)}  nearest question {right[0]:.3f}  nearest sentence {right[1]:.3f}"


def _find(
    adapter: Adapter,
    material: Material,
    asked: np.ndarray,
    records: Sequence[dict[str, Any]],
    lines: np.ndarray,
) -> np.ndarray:
    vectors = adapter.adapt_questions(asked)
    nearest = (vectors @ adapter.adapt_questions(material.questions).T).argmax(axis=1)
    found = np.stack(
        [material.owners[nearest], (vectors @ adapter.adapt_passages(material.sentences).T).argmax(axis=1)]
    ).T
    return np.array(
        [
            [any(lines[row, 0] <= line <= lines[row, 1] for line in record["lines"]) for row in rows]
            for rows, record in zip(found, records, strict=True)
        ],
        dtype=float,
    )


def _round(part: np.ndarray) -> np.ndarray:
    """Return numbers as they are read back from a file of 16 bits."""
    return part.astype(np.float16).astype(np.float32)


if __name__ == "__main__":
    raise SystemExit(main())
