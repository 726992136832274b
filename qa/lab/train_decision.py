"""Train the decision whether the report answers: `python -m qa.lab.train_decision`.

The examples are questions from several hands (`tests/gold/decide-*.jsonl`).  The bank's own questions
and its near misses are no examples: they are keys that the features compare with, and as examples they
made the decision worse on questions from other hands (area under the curve 0.93 with them, 0.96 without).
Folds go by department, so that what is measured is measured on departments that training has not seen.
The development questions are never used.  The result is `qa/data/decision.json`: plain numbers.

A second model, `decision-bare.json`, is for places of which no question was anticipated.  It learns from
the same questions over an index without bank and near misses, and looks at the evidence alone.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bundled import shipped_folder
from index.store import build_index
from qa.assistant import POOL, Assistant
from qa.evidence.decision import BARE_MODEL, MODEL, DecisionModel
from qa.evidence.signals import RESTING_ON_BANK
from qa.settings import Settings, load_settings
from qa.wording.answering import GAPS

GOLD = Path(__file__).parents[2] / "tests" / "gold"
FOLDS = 5
WRONG_REFUSALS = 0.04  # share of answerable questions that the threshold may refuse
ALWAYS = DecisionModel((), np.zeros(0), np.ones(0), np.zeros(0), 0.0, (), 0.0, 0.0)
"""A model that lets every question through: what the examples are described with."""


@dataclass(frozen=True)
class Example:
    """One question with its features; `group` is the department that its fold goes by."""

    group: str
    answerable: bool
    values: dict[str, float]

    def without(self, names: re.Pattern[str]) -> Example:
        """The example without the features of some names."""
        values = {name: value for name, value in self.values.items() if not names.search(name)}
        return replace(self, values=values)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_decision", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--bare-out", type=Path, default=BARE_MODEL)
    parser.add_argument(
        "files", nargs="*", type=Path, help="labelled questions (default: tests/gold/decide-*)"
    )
    arguments = parser.parse_args(argv)
    settings, files = load_settings(), arguments.files or sorted(GOLD.glob("decide-*.jsonl"))
    assistant = Assistant.load(settings, model=ALWAYS)
    fit_and_write(list(read_examples(assistant, files)), arguments.out)
    with tempfile.TemporaryDirectory() as folder:
        bare = list(read_examples(load_bare(settings, assistant, Path(folder)), files))
    fit_and_write([example.without(RESTING_ON_BANK) for example in bare], arguments.bare_out)
    return 0


def load_bare(settings: Settings, assistant: Assistant, folder: Path) -> Assistant:
    """The assistant over the same report without bank and near misses; its index is built in `folder`."""
    source = replace(assistant.index.source, bank=[], gaps=[])
    index = build_index(source, folder, assistant.index.embedder, shipped=shipped_folder())
    return Assistant(settings, index, ALWAYS)


def fit_and_write(examples: Sequence[Example], path: Path) -> None:
    """Print cross-validated figures and write the model over all examples."""
    print(f"{path.name}: {len(examples)} examples, {sum(e.answerable for e in examples)} answerable")
    scores = cross_validate(examples)
    threshold = choose_threshold(examples, scores)
    report(examples, scores, threshold)
    data = fit(examples) | {"threshold": round(threshold, 4)}
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def describe(assistant: Assistant, question: str, history: Sequence[str]) -> dict[str, float] | None:
    """The features of one question; None where another route answers it or nothing is found."""
    subject = history[-1] if history else ""
    understood = assistant.understanding.understand(question, subject=subject)
    if assistant.tables.answer(understood.text) is not None:
        return None
    candidates = assistant.index.search(understood.search_text, None, POOL)
    if not candidates:
        return None
    gaps = assistant.index.find_gaps(understood.search_text, GAPS)
    ranked = assistant.weigher.rank(understood, candidates)
    chosen = assistant.weigher.complete(understood, ranked)
    return assistant.describer.describe(understood, ranked, chosen, gaps).values


def read_examples(assistant: Assistant, files: Iterable[Path]) -> Iterator[Example]:
    """The examples of files of labelled questions."""
    from tqdm import tqdm

    for file in files:
        for line in tqdm(file.read_text(encoding="utf-8").splitlines(), desc=file.name):
            item = json.loads(line)
            answerable = item["answerable"] if "answerable" in item else bool(item["facts"])
            values = describe(assistant, item["question"], item.get("history") or [])
            if values is not None:
                yield Example(item.get("dept", ""), answerable, values)


def _arrays(examples: Sequence[Example]) -> tuple[list[str], np.ndarray, np.ndarray]:
    names = sorted(examples[0].values)
    rows = np.array([[example.values[name] for name in names] for example in examples])
    return names, rows, np.array([example.answerable for example in examples], dtype=int)


def _fit_pair(rows: np.ndarray, labels: np.ndarray) -> tuple[Any, Any, Any]:
    """A scaler, a logistic regression on scaled rows and boosted trees on plain ones."""
    from sklearn.ensemble import GradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    linear = LogisticRegression(C=0.05, max_iter=5000).fit(scaler.transform(rows), labels)
    boosted = GradientBoostingClassifier(
        n_estimators=600,
        learning_rate=0.03,
        max_depth=3,
        subsample=0.6,
        max_features=0.15,
        min_samples_leaf=15,
        random_state=0,
    ).fit(rows, labels)
    return scaler, linear, boosted


def cross_validate(examples: Sequence[Example]) -> np.ndarray:
    """The probability of each example from a model that saw none of its department."""
    _, rows, labels = _arrays(examples)
    groups = sorted({example.group for example in examples})
    fold = np.array([groups.index(example.group) % FOLDS for example in examples])
    scores = np.zeros(len(examples))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scaler, linear, boosted = _fit_pair(rows[train], labels[train])
        scores[test] = (
            linear.predict_proba(scaler.transform(rows[test]))[:, 1] + boosted.predict_proba(rows[test])[:, 1]
        ) / 2
    return scores


def choose_threshold(examples: Sequence[Example], scores: np.ndarray) -> float:
    """The threshold that refuses the share `WRONG_REFUSALS` of the answerable questions."""
    answerable = [score for example, score in zip(examples, scores, strict=True) if example.answerable]
    return float(np.quantile(answerable, WRONG_REFUSALS))


def report(examples: Sequence[Example], scores: np.ndarray, threshold: float) -> None:
    """Print the area under the curve and both rates at some thresholds."""
    from sklearn.metrics import roc_auc_score

    labels = np.array([example.answerable for example in examples])
    print(f"cross-validated over departments: AUC {roc_auc_score(labels, scores):.3f}")
    for limit in (threshold, *np.quantile(scores[labels], [0.02, 0.05, 0.08, 0.1, 0.15])):
        refused, wrongly = (scores[~labels] < limit).mean(), (scores[labels] < limit).mean()
        print(f"   threshold {limit:.3f}: refused {refused:.2f} when it should, {wrongly:.3f} wrongly")


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """The model over all examples, as the numbers of `decision.json`."""
    names, rows, labels = _arrays(examples)
    scaler, linear, boosted = _fit_pair(rows, labels)
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
