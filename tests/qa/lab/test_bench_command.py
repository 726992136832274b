"""`bench`: what is measured, and scales that cannot be."""

from __future__ import annotations

import json

import pytest

from qa.errors import InputError
from qa.lab.bench import measure_answers, read_scales, render


@pytest.mark.parametrize(("text", "scales"), [("1", [1]), ("1,10,100", [1, 10, 100]), (" 2 , 3", [2, 3])])
def test_scales(text, scales):
    assert read_scales(text) == scales


@pytest.mark.parametrize("text", ["", "0", "-1", "1,,2", "1.5", "1001", "big", "1;2"])
def test_scales_that_cannot_be(text):
    with pytest.raises(InputError) as caught:
        read_scales(text)
    assert f"「{text}」" in str(caught.value)


@pytest.mark.slow
def test_every_step_is_measured(run):
    status, out, err = run("bench", "--json")
    assert status == 0, err
    result = json.loads(out)
    for name in ("build", "build_with_shipped_vectors", "load", "answer_p50", "answer_p95"):
        assert result[f"{name}_seconds"] > 0
    assert result["answer_p50_seconds"] <= result["answer_p95_seconds"]
    assert result["peak_memory_mb"] > 1
    assert "growth" not in result


def test_without_anticipated_questions_no_answer_is_timed():
    class Bare:
        class index:
            class source:
                bank = ()

    assert measure_answers(Bare()) == {}


def test_figures_are_shown_one_a_line_and_growth_as_bars():
    growth = [
        {"scale": 1, "kind": "IndexFlatIP", "index_mb": 2.0},
        {"scale": 10, "kind": "IndexFlatIP", "index_mb": 20.0},
    ]
    text = render({"build_seconds": 1.23456, "answers": 7, "growth": growth})
    lines = text.splitlines()
    assert lines[0].split() == ["build_seconds", "1.235"]
    bars = {line.split()[0]: line.count("█") for line in lines[lines.index("index_mb") :] if "×" in line}
    assert bars == {"×1": 4, "×10": 40}


def test_other_scales_are_measured(run, monkeypatch):
    monkeypatch.setattr("qa.lab.bench.measure", lambda settings: {})
    monkeypatch.setattr("qa.lab.growth.measure_growth", lambda *asked: [{"scale": n} for n in asked[2]])
    status, out, _ = run("bench", "--scale", "1,2", "--json")
    assert status == 0
    assert [row["scale"] for row in json.loads(out)["growth"]] == [1, 2]
