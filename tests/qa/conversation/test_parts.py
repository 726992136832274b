"""The parts of a conversation that need no report."""

from __future__ import annotations

import pytest

from qa.answer import Answer, Citation, Route, Status
from qa.conversation.correcting import find_meant
from qa.conversation.pointing import find_lists, find_ordinal, find_pick, ordinal_with_next
from qa.conversation.shown import find_shown
from qa.conversation.state import ANEW, KEPT, Exchange, read_history
from qa.conversation.talk import SURE, part_talk
from qa.errors import QuestionError


def told(text: str, question: str = "幾件？") -> Exchange:
    citation = Citation(1, "處", "節", ("類",), 3, False, (7, 7), text, text)
    return Exchange(question, Answer(Status.ANSWERED, Route.PASSAGE, f"{text}[1]", (citation,)))


def test_of_questions_alone_only_the_newest_are_answered_again():
    known = told("火災 5 件").to_dict()
    history = [*(f"問{n}" for n in range(300)), known, "最後"]
    read = read_history(history)
    assert [turn for turn in read if isinstance(turn, str)] == ["問298", "問299", "最後"][-ANEW:]
    assert len(read_history([known] * 100)) == KEPT


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "字" * 4000},
        {"missing": [""] * 1000},
        {"citations": "abc"},
        {"figures": [{"text": "1", "value": 1, "unit": "", "n": float("inf")}]},
    ],
)
def test_what_no_answer_is_is_no_turn(changes):
    answer = told("火災 5 件").answer.to_dict() | changes
    with pytest.raises(QuestionError):
        read_history([{"question": "幾件？", "answer": answer}])


@pytest.mark.parametrize(
    ("text", "place"),
    [("第二個", 2), ("第3項是什麼", 3), ("最後一個", -1), ("the first one", 1), ("幾件", None)],
)
def test_which_one_a_message_means(text, place):
    assert find_ordinal(text) == place


@pytest.mark.parametrize(
    ("text", "name"), [("第二季", "第二季"), ("比第二中隊多幾個", "第二中"), ("最後一個", "")]
)
def test_an_ordinal_can_be_part_of_a_name(text, name):
    assert ordinal_with_next(text) == name


@pytest.mark.parametrize(("text", "place"), [("2", 2), ("選三號", 3), ("第一個好了", 1), ("2 萬元", None)])
def test_which_choice_a_message_picks(text, place):
    assert find_pick(text) == place


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("不是蘋果，是香蕉有幾箱", "香蕉有幾箱"),
        ("講錯了，香蕉有幾箱", "香蕉有幾箱"),
        ("香蕉有幾箱", None),
    ],
)
def test_what_a_correction_means(text, meant):
    assert find_meant(text) == meant


@pytest.mark.parametrize(
    "text", ["哈囉", "多謝你囉", "你是電腦還是人", "掰啦", "還好我沒去", "那我下次去逛逛好了"]
)
def test_talk_is_told_from_questions(text):
    _, sure, rest = part_talk(text)
    assert sure >= SURE and not rest


@pytest.mark.parametrize(
    "text", ["路燈修了幾盞", "老人", "最低的呢", "我們家三百戶", "公車補助多少錢", "你好，請問消防栓有幾座"]
)
def test_a_question_is_no_talk(text):
    _, sure, rest = part_talk(text)
    assert sure < SURE or rest


def test_the_members_of_an_overview_are_its_clauses():
    text = "「據點」共三處：\n**甲處**：設據點 3 處[1]；辦共餐[2]\n**乙處**：送餐 50 人[3]\n還有四處"
    cited = tuple(Citation(n, "處", "節", ("類",), 3, False, (n, n), "", "") for n in (1, 2, 3))
    answer = Answer(Status.ANSWERED, Route.OVERVIEW, text, cited)
    (listing, *_) = find_lists(Exchange("據點", answer))
    assert [(member.text, member.citation.n) for member in listing.members] == [
        ("設據點 3 處", 1),
        ("辦共餐", 2),
        ("送餐 50 人", 3),
    ]


def test_figures_that_a_cited_passage_has_beside_what_was_quoted_can_be_meant():
    passages = ["梨子 45 箱，人手 8 人。", "檸檬 30 箱，人手 6 人。"]
    cited = [Citation(n, "處", "節", ("類",), 3, False, (n, n), p, p[:7]) for n, p in enumerate(passages, 1)]
    answer = Answer(Status.ANSWERED, Route.PASSAGE, "梨子 45 箱[1]，檸檬 30 箱[2]", tuple(cited))
    assert [(one.text, one.said) for one in find_shown(Exchange("幾箱？", answer), 0)] == [
        ("45 箱", True),
        ("30 箱", True),
        ("8 人", False),
        ("6 人", False),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("保存 6 處古蹟、3 處老屋及 2 處遺址", ["古蹟", "老屋", "遺址"]),
        ("男生 6 人、女生 3 人", ["男生", "女生"]),
        ("三場參加人數分別為 88、103 及 87 人次", ["三場參加人數分別"] * 3),
        ("申誡一次者 18 人次、申誡二次者 7 人次", ["申誡一次者", "申誡二次者"]),
    ],
)
def test_what_the_figures_of_a_list_count(text, labels):
    shown = find_shown(told(text), 0)
    assert [s.label for s in shown if any(sign.isdigit() for sign in s.text)] == labels
