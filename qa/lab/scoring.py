"""Score answers against gold questions: the rules that every figure of this project is measured by.

A question that the report answers counts as *right* when its status is `answered`, every required fact
stands in the answer in one of its forms, none of the forbidden forms does, and the answer is no longer
than the limit of its kind; as *cited* when, besides, a citation overlaps the gold lines and the facts
stand in the cited passages.  Fields of a question may ask for more: `any_of`, so many of these items as
well; `offtopic`, words that betray another subject; `also`, further statuses that count as right.

A question that the report does not answer counts as right when the status is `not_found`.  An answer is
*faithful* when every number in it stands in a cited passage, in its place (path, page) or in the
question; answers of route `table` are computed and exempt.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from qa.check.numerals import MARK

DEFAULT_LIMIT = 400
LIMITS = {
    **dict.fromkeys(("figure", "kpi", "falsepremise", "simplified"), 250),
    **dict.fromkeys(("list", "aggregate", "topic"), 800),
    "survey": 1200,
}
"""Characters that an answer of a kind may have, its [n] marks left out."""
GATHERED = ("aggregate", "survey", "premise")
"""Kinds whose facts are computed or gathered from many places, and need not stand in what is cited."""

_TAG = re.compile(r"</?(?:p|ol|ul|li|u|br|table|thead|tbody|tr|td|th)\b[^>]*>|\t")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Verdict:
    """How one answer fared; `why` names what is wrong, "" when nothing is."""

    right: bool
    cited: bool
    faithful: bool
    answered: bool
    off_topic: bool
    length: int
    seconds: float | None
    why: str


def normalize(text: str) -> str:
    """Width, 臺/台, thousands commas, white space and markup made alike; cells kept apart by `|`."""
    text = unicodedata.normalize("NFKC", text).replace("臺", "台")
    text = _TAG.sub("|", text)
    return re.sub(r"[^\S\n]|,", "", text).replace("\n", "").lower()


def stands_in(form: str, text: str) -> bool:
    """Is the normalised `form` in the normalised `text`, with no digit running on at either end?"""
    left = r"(?<![\d.])" if form[:1].isdigit() else ""
    right = r"(?!\d|\.\d)" if form[-1:].isdigit() else ""
    return re.search(left + re.escape(form) + right, text) is not None


def numbers(text: str) -> set[str]:
    """The digit strings of a text without its [n] marks and thousands commas."""
    text = MARK.sub(" ", unicodedata.normalize("NFKC", text))
    return set(_NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)))


def has_fact(forms: Sequence[str], text: str) -> bool:
    """Does one of the forms of a fact stand in the normalised text?"""
    return any(stands_in(normalize(form), text) for form in forms)


def is_answerable(gold: dict[str, Any]) -> bool:
    """Whether the report answers a gold question."""
    return bool(gold["facts"] or gold.get("any_of"))


def judge(gold: dict[str, Any], answer: dict[str, Any]) -> Verdict:
    """One gold question against one answer of the contract's form."""
    text = MARK.sub("", answer.get("answer", ""))
    cited = answer.get("citations") or []
    answered = answer.get("status") == "answered"
    passages = normalize(" ".join(c.get("passage", "") for c in cited))
    faithful = not answered or answer.get("route") == "table" or not _unseen(gold, text, cited, passages)
    on_line = any(c["lines"][0] <= line <= c["lines"][1] for c in cited for line in gold["lines"])
    computed = gold["kind"] == "aggregate" and is_answerable(gold)
    accepted = answer.get("status") in gold.get("also", [])
    common = {
        "faithful": faithful,
        "answered": answered or (accepted and is_answerable(gold)),
        "off_topic": answered and not on_line and not computed,
        "length": len(text),
        "seconds": answer.get("seconds"),
    }
    if accepted or not is_answerable(gold):
        right = accepted or answer.get("status") == "not_found"
        why = "" if right else f"status {answer.get('status')} though the report does not say"
        return Verdict(right=right, cited=right, why=why, **common)

    flat = normalize(text)
    missing = [fact[0] for fact in gold["facts"] if not has_fact(fact, flat)]
    betraying = [*gold.get("forbidden", []), *gold.get("offtopic", [])]
    forbidden = [form for form in betraying if stands_in(normalize(form), flat)]
    wanted = gold.get("any_of", {"k": 0, "forms": []})
    found = sum(has_fact(item, flat) for item in wanted["forms"])
    limit = LIMITS.get(gold["kind"], DEFAULT_LIMIT)
    supported = gold["kind"] in GATHERED or all(has_fact(fact, passages) for fact in gold["facts"])
    right = answered and not (missing or forbidden) and found >= wanted["k"] and len(text) <= limit
    reasons = [
        "" if answered else f"status {answer.get('status')}",
        f"missing {'、'.join(missing)}" if missing else "",
        f"{found} of the {wanted['k']} items wanted" if found < wanted["k"] else "",
        f"forbidden {'、'.join(forbidden)}" if forbidden else "",
        f"{len(text)} characters" if len(text) > limit else "",
        "" if on_line else "no citation on the gold lines",
        "" if supported else "facts not in the cited passages",
    ]
    cited = right and (on_line or computed) and supported
    return Verdict(right=right, cited=cited, why="; ".join(filter(None, reasons)), **common)


def _unseen(gold: dict[str, Any], text: str, cited: list[dict[str, Any]], passages: str) -> set[str]:
    """The numbers of an answer that neither the question nor anything cited has."""
    asked = numbers(" ".join([*gold.get("history", []), gold["question"]]))
    shown = numbers(
        " ".join(f"{c.get('passage', '')} {' '.join(c.get('path') or [])} {c.get('page')}" for c in cited)
    )
    return {number for number in numbers(text) - asked - shown if not stands_in(number, passages)}


def summarize(pairs: Iterable[tuple[dict[str, Any], Verdict]]) -> dict[str, Any]:
    """All figures over many questions, and right and cited by kind; rates are None over no question."""
    rows = list(pairs)
    verdicts = [verdict for _, verdict in rows]
    answerable = [verdict for gold, verdict in rows if is_answerable(gold)]
    unanswerable = [verdict for gold, verdict in rows if not is_answerable(gold)]
    refused = [(gold, verdict) for gold, verdict in rows if not verdict.answered]
    times = sorted(verdict.seconds for verdict in verdicts if verdict.seconds is not None)
    kinds: dict[str, list[Verdict]] = defaultdict(list)
    for gold, verdict in rows:
        kinds[gold["kind"]].append(verdict)
    answered_rate = _rate(answerable, "answered")
    return {
        "questions": len(rows),
        "score": _rate(verdicts, "cited"),
        "right": _rate(answerable, "right"),
        "right_and_cited": _rate(answerable, "cited"),
        "abstained_when_it_should": _rate(unanswerable, "right"),
        "abstained_wrongly": None if answered_rate is None else 1 - answered_rate,
        "answered_off_topic": sum(verdict.off_topic for verdict in verdicts),
        "not_found_precision": sum(not is_answerable(gold) for gold, _ in refused) / len(refused)
        if refused
        else None,
        "faithful_numbers": _rate(verdicts, "faithful"),
        "median_length": statistics.median(v.length for v in answerable) if answerable else None,
        "p50_seconds": statistics.median(times) if times else None,
        "p95_seconds": times[min(int(len(times) * 0.95), len(times) - 1)] if times else None,
        "by_kind": {
            kind: {"n": len(group), "right": _rate(group, "right"), "right_and_cited": _rate(group, "cited")}
            for kind, group in sorted(kinds.items())
        },
    }


def _rate(verdicts: Sequence[Verdict], field: str) -> float | None:
    return sum(getattr(v, field) for v in verdicts) / len(verdicts) if verdicts else None
