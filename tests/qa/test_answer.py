"""The answer object and its JSON, which the contract fixes."""

from __future__ import annotations

import json

import pytest

from qa.answer import Answer, Citation, Route, ShownFigure, Status

CITATION = Citation(
    1,
    "民政處",
    "重要施政成果",
    ("民政部門", "二、戶籍管理"),
    12,
    False,
    (125, 126),
    "計 1,342 人次。",
    "1,342 人次",
)
ANSWER = Answer(
    Status.ANSWERED,
    Route.PASSAGE,
    "計 1,342 人次。[1]",
    (CITATION,),
    (ShownFigure("1,342 人次", 1342.0, "人次", 1),),
    suggestions=("有幾人？",),
    seconds=0.0312345,
    trace={"decision": {"probability": 0.9}},
)


def test_the_json_has_the_keys_and_types_of_the_contract():
    data = json.loads(json.dumps(ANSWER.to_dict(), ensure_ascii=False))
    assert list(data)[:8] == [
        *["status", "route", "answer", "citations", "figures", "missing", "suggestions", "seconds"]
    ]
    assert data["status"] == "answered"
    assert data["route"] == "passage"
    assert data["citations"] == [
        {
            "n": 1,
            "department": "民政處",
            "section": "重要施政成果",
            "path": ["民政部門", "二、戶籍管理"],
            "page": 12,
            "page_estimated": False,
            "lines": [125, 126],
            "passage": "計 1,342 人次。",
            "quote": "1,342 人次",
        }
    ]
    assert data["figures"] == [{"text": "1,342 人次", "value": 1342, "unit": "人次", "n": 1}]
    assert data["missing"] == []
    assert data["suggestions"] == ["有幾人？"]
    assert data["seconds"] == 0.0312


@pytest.mark.parametrize(("value", "shown"), [(1342.0, "1342"), (87.5, "87.5"), (0.0, "0"), (-48.0, "-48")])
def test_whole_values_are_integers(value, shown):
    assert json.dumps(ShownFigure("", value, "", 1).to_dict()["value"]) == shown


def test_the_trace_is_shown_only_where_asked_for():
    assert "trace" not in ANSWER.to_dict()
    assert ANSWER.to_dict(explain=True)["trace"] == {"decision": {"probability": 0.9}}


def test_changing_a_field_leaves_the_answer_as_it_was():
    changed = ANSWER.with_(missing=("金額",))
    assert changed.missing == ("金額",)
    assert ANSWER.missing == ()
    assert changed.citations == ANSWER.citations


def test_the_trace_does_not_make_answers_differ():
    assert ANSWER.with_(trace={}) == ANSWER


@pytest.mark.parametrize("kind", [Status, Route])
def test_statuses_and_routes_are_their_words(kind):
    for member in kind:
        assert str(member) == member.value
    assert {str(status) for status in Status} == {"answered", "not_found", "clarify", "chat"}
    assert {str(route) for route in Route} == {"passage", "kpi", "table", "overview", "survey", "chat"}
