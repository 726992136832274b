"""Train the decision whether the report answers: `python -m qa.lab.train_decision [--messages FOLDER]`.

The examples are questions from several hands (`tests/gold/decide-*.jsonl`) and, where a folder of them is
given, the wishes of people's messages, each as a plain question and as it stands in its message; what the
bank has of a message is left out while it is described.  Folds go by department, so that what is measured
is measured on departments that training has not seen.  The development questions are never used.  The
result is `qa/evidence/data/decision.json`: a logistic regression as plain numbers.

A second model, `decision-bare.json`, is for places of which no question was anticipated: it looks at the
evidence alone.  `manner.json` has how the wording of questions that such reports answer differs from that of
the others, learned from the bank and the near misses; its folds go by department too.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import plain_letters, read_questions
from corpus.bundled import report_folder
from qa.assistant import POOL, Assistant
from qa.evidence.decision import BARE_MODEL, MODEL, DecisionModel
from qa.evidence.signals import LONGEST_RUN, MANNER, OVER_BANK, Manner, fold
from qa.lab.gold import GOLD, OTHER_HANDS, read_gold
from qa.lab.train_wishes import label_clauses
from qa.settings import load_settings
from qa.understand.wishes import join_clauses, load_wishes, split_message
from qa.wording.answering import GAPS

FOLDS = 5
SEEN = 10  # questions that a run of characters must stand in
SMALL = 0.03  # weights of runs below it are left out
MANNER_STRENGTH = 0.03  # of the regression over runs
WRONG_REFUSALS = 0.035  # share of answerable questions that the threshold may refuse
STRENGTH = 0.05  # of the regression; from 0.01 to 1 the figures are the same
ALWAYS = DecisionModel((), np.zeros(0), np.ones(0), np.zeros(0), 0.0, 0.0)
"""A model that lets every question through: what the examples are described with."""


@dataclass(frozen=True)
class Case:
    """A question to be described: what is asked, the message that it stands in, what is left out for it."""

    group: str  # the department that its fold goes by
    answerable: bool
    asked: str
    message: str
    record: str = ""  # all texts of a record of messages; the bank's questions among them are left out


@dataclass(frozen=True)
class Example:
    """One question with its features."""

    group: str
    answerable: bool
    values: dict[str, float]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_decision", description=__doc__)
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--bare-out", type=Path, default=BARE_MODEL)
    parser.add_argument("--messages", type=Path, help="folder of people's messages, *.jsonl")
    parser.add_argument(
        "files", nargs="*", type=Path, help="labelled questions (default: tests/gold/decide-*)"
    )
    arguments = parser.parse_args(argv)
    settings, files = load_settings(), arguments.files or sorted(GOLD.glob(OTHER_HANDS))
    labelled = [case for path in files for case in read_labelled(path)]
    told = [
        case
        for path in (sorted(arguments.messages.glob("*.jsonl")) if arguments.messages else [])
        for case in read_messages(path)
    ]
    assistant = Assistant.load(settings, model=ALWAYS)
    manners = learn_manners(report_folder())
    manners.pop("").save(MANNER)
    examples = list(
        describe(assistant, [*labelled, *told], lambda case: manners[case.group].score(case.asked))
    )
    fit_and_write(examples, arguments.out)
    fit_and_write([_without_bank(example) for example in examples], arguments.bare_out)
    return 0


class _Manners(dict):
    """Models of the manner of asking by the department that they have not seen; "" has seen all."""

    def __missing__(self, department: str) -> Manner:
        return self["whole"]


def learn_manners(folder: Path) -> _Manners:
    """Learn from the bank and the near misses which wordings such reports answer; folds by department."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    texts, labels, owners = [], [], []
    for kind in ("bank", "gaps"):
        for department, records in read_questions(folder / kind):
            texts += [fold(record["q"]) for record in records]
            labels += [kind == "bank"] * len(records)
            owners += [department] * len(records)
    counter = CountVectorizer(
        analyzer="char", ngram_range=(1, LONGEST_RUN), min_df=SEEN, binary=True, lowercase=False
    )
    rows, labels = counter.fit_transform(texts), np.array(labels)
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    groups = sorted(set(owners))
    folds = np.array([groups.index(owner) % FOLDS for owner in owners])

    def fit_without(number: int) -> Manner:
        kept = np.flatnonzero(folds != number)
        model = LogisticRegression(C=MANNER_STRENGTH, solver="liblinear", class_weight="balanced")
        model.fit(rows[kept], labels[kept])
        weights = {
            run: round(float(model.coef_[0][column]), 2)
            for run, column in sorted(counter.vocabulary_.items())
            if abs(model.coef_[0][column]) >= SMALL
        }
        return Manner(weights, round(float(model.intercept_[0]), 3))

    models = [fit_without(number) for number in range(FOLDS)]
    whole = fit_without(-1)
    manners = _Manners({group: models[number % FOLDS] for number, group in enumerate(groups)})
    manners.update({"": whole, "whole": whole})
    return manners


def read_labelled(path: Path) -> Iterator[Case]:
    """The questions of a labelled file that stand on their own, what they ask told from what they tell."""
    for item in read_gold(path):
        if item.get("history"):
            continue
        answerable = item["answerable"] if "answerable" in item else bool(item["facts"])
        asked = "，".join(load_wishes().read(item["question"]))
        yield Case(item.get("dept", ""), bool(answerable), asked, item["question"])


def read_messages(path: Path) -> Iterator[Case]:
    """Each wish of a file of messages, plainly asked and as it stands in its message."""
    for item in read_gold(path):
        message, wishes = item.get("message", ""), item.get("wishes", [])
        clauses = split_message(message)
        labels = label_clauses(message, wishes)
        record = "\n".join([message, *(w["ask"] for w in wishes), *("".join(w["span"]) for w in wishes)])
        for number, wish in enumerate(wishes):
            case = Case(item["dept"], wish["answerable"], wish["ask"], wish["ask"], record)
            if item["style"] != "search":
                yield case
            own = [clause for clause, label in zip(clauses, labels, strict=True) if label == number]
            if own:
                yield replace(case, asked=join_clauses(message, own), message=message)


def describe(
    assistant: Assistant, cases: Sequence[Case], manner: Callable[[Case], float]
) -> Iterator[Example]:
    """The examples of cases; without those that another route answers and those that nothing is found for."""
    from tqdm import tqdm

    index = assistant.index
    bank = _numbers([question.question for question in index.source.bank])
    gaps = _numbers([question.question for question in index.source.gaps])
    for case in tqdm(cases):
        message = case.message if case.message != case.asked else ""
        question = assistant.understanding.understand(case.message, text=case.asked, message=message)
        keys = [plain_letters(text) for text in case.record.split("\n") if text]
        left_out = [frozenset(n for key in keys for n in numbers.get(key, ())) for numbers in (bank, gaps)]
        candidates = index.search(question.text, None, POOL, left_out[0], message=message)
        if not candidates or assistant.stages.tables.answer(question.text) is not None:
            continue
        nearest = index.find_gaps(question.text, GAPS, left_out[1], message)
        ranked = assistant.weigher.rank(question, candidates)
        chosen = assistant.weigher.choose(question, ranked)
        features = assistant.stages.describer.describe(question, ranked, chosen, nearest, left_out[0])
        yield Example(case.group, case.answerable, features.values | {"manner": manner(case)})


def _numbers(texts: Iterable[str]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        numbers.setdefault(plain_letters(text), []).append(number)
    return numbers


def _without_bank(example: Example) -> Example:
    values = {name: value for name, value in example.values.items() if name not in OVER_BANK}
    return replace(example, values=values)


def fit_and_write(examples: Sequence[Example], path: Path) -> None:
    """Print cross-validated figures and write the model over all examples."""
    print(f"{path.name}: {len(examples)} examples, {sum(e.answerable for e in examples)} answerable")
    scores = cross_validate(examples)
    threshold = choose_threshold(examples, scores)
    report(examples, scores, threshold)
    data = fit(examples) | {"threshold": round(threshold, 4)}
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def _arrays(examples: Sequence[Example]) -> tuple[list[str], np.ndarray, np.ndarray]:
    names = sorted(examples[0].values)
    rows = np.array([[example.values[name] for name in names] for example in examples])
    return names, rows, np.array([example.answerable for example in examples], dtype=int)


def _fit(rows: np.ndarray, labels: np.ndarray) -> tuple[Any, Any]:
    """A scaler and a logistic regression on scaled rows."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    return scaler, LogisticRegression(C=STRENGTH, max_iter=5000).fit(scaler.transform(rows), labels)


def cross_validate(examples: Sequence[Example]) -> np.ndarray:
    """The probability of each example from a model that saw none of its department."""
    _, rows, labels = _arrays(examples)
    groups = sorted({example.group for example in examples})
    fold = np.array([groups.index(example.group) % FOLDS for example in examples])
    scores = np.zeros(len(examples))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scaler, linear = _fit(rows[train], labels[train])
        scores[test] = linear.predict_proba(scaler.transform(rows[test]))[:, 1]
    return scores


def choose_threshold(examples: Sequence[Example], scores: np.ndarray) -> float:
    """The threshold that refuses the share `WRONG_REFUSALS` of the answerable questions."""
    answerable = [score for example, score in zip(examples, scores, strict=True) if example.answerable]
    return float(np.quantile(answerable, WRONG_REFUSALS))


def report(examples: Sequence[Example], scores: np.ndarray, threshold: float) -> None:
    """Print the area under the curve, both rates at some thresholds, and what leaving a feature out costs."""
    from sklearn.metrics import roc_auc_score

    labels = np.array([example.answerable for example in examples])
    whole = roc_auc_score(labels, scores)
    print(f"cross-validated over departments: AUC {whole:.4f}")
    for limit in (threshold, *np.quantile(scores[labels], [0.02, 0.05, 0.08, 0.1, 0.15])):
        refused, wrongly = (scores[~labels] < limit).mean(), (scores[labels] < limit).mean()
        print(f"   threshold {limit:.3f}: refused {refused:.2f} when it should, {wrongly:.3f} wrongly")
    for name in sorted(examples[0].values):
        fewer = [
            replace(e, values={other: value for other, value in e.values.items() if other != name})
            for e in examples
        ]
        print(f"   without {name}: AUC {roc_auc_score(labels, cross_validate(fewer)) - whole:+.4f}")


def fit(examples: Sequence[Example]) -> dict[str, Any]:
    """The model over all examples, as the numbers of `decision.json`."""
    names, rows, labels = _arrays(examples)
    scaler, linear = _fit(rows, labels)
    return {
        "names": names,
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "weights": [round(float(v), 6) for v in linear.coef_[0]],
        "bias": round(float(linear.intercept_[0]), 6),
    }


if __name__ == "__main__":
    raise SystemExit(main())
