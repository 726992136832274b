"""Linear classifiers over named features, and what a file of another kind does."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from qa.understand.linear import Linear, Model, load_model

MODEL = Model(
    {"wet": 0, "cold": 1},
    {"weather": Linear(("rain", "snow"), np.array([[2.0, 0.0], [0.0, 3.0]]), np.array([0.5, 0.0]))},
)


def test_the_features_that_are_there_are_added_up():
    scores = MODEL.score("weather", ["wet", "cold"])
    assert scores["snow"] - scores["rain"] == pytest.approx(0.5)
    assert MODEL.score("weather", [])["rain"] - MODEL.score("weather", [])["snow"] == pytest.approx(0.5)


def test_the_chances_of_all_classes_together_are_certain():
    for features in ([], ["wet"], ["wet", "cold"]):
        assert sum(map(exp, MODEL.score("weather", features).values())) == pytest.approx(1)


def test_a_feature_counts_once_and_an_unknown_one_not_at_all():
    assert MODEL.score("weather", ["wet", "wet", "dry"]) == MODEL.score("weather", ["wet"])
    assert MODEL.find(["dry"]) == []


def test_large_weights_do_not_overflow():
    sure = Model({"wet": 0}, {"weather": Linear(("rain", "snow"), np.array([[5e3, -5e3]]), np.zeros(2))})
    scores = sure.score("weather", ["wet"])
    assert scores["rain"] == pytest.approx(0)
    assert scores["snow"] < log(1e-300)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(OSError, match="missing"):
        load_model(tmp_path / "missing.npz")


@pytest.mark.parametrize("content", [b"no model", b"", b"PK\x03\x04 cut short"])
def test_a_file_that_is_no_model_is_refused(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError):
        load_model(path)


@pytest.mark.parametrize(
    "arrays",
    [
        {},
        {"head": np.array("{}")},
        {"head": np.array("not json")},
        {"head": np.array('{"slots": {}}')},
        {"head": np.array("[]")},
        {"head": np.array('{"features": [], "slots": {"weather": ["rain"]}}')},
    ],
)
def test_an_archive_without_the_parts_of_a_model_is_refused(tmp_path, arrays):
    path = tmp_path / "model.npz"
    np.savez(path, **{"else": np.zeros(2)}, **arrays)
    with pytest.raises(ValueError):
        load_model(path)


def test_nothing_pickled_is_read(tmp_path):
    path = tmp_path / "model.npz"
    np.savez(path, head=np.array({"slots": {}, "features": []}, dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        load_model(path)
