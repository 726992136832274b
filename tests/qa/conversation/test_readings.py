"""Which reading of a message is meant, over the small report."""

from __future__ import annotations

import pytest

from qa.answer import Status
from qa.conversation.ledger import make_ledger
from qa.conversation.moment import Moment
from qa.conversation.state import Exchange


def exchanges(assistant, *questions: str) -> list[Exchange]:
    """The turns of a conversation in which each question went on from the one before."""
    past: list[Exchange] = []
    for question in questions:
        if past:
            ledger = make_ledger(past, assistant.weigher, assistant.talker.scope)
            moment = Moment(question, past, None, past[-1], past[-1], ledger)
            answer, _ = assistant.talker.readings.read(question, past[-1], moment)
        else:
            answer = assistant.ask(question)
        past.append(Exchange(question, answer))
    return past


def test_a_follow_up_that_nothing_answers_is_refused_with_its_subject(small_assistant):
    talk = small_assistant.conversation()
    talk.ask("海灘淨灘辦了幾場？")
    answer = talk.ask("每人要繳多少元")
    assert answer.status == Status.NOT_FOUND
    assert "海灘淨灘" in answer.answer
    assert answer.missing


def test_another_matter_is_no_follow_up(small_assistant):
    talk = small_assistant.conversation()
    talk.ask("海灘淨灘辦了幾場？")
    answer = talk.ask("那去年火災發生了幾件？")
    assert answer.answer == small_assistant.ask("那去年火災發生了幾件？").answer


@pytest.mark.parametrize("question", ["火災發生幾件", "保證金要繳多少元"])
def test_one_word_with_a_wish_of_its_own_stands_alone_whether_the_report_has_it_or_not(
    small_assistant, question
):
    talk = small_assistant.conversation()
    talk.ask("海灘淨灘辦了幾場？")
    answer, alone = talk.ask(question), small_assistant.ask(question)
    assert (answer.status, answer.answer) == (alone.status, alone.answer)
    assert answer.asked == ""


@pytest.mark.parametrize(
    ("second", "subject"), [("那志工呢", "海灘淨灘辦了幾場？ 那志工呢"), ("火災發生幾件", "火災發生幾件")]
)
def test_a_subject_goes_back_as_far_as_it_takes_to_name_a_matter(small_assistant, second, subject):
    past = exchanges(small_assistant, "海灘淨灘辦了幾場？", second)
    assert small_assistant.talker.readings.subject(past[-1], past) == subject


def test_what_a_place_has_of_a_message_decides_how_near_it_counts(small_assistant):
    past = exchanges(small_assistant, "海灘淨灘辦了幾場？")
    cited = small_assistant.talker.scope.find(past[0].answer.citations[0])
    readings = small_assistant.talker.readings
    held = readings.continue_from("志工有幾人", past[0], past).near
    asked = readings.continue_from("保證金要幾元", past[0], past).near
    own = [(cited.id, number) for number in range(len(cited.sentences))]
    assert max(held[place] for place in own) > max(asked[place] for place in own)
