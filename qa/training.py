"""Train the decision whether the report answers: `python -m qa.training`.

The examples are questions from several hands (`tests/gold/decide-*.jsonl`), anticipated questions with
their own key left out, and near misses with theirs left out.  Folds go by department, so that what is
measured is measured on departments that training has not seen.  The development questions are never
used.  The result is `qa/data/decision.json`: plain numbers, no pickle.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import GapQuestion
from qa.decision import MODEL, DecisionModel
from qa.settings import load_settings

GOLD = Path(__file__).parents[1] / "tests" / "gold"
OWN_WEIGHT = 0.25  # of an example from the bank and the near misses against one from another hand
FOLDS = 5
WRONG_REFUSALS = 0.04  # share of answerable questions that the threshold may refuse
ALWAYS = DecisionModel((), np.zeros(0), np.ones(0), np.zeros(0), 0.0, (), 0.0, 0.0)
"""A model that lets every question through: what the examples are described with."""


@dataclass(frozen=True)
class Example:
    """One question with its features; `group` is the department that its fold goes by."""

    group: str
    answerable: bool
    weight: float
    values: dict[str, float]
    source: str


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.training", description=__doc__)
    parser.add_argument("--own", type=int, default=1200, help="how many of the bank and of the near misses")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument(
        "files", nargs="*", type=Path, help="labelled questions (default: tests/gold/decide-*)"
    )
    arguments = parser.parse_args(argv)
    from qa.assistant import Assistant

    assistant = Assistant.load(load_settings(), model=ALWAYS)
    files = arguments.files or sorted(GOLD.glob("decide-*.jsonl"))
    examples = [*read_labelled(assistant, files), *draw_own(assistant, arguments.own)]
    print(f"{len(examples)} examples, {sum(e.answerable for e in examples)} answerable")
    scores = cross_validate(examples)
    threshold = choose_threshold(examples, scores)
    report(examples, scores, threshold)
    data = fit(examples) | {"threshold": round(threshold, 4)}
    arguments.out.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def describe(
    assistant: Any,
    question: str,
    history: Sequence[str] = (),
    *,
    without: int | None = None,
    own_gap: GapQuestion | None = None,
) -> dict[str, float] | None:
    """The features of one question; None where another route answers it or nothing is found."""
    understood = assistant.understand(question, history)
    if assistant.tables.answer(understood.text) is not None:
        return None
    candidates = assistant.index.search(understood.search_text, None, 40, without=without)
    if not candidates:
        return None
    gaps = assistant.index.find_gaps(understood.search_text, 2)
    gap = next(((g, s) for g, s in gaps if g is not own_gap), (None, 0.0))
    ranked = assistant.weigher.rank(understood, candidates)
    chosen = assistant.weigher.complete(understood, ranked)
    own = assistant.index.source.bank[without].question if without is not None else ""
    return assistant.describer.describe(understood, ranked, chosen, gap, without=own).values


def read_labelled(assistant: Any, files: Iterable[Path]) -> Iterator[Example]:
    """The examples of files of labelled questions."""
    from tqdm import tqdm

    for file in files:
        for line in tqdm(file.read_text(encoding="utf-8").splitlines(), desc=file.name):
            item = json.loads(line)
            answerable = item["answerable"] if "answerable" in item else bool(item["facts"])
            values = describe(assistant, item["question"], item.get("history") or [])
            if values is not None:
                yield Example(item.get("dept", ""), answerable, 1.0, values, file.stem)


def draw_own(assistant: Any, count: int) -> Iterator[Example]:
    """Examples from the bank and the near misses, each with its own key left out of account."""
    from tqdm import tqdm

    source = assistant.index.source
    places = {passage.id: passage.department for passage in source.passages}
    generator = random.Random(7)
    for number in tqdm(generator.sample(range(len(source.bank)), min(count, len(source.bank))), desc="bank"):
        question = source.bank[number]
        values = describe(assistant, question.question, without=number)
        if values is not None:
            yield Example(places[question.passage_id], True, OWN_WEIGHT, values, "bank")
    for gap in tqdm(generator.sample(source.gaps, min(count, len(source.gaps))), desc="gaps"):
        values = describe(assistant, gap.question, own_gap=gap)
        if values is not None:
            yield Example(places.get(gap.passage_id or "", ""), False, OWN_WEIGHT, values, "gaps")


def _arrays(examples: Sequence[Example]) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    names = sorted(examples[0].values)
    rows = np.array([[e.values[name] for name in names] for e in examples])
    labels = np.array([e.answerable for e in examples], dtype=int)
    return names, rows, labels, np.array([e.weight for e in examples])


def _fit_pair(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> tuple[Any, Any, Any]:
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    linear = LogisticRegression(C=0.1, max_iter=3000).fit(
        scaler.transform(rows), labels, sample_weight=weights
    )
    boosted = GradientBoostingClassifier(
        n_estimators=160,
        learning_rate=0.05,
        max_depth=3,
        subsample=0.6,
        max_features=0.3,
        min_samples_leaf=12,
        random_state=0,
    ).fit(rows, labels, sample_weight=weights)
    return scaler, linear, boosted


def cross_validate(examples: Sequence[Example]) -> np.ndarray:
    """The probability of each example from a model that saw none of its department."""
    _, rows, labels, weights = _arrays(examples)
    groups = sorted({e.group for e in examples})
    fold = np.array([groups.index(e.group) % FOLDS for e in examples])
    scores = np.zeros(len(examples))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scaler, linear, boosted = _fit_pair(rows[train], labels[train], weights[train])
        scores[test] = (
            linear.predict_proba(scaler.transform(rows[test]))[:, 1] + boosted.predict_proba(rows[test])[:, 1]
        ) / 2
    return scores


def choose_threshold(examples: Sequence[Example], scores: np.ndarray) -> float:
    """The threshold that refuses at most `WRONG_REFUSALS` of the answerable questions of other hands."""
    outside = [s for e, s in zip(examples, scores, strict=True) if e.answerable and e.weight == 1.0]
    return float(np.quantile(outside, WRONG_REFUSALS))


def report(examples: Sequence[Example], scores: np.ndarray, threshold: float) -> None:
    """Print the area under the curve and both rates at the threshold, for each source of examples."""
    from sklearn.metrics import roc_auc_score

    outside = np.array([e.weight == 1.0 for e in examples])
    labels = np.array([e.answerable for e in examples])
    for name, mask in (("other hands", outside), ("bank and near misses", ~outside)):
        if len(set(labels[mask])) < 2:
            continue
        print(f"{name}: AUC {roc_auc_score(labels[mask], scores[mask]):.3f}")
        for limit in (threshold, *np.quantile(scores[mask & labels], [0.02, 0.05, 0.1])):
            refused = (scores[mask & ~labels] < limit).mean()
            wrongly = (scores[mask & labels] < limit).mean()
            print(f"   threshold {limit:.3f}: refused {refused:.2f} when it should, {wrongly:.3f} wrongly")


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """The model over all examples, as the numbers of `decision.json`."""
    names, rows, labels, weights = _arrays(examples)
    scaler, linear, boosted = _fit_pair(rows, labels, weights)
    trees = []
    for (estimator,) in boosted.estimators_:
        tree = estimator.tree_
        trees.append(
            {
                "feature": tree.feature.tolist(),
                "threshold": [round(float(t), 5) for t in tree.threshold],
                "left": tree.children_left.tolist(),
                "right": tree.children_right.tolist(),
                "value": [round(float(v) * boosted.learning_rate, 6) for v in tree.value[:, 0, 0]],
            }
        )
    base = float(boosted._raw_predict_init(rows[:1])[0, 0])
    return {
        "names": names,
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "weights": [round(float(v), 6) for v in linear.coef_[0]],
        "bias": round(float(linear.intercept_[0]), 6),
        "trees": trees,
        "base": round(base, 6),
    }


if __name__ == "__main__":
    raise SystemExit(main())
