"""What the learned ranking knows of a candidate: legs, place, and whether it has what is asked for.

Most values compare a candidate with the others of its question, so that they mean the same for a long
question and a short one, in Chinese and in English.
"""

from __future__ import annotations

import numpy as np

from corpus.model import Section
from index.fusion import ADAPTED
from index.legs import Legs
from index.traits import GOOD_FOR, KINDS, SECTIONS, QuestionTraits, SentenceTraits

NAMES = (
    "dense", "dense_behind", "lexical", "bank_dense", "bank_behind", "bank_lexical",
    "dense_rank", "lexical_rank", "bank_dense_rank", "bank_lexical_rank",
    "has_question", "bank_over_dense", "passage_dense", "passage_bank", "passage_lexical",
    "department_share", "preferred", "other_named",
    "own_words", "context_words", "figures_shared", "figures_missed",
    "number_fits", "money_fits", "percent_fits", "date_fits", "figure_missing",
    "target_fits", "reason_fits", "length", "short", "place",
    *(f"section_{section.name.lower()}" for section in SECTIONS),
    "english", "question_length", "asks_list", "best_lexical", "best_bank_lexical", "best_bank_dense",
)  # fmt: skip
TOP = 20
"""Candidates whose departments are counted."""


def describe(
    legs: Legs, question: QuestionTraits, traits: SentenceTraits, preferred: np.ndarray, fused: np.ndarray
) -> np.ndarray:
    """Return the features of candidates, float32 (n, len(NAMES)).

    preferred: of each candidate whether its department is named or asked for; fused: plain scores.
    """
    rows = legs.rows
    bank = np.maximum(legs.bank_dense, ADAPTED.no_question)
    section = traits.section[rows]
    kinds = traits.kinds[rows]
    passage = np.unique(traits.passage[rows], return_inverse=True)[1]
    department = np.unique(traits.department[rows], return_inverse=True)[1]
    best = np.argsort(-fused, kind="stable")[:TOP]
    shares = np.bincount(department[best], minlength=department.max() + 1) / len(best)
    own = np.array([_share_in(question.pairs, traits.letters[row]) for row in rows], dtype=np.float32)
    shared = np.array([len(question.figures & traits.figures[row]) for row in rows], dtype=np.float32)
    asks = question.asks
    fits = {kind: asks[kind] * (2.0 * kinds[:, KINDS.index(kind)] - 1.0) for kind in KINDS}
    asks_figure = asks["number"] or asks["money"] or asks["percent"] or asks["date"]
    length = np.log1p(traits.length[rows])
    columns: dict[str, np.ndarray | float] = {
        "dense": legs.dense,
        "dense_behind": legs.dense - legs.dense.max(),
        "lexical": legs.lexical,
        "bank_dense": bank,
        "bank_behind": bank - bank.max(),
        "bank_lexical": legs.bank_lexical,
        "dense_rank": _reciprocal_rank(legs.dense),
        "lexical_rank": _reciprocal_rank(legs.lexical),
        "bank_dense_rank": _reciprocal_rank(bank),
        "bank_lexical_rank": _reciprocal_rank(legs.bank_lexical),
        "has_question": legs.question >= 0,
        "bank_over_dense": bank - legs.dense,
        "passage_dense": _group_max(legs.dense, passage) - legs.dense,
        "passage_bank": _group_max(bank, passage) - bank,
        "passage_lexical": _group_max(legs.lexical, passage) - legs.lexical,
        "department_share": shares[department],
        "preferred": preferred,
        "other_named": (1.0 - preferred) * bool(preferred.any()),
        "own_words": own - own.max(initial=0.0),
        "context_words": own,
        "figures_shared": shared / max(len(question.figures), 1),
        "figures_missed": (shared.max(initial=0.0) - shared) / max(len(question.figures), 1),
        "number_fits": fits["number"],
        "money_fits": fits["money"],
        "percent_fits": fits["percent"],
        "date_fits": fits["date"],
        "figure_missing": asks_figure * ~kinds.any(axis=1),
        "target_fits": asks["target"] * _in_sections(section, GOOD_FOR["target"]),
        "reason_fits": asks["reason"] * _in_sections(section, GOOD_FOR["reason"]),
        "length": length,
        "short": length < np.log1p(12),
        "place": traits.place[rows],
        "english": question.english,
        "question_length": np.log1p(question.length),
        "asks_list": asks["list"],
        "best_lexical": legs.best_lexical,
        "best_bank_lexical": legs.best_bank_lexical,
        "best_bank_dense": bank.max(),
    }
    for number, name in enumerate(SECTIONS):
        columns[f"section_{name.name.lower()}"] = section == number
    table = np.empty((len(rows), len(NAMES)), dtype=np.float32)
    for column, name in enumerate(NAMES):
        table[:, column] = columns[name]
    return table


def _reciprocal_rank(values: np.ndarray) -> np.ndarray:
    """Return 1 for the greatest value, 1/2 for the next; equal values share the better rank."""
    ordered = np.sort(values)
    return 1.0 / (1 + len(values) - np.searchsorted(ordered, values, side="right"))


def _group_max(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return of each value the greatest of its group."""
    greatest = np.full(groups.max() + 1, -np.inf, dtype=np.float32)
    np.maximum.at(greatest, groups, values.astype(np.float32))
    return greatest[groups]


def _share_in(pairs: tuple[str, ...], letters: str) -> float:
    return sum(pair in letters for pair in pairs) / len(pairs) if pairs else 0.0


def _in_sections(section: np.ndarray, wanted: tuple[Section, ...]) -> np.ndarray:
    return np.isin(section, [SECTIONS.index(one) for one in wanted])
