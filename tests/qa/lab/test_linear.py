"""Fitting classifiers over named features, and what is kept of them in a file."""

from __future__ import annotations

from qa.lab.linear import LEAST, Examples, fit, save
from qa.understand.linear import load_model


def examples(times: int = LEAST) -> Examples:
    taught = Examples()
    for _ in range(times):
        taught.add("weather", ["wet", "dark"], "rain")
        taught.add("weather", ["cold", "dark"], "snow")
        taught.add("weather", ["bright"], "sun")
        taught.add("season", ["cold"], "winter")
    taught.add("weather", ["odd"], "sun")
    return taught


def best(model, slot: str, *features: str) -> str:
    scores = model.score(slot, features)
    return max(scores, key=scores.get)


def test_classes_are_told_apart_by_their_features():
    model = fit(examples(), 4.0)
    assert [best(model, "weather", one) for one in ("wet", "cold", "bright")] == ["rain", "snow", "sun"]


def test_two_classes_are_told_apart_too():
    taught = Examples()
    for at in range(20):
        taught.add("even", ["yes" if at % 2 else "no"], "odd" if at % 2 else "even")
    assert [best(fit(taught, 4.0), "even", one) for one in ("yes", "no")] == ["odd", "even"]


def test_a_slot_of_one_class_is_always_that():
    assert fit(examples(), 4.0).score("season", ["bright"]) == {"winter": 0.0}


def test_a_feature_of_few_examples_is_left_out():
    assert set(fit(examples(), 4.0).features) == {"wet", "dark", "cold", "bright"}


def test_a_model_comes_back_from_its_file(tmp_path):
    model = fit(examples(9), 4.0)
    path = tmp_path / "data" / "model.npz"
    save(model, path)
    again = load_model(path)
    assert set(again.features) <= set(model.features)
    for features in (["wet", "dark"], ["cold"], []):
        for slot in model.slots:
            kept, own = again.score(slot, features), model.score(slot, features)
            assert all(abs(kept[one] - own[one]) < 0.1 for one in own)
