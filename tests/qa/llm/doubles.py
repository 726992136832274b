"""`python -m tests.qa.llm.doubles`: the score with scripted models of known character.

A good model (it knows the gold answers), a liar and a flatterer whose judges believe everything, an echo,
one that loops and one that is slow are asked over a loopback server wherever a model would be; the score
with each stands beside the score without, though no examination was passed.  `--examined` lets each sit
the examination's first paper.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qa.answer import Answer
from qa.assistant import Assistant
from qa.lab.corruptions import TRUE, make_cases
from qa.lab.evaluate import DEFAULT_GOLD, read_gold
from qa.lab.exam import FALSE_CASES, examine_judge
from qa.lab.scoring import has_fact, judge, normalize
from qa.llm.answerer import ModelAnswerer, choose_kind
from qa.llm.permits import JUDGE, REWRITE, WORD, Permit
from qa.settings import load_settings
from tests.qa.llm.loopback import LoopbackServer, Reply, play, say

Script = Callable[[dict[str, Any]], Reply]
_LINE = re.compile(r"^(\[\d+\.\d+\]) (.+)$", re.MULTILINE)


def good(gold: dict[str, Any]) -> Reply:
    """Copies the sentences that hold the gold facts, or says that there are none."""

    def write(user: str) -> str:
        lines = [
            f"{text[:120].rstrip('。')} {pointer}。"
            for pointer, text in _LINE.findall(user)
            if gold["facts"] and any(has_fact(forms, normalize(text[:120])) for forms in gold["facts"])
        ]
        return "\n".join(lines[:2]) or "查無"

    def answers(user: str) -> str:
        said = normalize(user.partition("<answer>")[2])
        return "是" if gold["facts"] and all(has_fact(forms, said) for forms in gold["facts"]) else "否"

    return play(write=write, answers=answers)


def liar(gold: dict[str, Any]) -> Reply:
    """Turns what is printed round and believes itself."""

    def write(user: str) -> str:
        lines = _LINE.findall(user)[:2]
        return "\n".join(
            f"{re.sub(r'[0-9]', '7', text[:90])}，並未完成 {pointer}。" for pointer, text in lines
        )

    return play(write=write, rewrite=lambda user: "那經費是多少？" + user[10:40].replace("\n", ""))


def flatterer(gold: dict[str, Any]) -> Reply:
    """Copies whatever stands first and finds that it answers."""
    return play(write=lambda user: "".join(f"{text[:100]} {p}。" for p, text in _LINE.findall(user)[:1]))


def echo(gold: dict[str, Any]) -> Reply:
    """Says the question again, whatever is asked."""
    return lambda handler, body: say(_question(body))(handler, body)


def _question(body: dict[str, Any]) -> str:
    found = re.search(r"<question>\n(.*?)\n</question>", body["messages"][-1]["content"], re.DOTALL)
    return found[1] if found else "支持"


def looping(gold: dict[str, Any]) -> Reply:
    return say("支持，本府持續推動各項業務 [1.1]。" * 200, step=20)


def slow(gold: dict[str, Any]) -> Reply:
    def reply(handler: Any, body: dict[str, Any]) -> None:
        time.sleep(1.5)

    return reply


DOUBLES: dict[str, Script] = {
    "good": good,
    "liar": liar,
    "flatterer": flatterer,
    "echo": echo,
    "looping": looping,
    "slow": slow,
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--gold", type=Path, nargs="+", default=[DEFAULT_GOLD])
    parser.add_argument("--doubles", nargs="+", choices=DOUBLES, default=list(DOUBLES))
    parser.add_argument("--examined", action="store_true")
    arguments = parser.parse_args(argv)
    server = LoopbackServer()
    given = {"llm_base_url": server.url, "llm_model": "double", "llm_timeout": 1.0}
    assistant = Assistant.load(load_settings(env_file=None).model_copy(update=given))
    if arguments.examined:
        _examine(assistant, server)
        return
    model = assistant.model
    for path in arguments.gold:
        _compare(assistant, model, server, path, arguments.doubles)


def _compare(
    assistant: Assistant, model: ModelAnswerer, server: LoopbackServer, path: Path, names: Sequence[str]
) -> None:
    gold = read_gold(path)
    scores = dict.fromkeys(["without", *names], 0)
    worded = dict.fromkeys(names, 0)
    asked = 0
    for question in gold:
        history = question.get("history", ())
        assistant.model = None
        draft = assistant.ask(question["question"], history, explain=True)
        before = judge(question, draft.to_dict()).cited
        scores["without"] += before
        kind = choose_kind(assistant.understand(draft.asked or question["question"]), draft)
        asked += bool(kind or history)
        for name in names:
            last: Answer = draft
            if kind or history:
                assistant.model = model
                model.permit = Permit(frozenset({JUDGE, WORD, REWRITE}))
                model._breaker.succeed()
                server.reply = DOUBLES[name](question)
                last = assistant.ask(question["question"], history)
                worded[name] += last.answer != draft.answer
            after = judge(question, last.to_dict()).cited
            scores[name] += after
            if after < before:
                print(f"LOST {name} {question['id']}: {judge(question, last.to_dict()).why}")
    print(path.name, json.dumps({n: round(s / len(gold), 3) for n, s in scores.items()}), "asked", asked)
    print("worded", json.dumps(worded))


def _examine(assistant: Assistant, server: LoopbackServer) -> None:
    """The first paper for a judge that knows, one that believes all, and the doubles."""
    cases = make_cases(assistant.passages, FALSE_CASES)
    true = {case.text for case in cases if case.kind == TRUE}

    def knows(user: str) -> str:
        said = user.partition("<claim>\n")[2].removesuffix("\n</claim>")
        return "支持" if said in true else "矛盾"

    scripts: dict[str, Reply] = {"truthful": play(judge=knows), "believes all": play(judge="支持")}
    scripts |= {
        name: script({"facts": []}) for name, script in DOUBLES.items() if name not in ("good", "slow")
    }
    for name, reply in scripts.items():
        server.reply = reply
        figures: dict[str, Any] = {}
        passed = examine_judge(assistant.model, cases, figures)
        print(name, "passes" if passed else "fails", json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
