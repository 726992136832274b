import json
import threading
from collections.abc import Iterator

import pytest

from qa.answer import Answer, Route, Status
from qa.errors import QuestionError
from qa.service.gate import Crowded, GuardedAssistant, SwitchedOff
from qa.service.log import RequestLog
from qa.settings import Settings

ANSWER = Answer(Status.ANSWERED, Route.PASSAGE, "甲", trace={"seconds": {"search": 0.0123456}})


class StubAssistant:
    """Answers when `release` is set; the question 錯 is an error."""

    departments = ("甲處",)

    def __init__(self, patient: bool = False) -> None:
        self.release = threading.Event()
        self.entered = threading.Semaphore(0)
        if not patient:
            self.release.set()

    def ask(self, question, history=(), department=None, *, explain=False) -> Answer:
        if question == "錯":
            raise QuestionError("請換個說法。")
        self.entered.release()
        self.release.wait(10)
        return ANSWER

    def stream(self, question, history=(), department=None) -> Iterator[Answer]:
        yield ANSWER.with_(answer="")
        yield self.ask(question, history, department)


def guard(assistant=None, tmp_path=None, log=None, patience=5.0, **given) -> GuardedAssistant:
    settings = Settings(off_file=(tmp_path / "off") if tmp_path else Settings().off_file, **given)
    return GuardedAssistant(assistant or StubAssistant(), settings, log, patience)


def test_what_is_not_asking_is_the_assistants_own():
    assert guard().departments == ("甲處",)
    assert guard().ask("一") == ANSWER
    assert guard().ask("一", explain=True).trace == ANSWER.trace
    assert guard().ask("一").trace == {}
    assert [answer.answer for answer in guard().stream("一")] == ["", "甲"]


def test_answering_is_turned_off_with_a_message():
    off = guard(answering=False, off_message="維護中。")
    with pytest.raises(SwitchedOff, match="維護中。"):
        off.ask("一")
    with pytest.raises(SwitchedOff, match="維護中。"):
        list(off.stream("一"))


def test_a_file_turns_answering_off_while_it_is_there(tmp_path):
    assistant = guard(tmp_path=tmp_path)
    file = tmp_path / "off"
    assert assistant.ask("一") == ANSWER
    file.write_text("颱風停班，\n明天再來。" + "長" * 1000, encoding="utf-8")
    with pytest.raises(SwitchedOff, match=r"^颱風停班， 明天再來。") as caught:
        assistant.ask("一")
    assert len(str(caught.value)) <= 500
    file.write_text("")
    with pytest.raises(SwitchedOff, match="暫停"):
        assistant.ask("一")
    file.unlink()
    assert assistant.ask("一") == ANSWER


def test_more_questions_than_places_are_refused_at_once_and_the_others_answered():
    slow = StubAssistant(patient=True)
    # Three people, as one of them could not have all workers.
    asking = threading.local()
    settings = Settings(workers=2, queue_size=1)
    assistant = GuardedAssistant(slow, settings, client=lambda: getattr(asking, "name", "late"))
    answers = []

    def ask(name):
        asking.name = name
        answers.append(assistant.ask("一"))

    threads = [threading.Thread(target=ask, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for _ in range(2):
        assert slow.entered.acquire(timeout=5)
    assert assistant.running == 2
    while not assistant._turns._waiting:  # for the third one
        pass
    with pytest.raises(Crowded, match="很多"):
        assistant.ask("一")
    slow.release.set()
    for thread in threads:
        thread.join(5)
    assert answers == [ANSWER] * 3
    assert assistant.running == 0


def test_waiting_has_an_end():
    slow = StubAssistant(patient=True)
    assistant = guard(slow, workers=1, patience=0.01)
    thread = threading.Thread(target=assistant.ask, args=("一",))
    thread.start()
    assert slow.entered.acquire(timeout=5)
    with pytest.raises(Crowded, match="很多"):
        assistant.ask("一")
    slow.release.set()
    thread.join(5)


def test_a_stopped_stream_and_an_error_give_their_place_back():
    assistant = guard(workers=1, queue_size=1)
    for _ in range(5):
        stream = assistant.stream("一")
        next(stream)
        stream.close()
        with pytest.raises(QuestionError):
            assistant.ask("錯")
    assert assistant.ask("一") == ANSWER


def test_answers_are_logged_with_the_timings_of_their_stages(tmp_path):
    path = tmp_path / "log.jsonl"
    assistant = guard(log=RequestLog(path))
    assistant.ask("我的身分證是 A123456789", ["前一題"])
    list(assistant.stream("二"))
    with pytest.raises(QuestionError):
        assistant.ask("錯")
    text = path.read_text(encoding="utf-8")
    asked, streamed, refused = [json.loads(line) for line in text.splitlines()]
    assert asked["kind"] == streamed["kind"] == "answer"
    assert asked["status"] == "answered"
    assert asked["stages"] == {"search": 0.0123}
    assert (asked["follow_up"], streamed["follow_up"]) == (True, False)
    assert refused["reason"] == "QuestionError"
    assert "A123456789" not in text
    assert "前一題" not in text
