"""`evaluate`: gold questions in, figures out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qa.lab.evaluate import DEFAULT_GOLD, read_gold, render_scores, score_questions, tradeoff
from qa.lab.scoring import summarize
from tests.qa.small_report import line_of

GOLD = [
    {
        "id": "1",
        "kind": "figure",
        "question": "績優鄰長有幾位獲得表揚？",
        "facts": [["364 位"]],
        "lines": [line_of("績優鄰長 364 位")],
    },
    {
        "id": "2",
        "kind": "kpi",
        "question": "公害稽查的目標是多少？",
        "facts": [["641 件"]],
        "lines": [line_of("640 件")],
    },
    {
        "id": "3",
        "kind": "followup",
        "question": "前一年呢？",
        "history": ["火災發生幾件？"],
        "facts": [["88 件"]],
        "lines": [line_of("較 114 年 88 件")],
    },
    {"id": "4", "kind": "unanswerable", "question": "111 年火災發生幾件？", "facts": [], "lines": []},
    {"id": "5", "kind": "unanswerable", "question": "", "facts": [], "lines": []},
]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(q, ensure_ascii=False) for q in GOLD) + "\n\n", encoding="utf-8")
    return path


def test_the_figures_are_those_of_the_rules(run, gold):
    status, out, _ = run("evaluate", "--gold", str(gold), "--json")
    result = json.loads(out)
    assert status == 0
    assert result["questions"] == 5
    assert result["score"] == pytest.approx(3 / 5)
    assert result["right"] == result["right_and_cited"] == pytest.approx(2 / 3)
    assert result["abstained_when_it_should"] == pytest.approx(1 / 2)
    assert result["abstained_wrongly"] == 0.0
    assert result["not_found_precision"] == pytest.approx(1.0)
    assert result["faithful_numbers"] == 1.0
    assert result["by_kind"]["kpi"] == {"n": 1, "right": 0.0, "right_and_cited": 0.0}


def test_what_is_wrong_is_listed_with_the_reason(run, gold):
    _, out, _ = run("evaluate", "--gold", str(gold), "--wrong")
    assert "2 [kpi] 公害稽查的目標是多少？ -> missing 641 件" in out
    assert "5 [unanswerable]" in out
    assert "1 [figure]" not in out
    assert "kpi            n=  1  right 0.00" in out


def test_the_tradeoff_runs_from_never_to_always_refusing(run, gold):
    _, out, _ = run("evaluate", "--gold", str(gold), "--tradeoff", "--json")
    rows = json.loads(out)["tradeoff"]
    assert [row["threshold"] for row in rows] == [pytest.approx(n / 20) for n in range(1, 20)]
    for name in ("abstained_when_it_should", "abstained_wrongly"):
        rates = [row[name] for row in rows]
        assert rates == sorted(rates)
    assert rows[9]["abstained_wrongly"] == 0.0


def test_a_tradeoff_counts_below_the_threshold():
    def asked(answerable: bool, probability: float | None):
        trace = {} if probability is None else {"decision": {"probability": probability}}
        return {"facts": [["1"]] if answerable else []}, {"trace": trace}

    rows = tradeoff([asked(True, 0.9), asked(True, 0.3), asked(False, 0.1), asked(True, None)])
    half = next(row for row in rows if row["threshold"] == 0.5)
    assert half["abstained_when_it_should"] == 1.0
    assert half["abstained_wrongly"] == pytest.approx(1 / 3)
    assert tradeoff([])[0] == {"threshold": 0.05, "abstained_when_it_should": 0, "abstained_wrongly": 0}


BAD = {
    "empty": b"",
    "blank": b"\n\n",
    "no json": b"{not json",
    "a list": b"[1]",
    "a number": b"5",
    "missing fields": b'{"id": "1", "question": "x"}',
    "no utf-8": b"\xff\xfe\x00",
    "question a number": b'{"id": "1", "kind": "figure", "question": 5, "facts": [["1"]], "lines": [1]}',
    "facts a number": b'{"id": "1", "kind": "figure", "question": "x", "facts": 5, "lines": [1]}',
    "empty form": b'{"id": "1", "kind": "figure", "question": "x", "facts": [[]], "lines": [1]}',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_gold_file_that_cannot_be_used_is_refused(run, tmp_path, content):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    status, out, err = run("evaluate", "--gold", str(path))
    assert status == 2
    assert err.count("\n") == 1
    assert "gold.jsonl" in err
    assert out == ""


def test_only_line_ends_end_a_line(tmp_path):
    path = tmp_path / "gold.jsonl"
    question = GOLD[0] | {"question": "績優鄰長\u2028有幾位\x85獲得表揚？"}
    path.write_text(json.dumps(question, ensure_ascii=False), encoding="utf-8")
    assert read_gold(path) == [question]


def test_the_line_that_is_wrong_is_named(run, gold):
    gold.write_text(gold.read_text(encoding="utf-8") + '{"id": 1}', encoding="utf-8")
    _, _, err = run("evaluate", "--gold", str(gold))
    assert "第 7 行缺少 facts、kind、lines、question" in err


def test_the_development_questions_can_be_read():
    gold = read_gold(DEFAULT_GOLD)
    assert len(gold) > 200
    assert len({question["id"] for question in gold}) == len(gold)


def test_scores_are_shown_as_a_table(small_assistant):
    rows = score_questions(small_assistant, GOLD[:2])
    text = render_scores(summarize((question, verdict) for question, verdict, _ in rows))
    assert "score                      0.500" in text
    assert "questions                  2" in text
    assert "abstained_when_it_should   None" in text
