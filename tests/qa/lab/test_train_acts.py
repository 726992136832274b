"""The sayings that tell what messages do."""

import json

from qa.conversation.acts import MORE, NONE, OPERATIONS, WORDINGS
from qa.lab.train_acts import examine, learn, read_others, read_sayings


def test_every_saying_does_what_the_program_knows():
    known = {*OPERATIONS, *WORDINGS, MORE, NONE}
    for _, acts, text in read_sayings():
        assert acts and set(acts) <= known and text.strip()


def test_what_is_learned_is_measured_on_other_sayings():
    told = [("A", ("sum",), f"加起來{n}") for n in range(9)] + [
        ("A", (NONE,), f"為什麼{n}") for n in range(9)
    ]
    tried, right, none = examine(learn(told), [("B", ("sum",), "全部加起來"), ("B", (NONE,), "那為什麼")])
    assert (tried, right, none) == (1.0, 1.0, 1.0)


def test_turns_that_reckon_are_no_examples_of_none(tmp_path):
    turns = [
        {"q": "差多少", "kind": "compare"},
        {"q": "為什麼", "kind": "why"},
        {"q": "一半呢", "kind": "drill", "computed": True},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"turns": turns}), encoding="utf-8")
    assert [text for _, _, text in read_others([path])] == ["為什麼"]
