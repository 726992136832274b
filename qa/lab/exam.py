"""`exam`: what a configured language model may do, found out before it words anything.

Three papers.  *Judge*: false sentences made from the report by rule, and true ones; next to none of the
false ones may pass the checks and the model's verdict, nearly all true ones must.  *Word*: gold questions
where a model is asked at all, with its words and without; the score may not fall.  *Rewrite*: gold
follow-ups, the same way.  The result is kept for the server, the model and the prompts.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import AssistantError, InputError
from qa.lab.corruptions import TRUE, Case, make_cases
from qa.lab.evaluate import DEFAULT_GOLD, read_gold
from qa.lab.scoring import judge
from qa.llm.answerer import ModelAnswerer, choose_kind
from qa.llm.asking import Asking
from qa.llm.checking import find_faults
from qa.llm.errors import ModelError
from qa.llm.judging import Verdict, judge_claim
from qa.llm.permits import JUDGE, REWRITE, WORD, Permit, keep_permit
from qa.llm.sources import Claim, Sources

if TYPE_CHECKING:
    from qa.assistant import Assistant

FALSE_CASES = 160
MOST_PASSED = 0.02  # of the false sentences, by the checks and the judge together
MOST_BELIEVED = 0.2  # of the false sentences, by the judge alone: a rubber stamp adds nothing to the checks
LEAST_KEPT = 0.9  # of the true sentences
QUESTIONS = 40
FAILURES = 3  # calls in a row without a usable reply, until an examination is given up
SECONDS = 120.0  # for one verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gold", type=Path, nargs="+", default=[DEFAULT_GOLD], metavar="FILE", help="題庫（預設：開發題）"
    )
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N", help="每一科最多用幾題")


def run(arguments: argparse.Namespace, load: Any) -> int:
    gold = [question for path in arguments.gold for question in read_gold(path)]
    assistant: Assistant = load()
    if assistant.model is None:
        raise InputError("沒有語言模型可以測驗，請先設定 LLM_BASE_URL 與 LLM_MODEL。")
    permit = examine(assistant, gold, arguments.questions)
    path = keep_permit(assistant.settings, permit)
    for name, value in permit.figures.items():
        print(f"{name:26s} {value:.3f}" if isinstance(value, float) else f"{name:26s} {value}")
    names = {JUDGE: "複核句子", WORD: "寫說明", REWRITE: "補全追問"}
    may = "、".join(names[one] for one in (JUDGE, WORD, REWRITE) if one in permit.may)
    print(f"這個模型可以：{may or '什麼都不做'}。結果存在「{path}」。")
    return 0


def examine(assistant: Assistant, gold: Sequence[dict[str, Any]], most: int = QUESTIONS) -> Permit:
    """What the assistant's model may do, with the figures of each paper."""
    model = assistant.model
    assert model is not None
    may: set[str] = set()
    figures: dict[str, Any] = {}
    cases = make_cases(assistant.passages, FALSE_CASES)
    if examine_judge(model, cases, figures):
        may.add(JUDGE)
        model.permit = Permit(frozenset({JUDGE, WORD}))
        if _compare(assistant, _worded(assistant, gold), "word", most, figures):
            may.add(WORD)
    model.permit = Permit(frozenset({REWRITE}))
    if _compare(assistant, (q for q in gold if q.get("history")), "rewrite", most, figures):
        may.add(REWRITE)
    model.permit = Permit(frozenset(may), figures)
    return model.permit


@dataclass
class _Tally:
    """How the sentences of the first paper fared."""

    false: int = 0
    stopped: int = 0  # false ones that the checks alone stopped
    believed: int = 0  # false ones that the judge alone let pass
    passed: int = 0  # false ones that got through both
    true: int = 0
    kept: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, case: Case, faulty: bool, supported: bool) -> None:
        if case.kind == TRUE:
            self.true += 1
            self.kept += supported and not faulty
            return
        self.false += 1
        self.stopped += faulty
        self.believed += supported
        if supported and not faulty:
            self.passed += 1
            self.kinds[case.kind] = self.kinds.get(case.kind, 0) + 1

    def lost(self, false: int, true: int) -> bool:
        """Can the paper not be passed any more, with so many sentences in all?"""
        return (
            self.passed > MOST_PASSED * false
            or self.believed > MOST_BELIEVED * false
            or self.true - self.kept > (1 - LEAST_KEPT) * true
        )


def examine_judge(model: ModelAnswerer, cases: Sequence[Case], figures: dict[str, Any]) -> bool:
    """Does the model pass the first paper?  Its figures are added to `figures`."""
    tally = _Tally()
    false = sum(case.kind != TRUE for case in cases)
    failures = 0
    for case in _progress(cases, "複核"):
        try:
            verdict = judge_claim(Asking(model.server, SECONDS), case.text, [case.line])
            failures = 0
        except ModelError as error:
            failures += 1
            if failures >= FAILURES:
                figures["judge_stopped"] = f"{FAILURES} calls failed ({error.reason})"
                return False
            verdict = Verdict.NOT_SAID
        tally.add(case, _is_faulty(case, model), verdict is Verdict.SUPPORTED)
        if tally.lost(false, len(cases) - false):
            break
    figures |= {
        "false_sentences": tally.false,
        "stopped_by_checks": tally.stopped / max(tally.false, 1),
        "believed_by_judge": tally.believed / max(tally.false, 1),
        "false_passed": tally.passed / max(tally.false, 1),
        "true_sentences": tally.true,
        "true_kept": tally.kept / max(tally.true, 1),
        "passed_kinds": tally.kinds,
    }
    return not tally.lost(false, len(cases) - false)


def _is_faulty(case: Case, model: ModelAnswerer) -> bool:
    """Does something speak against a sentence before the judge is asked?"""
    sources = Sources([case.line.passage])
    pointer = next(p for p, line in sources.lines(1) if line.start == case.line.start)
    return bool(find_faults(Claim(case.text, (pointer,)), sources, model.frame("", english=False)))


def _worded(assistant: Assistant, gold: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The gold questions at which a model is asked to word something."""
    for question in gold:
        if question.get("history"):
            continue
        answer, _ = assistant.read(question["question"])
        if choose_kind(assistant.understand(question["question"]), answer):
            yield question


def _compare(
    assistant: Assistant,
    gold: Iterable[dict[str, Any]],
    paper: str,
    most: int,
    figures: dict[str, Any],
) -> bool:
    """Is the score with the model not below the one without it, and does the model do anything?"""
    model = assistant.model
    before = after = used = asked = failures = 0
    for question in _progress(gold, paper):
        if asked >= most or failures >= FAILURES:
            break
        try:
            assistant.model = None
            first = assistant.ask(question["question"], question.get("history", ()))
            assistant.model = model
            last = assistant.ask(question["question"], question.get("history", ()), explain=True)
        except AssistantError:
            continue
        finally:
            assistant.model = model
        asked += 1
        failures = (
            failures + 1 if last.notice and not last.trace.get("language_model", {}).get("given") else 0
        )
        before += judge(question, first.to_dict()).cited
        after += judge(question, last.to_dict()).cited
        used += first.answer != last.answer
    told = {"asked": asked, "used": used, "before": before, "after": after}
    figures |= {f"{paper}_{name}": count for name, count in told.items()}
    return used > 0 and after >= before and failures < FAILURES


def _progress(items: Iterable[Any], name: str) -> Iterable[Any]:
    from tqdm import tqdm

    return tqdm(items, desc=name, unit="題", file=sys.stderr, disable=not sys.stderr.isatty())
