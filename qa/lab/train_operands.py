"""Learn which figures a message reckons with: `python -m qa.lab.train_operands [SCORER DIALOGUES...]`.

Learned from `data/reckonings.jsonl`: chat messages after questions to the report (`turns`), each with the
operation and the figures that its writer meant, or none; and from practice conversations, in which those
figures are right whose result has what was wanted (SCORER judges).  Writes qa/conversation/data/operands.json
and prints, for each hand, the share chosen rightly by what was learned from the others.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from qa.assistant import Assistant
from qa.conversation.acts import OPERATIONS, find_acts
from qa.conversation.arithmetic import Reckoner, reckon
from qa.conversation.conversation import Conversation
from qa.conversation.ledger import make_ledger
from qa.conversation.moment import Moment
from qa.conversation.operands import ORDERED, Group
from qa.conversation.reckoned import word_sum
from qa.conversation.state import find_last
from qa.lab.gold import read_gold
from qa.lab.logit import Choice, learn
from qa.lab.train_meanings import lead, load_scorer
from qa.understand.question import find_language

STRENGTH = 3.0
COMPUTED = ("compare", "ordinal", "answer_ref")
"""Kinds of turns that may be reckoned though they are not marked so."""
ALIKE = ({"difference", "rest"}, {"sum", "mean"}, *({one} for one in OPERATIONS))
"""Operations that are done with the same figures."""
DATA = Path(__file__).parent / "data" / "reckonings.jsonl"


def read_chats(assistant: Assistant, path: Path = DATA) -> Iterator[Choice]:
    """Each operation that a message hints at, or that its writer meant, as a choice among figures."""
    conversations: dict[tuple[str, ...], Conversation] = {}
    for chat in read_gold(path):
        turns = tuple(chat["turns"])
        if turns not in conversations:
            conversation = conversations[turns] = assistant.conversation()
            for question in turns:
                conversation.ask(question)
        past = conversations[turns].turns
        reckoner = Reckoner(make_ledger(past, assistant.weigher, assistant.talker.scope))
        for operation in find_operations(chat["q"], chat["op"]):
            groups = reckoner.weigh(chat["q"], operation)
            right = [is_meant(one, operation, chat) for one in groups]
            if any(right) and len(groups) > 1:
                yield Choice(chat["hand"], [(operation, one.features) for one in groups], right)


def find_operations(text: str, meant: str) -> list[str]:
    """The operations that a message may ask for, and the one that is meant; figures that are added up could
    be averaged as well.
    """
    found = find_acts(text, OPERATIONS)
    found += [meant] if meant != "none" and meant not in found else []
    return [*found, "mean"] if meant == "sum" and "mean" not in found else found


def is_meant(group: Group, operation: str, chat: dict[str, Any]) -> bool:
    """Are the figures of a group those that a message means with an operation?"""
    if not any({chat["op"], operation} <= alike for alike in ALIKE):
        return not group.figures
    wanted = ["".join(text.split()) for text, _ in chat["of"]]
    own = ["".join(s.text.split()) for s in group.figures]
    return own == wanted if operation in ORDERED else sorted(own) == sorted(wanted)


def read_dialogues(assistant: Assistant, path: Path, scorer: Any) -> Iterator[Choice]:
    """Each operation that a turn hints at as a choice among figures; none where none give what is wanted."""
    about = assistant.talker.about
    for gold, past, _, _ in lead(assistant, path, scorer):
        last = find_last(past)
        told = next((turn for turn in reversed(past) if turn.told), None)
        ledger = make_ledger(past, assistant.weigher, assistant.talker.scope)
        moment = Moment(gold["q"], past, None, last, told, ledger)
        for operation, fetched, meant, reckoner in about.reckoners(moment, gold["q"]):
            groups = reckoner.weigh(meant, operation)
            computed = gold.get("computed") or gold["kind"] in COMPUTED
            right = [computed and gives(one, operation, meant, reckoner, gold, scorer) for one in groups]
            if not any(right) and not fetched:
                right = [not one.figures for one in groups]
            if any(right) and len(groups) > 1:
                yield Choice(path.name, [(operation, one.features) for one in groups], right)


def gives(group: Group, operation: str, text: str, reckoner: Reckoner, gold: Any, scorer: Any) -> bool:
    """Does what comes out of a group's figures hold all that is wanted?"""
    found = reckon(text, operation, group.figures) if gold.get("facts") else None
    if found is None or f"{found.result:.2f}"[:2] not in str(gold["facts"]).replace(",", ""):
        return False  # the scorer is asked only of what may be right
    answer = word_sum(found, reckoner.ledger, find_language(text))
    return scorer.judge(gold, answer.to_dict(), "")[0]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m qa.lab.train_operands", description=__doc__)
    parser.add_argument("scorer", type=Path, nargs="?")
    parser.add_argument("dialogues", type=Path, nargs="*")
    arguments = parser.parse_args(argv)
    assistant = Assistant.load()
    choices = list(read_chats(assistant))
    if arguments.scorer:
        scorer = load_scorer(arguments.scorer)
        choices += [one for path in arguments.dialogues for one in read_dialogues(assistant, path, scorer)]
    learn("operands", choices, shared=True, strength=STRENGTH)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
