"""A conversation survives the browser; what somebody made of it there does not get in."""

import json
from typing import Any

import pytest

from qa.answer import Route
from qa.web.turns import KEPT, State, Turn, history_of, keep, new_turn, recall
from tests.qa.web.fakes import FakeAssistant


def done(assistant: FakeAssistant, question: str = "巡查幾次？") -> Turn:
    return new_turn(question, "港務處").with_(answer=assistant.ask(question), state=State.DONE)


def test_turn_survives_the_browser(assistant: FakeAssistant) -> None:
    turn = done(assistant).with_(verdict="right")
    assert recall(json.loads(json.dumps(keep([turn])))) == recall(json.dumps(keep([turn]))) == (turn,)


def test_only_the_newest_turns_are_kept(assistant: FakeAssistant) -> None:
    turns = [done(assistant, f"第 {n} 題") for n in range(KEPT + 3)]
    assert recall(keep(turns)) == tuple(turns[3:])


def test_a_turn_cut_off_by_a_reload_is_stopped() -> None:
    assert recall(keep([new_turn("慢")]))[0].state is State.STOPPED


@pytest.mark.parametrize("stored", [None, "x", "[", "{}", 3, {}, [None], [{}], [[1]], [{"id": "a"}]])
def test_what_is_no_conversation_is_left_out(stored: Any) -> None:
    assert recall(stored) == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("id",), "x' onclick='"),
        (("id",), "a" * 40),
        (("question",), None),
        (("state",), "odd"),
        (("answer", "status"), "wrong"),
        (("answer", "citations", 0, "lines"), [1]),
        (("answer", "citations", 0, "page"), "eins"),
        (("answer", "citations", 0, "passage"), {"html": "<b>"}),
        (("answer", "suggestions"), [1]),
    ],
)
def test_a_turn_that_was_tampered_with_is_dropped(
    assistant: FakeAssistant, path: tuple[str | int, ...], value: Any
) -> None:
    stored = json.loads(json.dumps(keep([done(assistant), done(assistant)])))
    place = stored[0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert len(recall(stored)) == 1


def test_follow_ups_see_answered_questions_only(assistant: FakeAssistant) -> None:
    turns = [done(assistant, "甲"), new_turn("乙").with_(state=State.STOPPED), done(assistant, "丙")]
    assert [one["question"] for one in history_of(turns)] == ["甲", "丙"]
    assert history_of(turns)[0]["answer"] == turns[0].answer.to_dict()


def test_a_collection_that_was_shown_last_is_made_again_with_all_that_it_left_out(
    assistant: FakeAssistant,
) -> None:
    answer = assistant.ask("講座").with_(route=Route.OVERVIEW)
    first, second = (new_turn(one).with_(answer=answer, state=State.DONE) for one in ("甲", "乙"))
    assert history_of([first, second]) == [{"question": "甲", "answer": answer.to_dict()}, "乙"]
