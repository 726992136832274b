"""Verdicts are kept, masked and exported."""

import csv
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qa.settings import Settings
from qa.web.desk import Desk
from qa.web.feedback import FeedbackStore, main
from qa.web.texts import Texts
from qa.web.turns import State, new_turn
from tests.qa.web.fakes import FakeAssistant


@pytest.fixture
def store(tmp_path: Path) -> FeedbackStore:
    return FeedbackStore(tmp_path / "new" / "feedback.sqlite3", lambda: datetime(2024, 5, 1, 9, tzinfo=UTC))


def judged(assistant: FakeAssistant):
    question = "我是 A123456789，電話 0912345678，講座幾人？"
    return new_turn(question).with_(answer=assistant.ask(question), state=State.DONE)


def test_stored_without_personal_data(store: FeedbackStore, assistant: FakeAssistant) -> None:
    turn = judged(assistant)
    store.add(turn, "wrong_source", "我是 A123456789，數字差很多")
    assert store.rows() == [
        (
            "2024-05-01T09:00:00+00:00",
            "wrong_source",
            "我是 〔證號〕，電話 〔電話〕，講座幾人？",
            "",
            "answered",
            "passage",
            "全年辦理講座 12 場，共 1,342 人次參加。[1]",
            "140-140",
            "港都市政府 111 年度",
            "我是 〔證號〕，數字差很多",
            turn.id,
        )
    ]
    assert b"A123456789" not in store.path.read_bytes()


def test_export_opens_again(store: FeedbackStore, assistant: FakeAssistant, tmp_path: Path, capsys) -> None:
    store.add(judged(assistant), "right")
    out = tmp_path / "out.csv"
    assert main(["export", str(out), "--file", str(store.path)]) == 0
    assert "已將 1 筆回報" in capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["verdict"] == "right" and rows[0]["lines"] == "140-140"


def test_export_reads_the_file_of_the_settings(
    store: FeedbackStore, assistant: FakeAssistant, tmp_path: Path, monkeypatch, capsys
) -> None:
    store.add(judged(assistant), "right")
    monkeypatch.setenv("FEEDBACK_FILE", str(store.path))
    assert main(["export", str(tmp_path / "out.csv")]) == 0
    monkeypatch.setenv("FEEDBACK_FILE", str(tmp_path))
    assert main(["export", str(tmp_path / "out.csv")]) == 2
    assert "FEEDBACK_FILE" in capsys.readouterr().err


def test_export_without_a_file_is_one_sentence(tmp_path: Path, capsys) -> None:
    assert main(["export", str(tmp_path / "out.csv"), "--file", str(tmp_path / "none")]) == 2
    assert "找不到回報檔" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_desk_notes_only_verdicts_it_knows(
    store: FeedbackStore, assistant: FakeAssistant, texts: Texts
) -> None:
    desk = Desk(assistant, Settings(), store, texts)
    asked = judged(assistant)
    assert not desk.note(asked, "right")  # never answered here
    desk.given.add(asked)
    invented = asked.with_(answer=asked.answer.with_(answer="市長說的。"))
    assert not desk.note(invented, "right")
    assert [desk.note(asked, "right") for _ in range(5)] == [True, True, True, False, False]
    desk.given.add(asked)
    assert not desk.note(judged(assistant), "'; DROP TABLE feedback")
    assert not desk.note(new_turn("沒有答案"), "right")
    assert len(store.rows()) == 1  # the last word on it


def test_a_later_word_takes_the_place_of_the_earlier_and_all_can_be_taken_back(
    store: FeedbackStore, assistant: FakeAssistant, texts: Texts
) -> None:
    desk, turn = Desk(assistant, Settings(), store, texts), judged(assistant)
    desk.given.add(turn)
    desk.note(turn, "right")
    desk.note(turn, "off_topic", "說明")
    assert [(row[1], row[-2]) for row in store.rows()] == [("off_topic", "說明")]
    desk.forget(turn)
    assert store.rows() == []


def test_a_file_of_an_earlier_version_is_gone_on_with(tmp_path: Path, assistant: FakeAssistant) -> None:
    path = tmp_path / "old.sqlite3"
    with sqlite3.connect(path) as connection:
        old = ("time", "verdict", "question", "department", "status", "route", "answer", "lines", "report")
        connection.execute(f"CREATE TABLE feedback ({', '.join(f'{name} TEXT NOT NULL' for name in old)})")
        connection.execute(f"INSERT INTO feedback VALUES ({', '.join('?' * len(old))})", old)
    store = FeedbackStore(path)
    store.add(judged(assistant), "right")
    assert [row[1] for row in store.rows()] == ["verdict", "right"]


def test_two_processes_can_write(store: FeedbackStore, assistant: FakeAssistant) -> None:
    other = FeedbackStore(store.path)
    store.add(judged(assistant), "right")
    other.add(judged(assistant), "wrong_figure")
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM feedback").fetchone() == (2,)


def test_a_full_file_takes_no_more(tmp_path: Path, assistant: FakeAssistant) -> None:
    store = FeedbackStore(tmp_path / "f.sqlite3", most=20_000)
    stored = [store.add(judged(assistant), "right") for _ in range(200)]
    assert stored[0] and not stored[-1]
    assert store.path.stat().st_size < 30_000
