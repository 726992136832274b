"""`evaluate`: the scores on gold questions, by kind."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.errors import AssistantError, InputError
from qa.lab.scoring import Verdict, is_answerable, judge, summarize

if TYPE_CHECKING:
    from qa.assistant import Assistant

DEFAULT_GOLD = Path(__file__).parents[2] / "tests" / "gold" / "dev.jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gold", type=Path, default=DEFAULT_GOLD, metavar="FILE", help="題庫（預設：開發題）"
    )
    parser.add_argument("--wrong", action="store_true", help="列出每一題答錯的原因")
    parser.add_argument("--tradeoff", action="store_true", help="不同把關門檻下的拒答與誤拒")
    parser.add_argument("--model", action="store_true", help="連同設定的語言模型一起評分（預設不用）")
    parser.add_argument("--json", action="store_true", help="輸出 JSON")


def run(arguments: argparse.Namespace, load: Any) -> int:
    gold = read_gold(arguments.gold)
    assistant: Assistant = load()
    if arguments.model and assistant.model is None:
        raise InputError("要連同語言模型評分，請先設定 LLM_BASE_URL 與 LLM_MODEL。")
    if not arguments.model:
        assistant.model = None
    rows = score_questions(assistant, gold)
    result = summarize((question, verdict) for question, verdict, _ in rows)
    if arguments.model:
        told = [answer.get("trace", {}).get("language_model") for _, _, answer in rows]
        result["model_asked"] = sum(bool(one) for one in told)
        result["model_worded"] = sum(bool(one) and not one.get("dropped") for one in told)
    if arguments.tradeoff:
        result["tradeoff"] = tradeoff([(question, answer) for question, _, answer in rows])
    if arguments.wrong:
        for question, verdict, _ in rows:
            if not verdict.cited or not verdict.faithful:
                unfaithful = "" if verdict.faithful else "；有數字不在引用的段落裡"
                name = f"{question['id']} [{question['kind']}] {question['question']}"
                print(f"{name} -> {verdict.why}{unfaithful}")
    print(json.dumps(result, ensure_ascii=False) if arguments.json else render_scores(result))
    return 0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Gold questions from JSON lines.

    Raises InputError when the file is missing or a line lacks what scoring needs.
    """
    if not path.is_file():
        raise InputError(f"找不到題庫「{path}」。")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"題庫「{path}」讀不到，或不是 UTF-8。") from error
    gold = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            question = json.loads(line)
            missing = {"id", "kind", "question", "facts", "lines"} - question.keys()
        except (ValueError, AttributeError) as error:
            raise InputError(f"題庫「{path}」第 {number} 行不是 JSON 物件。") from error
        if missing:
            raise InputError(f"題庫「{path}」第 {number} 行缺少 {'、'.join(sorted(missing))}。")
        if not _is_well_typed(question):
            raise InputError(f"題庫「{path}」第 {number} 行的欄位型別不對。")
        gold.append(question)
    if not gold:
        raise InputError(f"題庫「{path}」裡沒有題目。")
    return gold


def _is_well_typed(question: dict[str, Any]) -> bool:
    """Are the fields that scoring reads of the types that it needs?"""
    facts, lines, history = question["facts"], question["lines"], question.get("history", [])
    return (
        isinstance(question["question"], str)
        and isinstance(question["kind"], str)
        and isinstance(facts, list)
        and all(
            isinstance(fact, list) and fact and all(isinstance(form, str) for form in fact) for fact in facts
        )
        and isinstance(lines, list)
        and all(isinstance(line, int) for line in lines)
        and isinstance(history, list)
        and all(isinstance(turn, str) for turn in history)
    )


def score_questions(
    assistant: Assistant, gold: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], Verdict, dict[str, Any]]]:
    """Ask every question and judge it: (question, verdict, answer with its trace), in order."""
    from tqdm import tqdm

    rows = []
    for question in tqdm(gold, desc="評分", unit="題", disable=len(gold) < 20, file=sys.stderr):
        try:
            answer = assistant.ask(question["question"], history=question.get("history", []), explain=True)
            answered = answer.to_dict(explain=True)
        except AssistantError as error:
            answered = {"status": "error", "answer": "", "error": str(error)}
        rows.append((question, judge(question, answered), answered))
    return rows


def tradeoff(rows: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, float]]:
    """For thresholds of the decision: how many unanswerable questions are refused, and answerable ones.

    Uses the probability that the decision gave each question (`trace.decision.probability`);
    questions that another route answered count as answered at every threshold.
    """
    scored = [
        (is_answerable(question), answer.get("trace", {}).get("decision", {}).get("probability", 1.0))
        for question, answer in rows
    ]
    yes = [p for answerable, p in scored if answerable]
    no = [p for answerable, p in scored if not answerable]
    return [
        {
            "threshold": threshold / 20,
            "abstained_when_it_should": sum(p < threshold / 20 for p in no) / max(len(no), 1),
            "abstained_wrongly": sum(p < threshold / 20 for p in yes) / max(len(yes), 1),
        }
        for threshold in range(1, 20)
    ]


def render_scores(result: dict[str, Any]) -> str:
    """The figures as a table for the terminal."""
    lines = []
    for key, value in result.items():
        if key == "by_kind":
            lines += [
                f"  {kind:14s} n={row['n']:3d}  right {row['right']:.2f}"
                f"  right and cited {row['right_and_cited']:.2f}"
                for kind, row in value.items()
            ]
        elif key == "tradeoff":
            lines += [
                f"  threshold {row['threshold']:.2f}"
                f"  abstained when it should {row['abstained_when_it_should']:.2f}"
                f"  wrongly {row['abstained_wrongly']:.2f}"
                for row in value
            ]
        else:
            lines.append(f"{key:26s} {value:.3f}" if isinstance(value, float) else f"{key:26s} {value}")
    return "\n".join(lines)
