"""Conditional logits: what is learned puts the right choice first, and says so in its file."""

from __future__ import annotations

import json

import numpy as np
import pytest

from qa.conversation import choosing
from qa.lab import logit
from qa.lab.logit import Choice, fit, learn, make_tables


def make_choices(hand: str) -> list[Choice]:
    """Of two figures the one that is named is meant; the other was only seen."""
    named, seen = {"named": 1.0}, {"seen": 1.0}
    return [
        Choice(hand, [("sum", one), ("sum", other)], [one is named, other is named])
        for one, other in ((named, seen), (seen, named))
    ] * 5


def test_the_right_choice_is_made_the_likeliest():
    choices = make_choices("a")
    names, tables = make_tables(choices)
    weights = fit(tables, [one.right for one in choices], 0.1)
    assert dict(zip(names, weights, strict=True))["sum", "named"] > 0
    assert all(
        np.argmax(table @ weights) == one.right.index(True)
        for table, one in zip(tables, choices, strict=True)
    )


def test_shared_features_count_for_every_kind():
    names, tables = make_tables(make_choices("a"), shared=True)
    assert set(names) == {("sum", "named"), ("sum", "seen"), ("", "named"), ("", "seen")}
    assert tables[0].sum() == 4


def test_what_is_learned_is_written_and_measured_on_unseen_hands(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(logit, "DATA", tmp_path)
    model = learn("made_up", make_choices("a") + make_choices("b"), strength=0.1)
    assert json.loads((tmp_path / "made_up.json").read_text(encoding="utf-8")) == model
    assert "unseen 1.000" in capsys.readouterr().out


def test_likelihoods_come_to_one_and_keep_their_order():
    shares = choosing.share_out([1.0, 3.0, 2.0])
    assert sum(shares) == pytest.approx(1) and np.argsort(shares).tolist() == [0, 2, 1]


def test_weights_of_a_kind_add_to_those_of_every_kind():
    model = {"": {"named": 1.0}, "sum": {"named": 2.0}}
    assert choosing.score(model, "sum", {"named": 1.0, "unknown": 9.0}) == 3
    assert choosing.score(model, "ratio", {"named": 1.0}) == 1
