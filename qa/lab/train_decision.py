"""Train the decision whether the report answers: `python -m qa.lab.train_decision [--messages FOLDER]`.

The examples are questions from several hands (`tests/gold/decide-*.jsonl`) and, where a folder of them is
given, the wishes of people's messages, each as a plain question and as it stands in its message; what the
bank has of a message is left out while it is described.  Folds go by department, so that what is measured
is measured on departments that training has not seen.  The development questions are never used.  The
result is `qa/evidence/data/decision.json`: a logistic regression over features and their products, as plain
numbers.

A second model, `decision-bare.json`, is for places of which no question was anticipated: it looks at the
evidence alone.  `manner.json` has how the wording of questions that such reports answer differs from that of
the others, learned from the bank and the near misses; its folds go by department too.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus.bank import plain_letters
from index.words import normalize
from qa.assistant import POOL, Assistant
from qa.evidence.decision import BARE_MODEL, MODEL, DecisionModel, expand
from qa.evidence.signals import MANNER, OVER_BANK, Manner, find_runs
from qa.evidence.weighing import name_place
from qa.lab.gold import GOLD, OTHER_HANDS, read_gold
from qa.lab.train_wishes import label_clauses
from qa.settings import load_settings
from qa.understand.wishes import join_clauses, load_wishes, split_message
from qa.wording.answering import GAPS

FOLDS = 5
SEEN = 20  # examples that a run of characters must stand in
SMALL = 0.03  # weights of runs below it are left out
MANNER_STRENGTH = 0.03  # of the regression over runs
WRONG_REFUSALS = 0.028  # share of answerable questions that the threshold may refuse
STRENGTH = 0.03  # of the regression; from 0.01 to 0.1 the figures are the same
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
    manners = learn_manners(assistant)
    manners.pop("").save(MANNER)
    examples, bare = zip(*describe(assistant, [*labelled, *told], manners), strict=True)
    fit_and_write(examples, arguments.out)
    fit_and_write(bare, arguments.bare_out)
    return 0


class _Manners(dict):
    """Models of the manner of asking by the department that they have not seen; "" has seen all."""

    def __missing__(self, department: str) -> Manner:
        return self["whole"]


def learn_manners(assistant: Assistant) -> _Manners:
    """Learn from the bank and the near misses what such reports answer beyond the words of a place.

    Each question stands beside its sentence, once with the other questions anticipated of it and once
    without; folds by department.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    source, describer = assistant.index.source, assistant.stages.describer
    asked = [(number, question, True) for number, question in enumerate(source.bank)]
    asked += [(-1, gap, False) for gap in source.gaps if gap.passage_id]
    names: dict[str, int] = {}
    columns, ends, labels, owners = [], [0], [], []
    for number, question, answered in asked:
        passage, sentence = assistant.index.passages[question.passage_id], question.sentence_index
        text = normalize(passage.sentence_text(passage.sentences[sentence])).lower()
        place = f"{name_place(passage, sentence)} {text}"
        runs = find_runs(normalize(question.question).lower())
        for others in (describer.find_asked(passage.id, sentence, {number}), ""):
            known = f"{place} {others}"
            columns += [names.setdefault(("-" if run in known else "+") + run, len(names)) for run in runs]
            ends.append(len(columns))
            labels.append(answered)
            owners.append(passage.department)
    rows = csr_matrix((np.ones(len(columns)), columns, ends), (len(labels), len(names)))
    often = np.flatnonzero(np.bincount(columns) >= SEEN)
    rows, labels, every = rows[:, often], np.array(labels), list(names)
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    groups = sorted(set(owners))
    folds = np.array([groups.index(owner) % FOLDS for owner in owners])

    def fit_without(number: int) -> Manner:
        kept = np.flatnonzero(folds != number)
        model = LogisticRegression(C=MANNER_STRENGTH, solver="liblinear", class_weight="balanced")
        model.fit(rows[kept], labels[kept])
        weights = {every[n]: round(float(w), 2) for n, w in zip(often, model.coef_[0], strict=True)}
        held, new = (
            {run[1:]: w for run, w in sorted(weights.items()) if run[0] == sign and abs(w) >= SMALL}
            for sign in "-+"
        )
        return Manner(held, new)

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
    assistant: Assistant, cases: Sequence[Case], manners: Mapping[str, Manner]
) -> Iterator[tuple[Example, Example]]:
    """The examples of cases, with the bank and without; none of those that another route answers and those
    that nothing is found for.
    """
    from tqdm import tqdm

    index, describer = assistant.index, assistant.stages.describer
    bank = _numbers([question.question for question in index.source.bank])
    gaps = _numbers([question.question for question in index.source.gaps])
    every = range(len(index.source.bank))
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
        describer.manner = manners[case.group]
        whole, bare = (
            describer.describe(question, ranked, chosen, nearest, without).values
            for without in (left_out[0], every)
        )
        bare = {name: value for name, value in bare.items() if name not in OVER_BANK}
        yield Example(case.group, case.answerable, whole), Example(case.group, case.answerable, bare)


def _numbers(texts: Iterable[str]) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        numbers.setdefault(plain_letters(text), []).append(number)
    return numbers


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
    """A scaler of the features and a logistic regression on them and their products, scaled too."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(rows)
    linear = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-3))
    return scaler, linear.fit(expand(scaler.transform(rows)), labels)


def cross_validate(examples: Sequence[Example]) -> np.ndarray:
    """The probability of each example from a model that saw none of its department."""
    _, rows, labels = _arrays(examples)
    groups = sorted({example.group for example in examples})
    fold = np.array([groups.index(example.group) % FOLDS for example in examples])
    scores = np.zeros(len(examples))
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scaler, linear = _fit(rows[train], labels[train])
        scores[test] = linear.predict_proba(expand(scaler.transform(rows[test])))[:, 1]
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
    scaler, (terms, linear) = _fit(rows, labels)
    weights = linear.coef_[0] / terms.scale_
    return {
        "names": names,
        "mean": [round(float(v), 6) for v in scaler.mean_],
        "scale": [round(float(v), 6) for v in scaler.scale_],
        "weights": [round(float(v), 6) for v in weights],
        "bias": round(float(linear.intercept_[0] - weights @ terms.mean_), 6),
    }


if __name__ == "__main__":
    raise SystemExit(main())
