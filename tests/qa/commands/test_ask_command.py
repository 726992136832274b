"""`ask`: one question on the terminal, and a batch from file to file."""

from __future__ import annotations

import json

import pytest

from qa.commands.ask import answer_line


def test_one_question_is_answered_with_its_place(run):
    status, out, err = run("ask", "火災發生幾件？")
    assert status == 0
    assert err == ""
    assert "73 件" in out
    assert "[1] 消防局 › 重要施政成果" in out
    assert "頁" in out
    assert "報告可以回答：" in out


def test_the_json_is_the_contracts(run):
    status, out, _ = run("ask", "公害稽查的目標是多少？", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["route"] == "kpi"
    assert "640 件" in answer["answer"]
    assert "trace" not in answer
    assert "id" not in answer


def test_explaining_shows_every_stage(run):
    _, out, _ = run("ask", "火災發生幾件？", "--explain")
    for stage in ("understood", "candidates", "evidence", "decision", "check", "seconds"):
        assert f"── {stage}" in out
    _, out, _ = run("ask", "火災發生幾件？", "--explain", "--json")
    assert json.loads(out)["trace"]["decision"]["answers"] is True


def test_a_department_may_be_short(run):
    status, out, _ = run("ask", "公務人員完成學習時數比率？", "--department", "環保局", "--json")
    assert status == 0
    assert json.loads(out)["citations"][0]["department"] == "環境保護局"


def test_a_question_that_is_not_answered_is_no_error(run):
    status, out, err = run("ask", "111 年火災發生幾件？")
    assert status == 0
    assert err == ""
    assert "報告沒有寫到 111 年" in out


def batch(run, tmp_path, *lines) -> tuple[int, list[dict], str]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    raw = [
        line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=True).encode() for line in lines
    ]
    source.write_bytes(b"\n".join(raw))
    status, out, err = run("ask", "--batch", str(source), "--out", str(target))
    assert out == ""
    assert not list(tmp_path.glob("*.part"))
    return status, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()], err


def test_a_batch_keeps_order_and_ids_whatever_they_are(run, tmp_path):
    ids = ["甲", 7, None, {"a": [1]}, "甲"]
    status, answers, err = batch(run, tmp_path, *({"id": i, "question": "火災發生幾件？"} for i in ids))
    assert status == 0
    assert err == ""
    assert [answer["id"] for answer in answers] == ids
    assert all(next(iter(answer)) == "id" for answer in answers)
    assert all("73 件" in answer["answer"] for answer in answers)


def test_a_batch_has_history_and_department(run, tmp_path):
    _, (followup, filtered), _ = batch(
        run,
        tmp_path,
        {"id": 1, "question": "前一年呢？", "history": ["火災發生幾件？"]},
        {"id": 2, "question": "公務人員完成學習時數比率？", "department": "環保局"},
    )
    assert "88 件" in followup["answer"]
    assert filtered["citations"][0]["department"] == "環境保護局"


GOOD = {"id": "last", "question": "火災發生幾件？"}
BAD = {
    "no json": (b"{not json", None),
    "half a line": (b'{"id": "x", "question": "', None),
    "no utf-8": (b"\xff\xfe", None),
    "a list": (["火災發生幾件？"], None),
    "a string": ("火災發生幾件？", None),
    "null": (None, None),
    "no question": ({"id": "x"}, "x"),
    "question null": ({"id": "x", "question": None}, "x"),
    "question a number": ({"id": "x", "question": 5}, "x"),
    "question a list": ({"id": "x", "question": ["火災"]}, "x"),
    "empty question": ({"id": "x", "question": ""}, "x"),
    "blank question": ({"id": "x", "question": "\u3000 "}, "x"),
    "long question": ({"id": "x", "question": "火" * 5000}, "x"),
    "history a string": ({"id": "x", "question": "火災幾件？", "history": "火災"}, "x"),
    "history of numbers": ({"id": "x", "question": "火災幾件？", "history": [1]}, "x"),
    "history an object": ({"id": "x", "question": "火災幾件？", "history": {"a": 1}}, "x"),
    "department a number": ({"id": "x", "question": "火災幾件？", "department": 5}, "x"),
    "unknown department": ({"id": "x", "question": "火災幾件？", "department": "太空局"}, "x"),
    "nested too deep": (b"[" * 100_000, None),
}


@pytest.mark.parametrize(("line", "identifier"), BAD.values(), ids=BAD)
def test_a_bad_line_is_reported_in_its_place_and_the_batch_goes_on(run, tmp_path, line, identifier):
    status, (bad, good), err = batch(run, tmp_path, line, GOOD)
    assert status == 0
    assert bad["id"] == identifier
    assert bad["status"] == "error"
    assert bad["error"].endswith("。")
    assert "Traceback" not in bad["error"]
    assert good["id"] == "last"
    assert good["status"] == "answered"
    assert err.startswith("1 行無法回答")


def test_a_lone_surrogate_does_not_stop_a_batch(run, tmp_path):
    line = b'{"id": "\\ud800", "question": "\\udfff\xe7\x81\xab\xe7\x81\xbd\xe5\xb9\xbe\xe4\xbb\xb6"}'
    status, answers, _ = batch(run, tmp_path, line, {"id": "x", "question": "\ud83d 火災？"}, GOOD)
    assert status == 0
    assert [answer["id"] for answer in answers] == ["\ud800", "x", "last"]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_signs_that_some_take_for_line_ends_end_no_line(run, tmp_path, sign):
    _, answers, _ = batch(run, tmp_path, {"id": 1, "question": "火災？", "department": f"無{sign}此處"}, GOOD)
    assert answers[0]["status"] == "error" and sign in answers[0]["error"]
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("constant", [b"NaN", b"-Infinity", b"1e999"])
def test_what_comes_out_is_json_even_where_what_went_in_was_not_quite(run, tmp_path, constant):
    def refuse(constant: str):
        raise ValueError(constant)

    batch(run, tmp_path, b'{"id": ' + constant + b', "question": "?"}', GOOD)
    for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines():
        json.loads(line, parse_constant=refuse)


def test_blank_lines_are_passed_over_and_line_ends_do_not_matter(run, tmp_path):
    source = json.dumps(GOOD).encode()
    _, answers, _ = batch(run, tmp_path, b"\xef\xbb\xbf" + source, b"", b"   ", source + b"\r", source)
    assert [answer["status"] for answer in answers].count("answered") >= 2


def test_a_byte_order_mark_does_no_harm(run, tmp_path):
    _, (answer,), _ = batch(run, tmp_path, b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert answer["status"] == "answered"


def test_an_empty_batch_gives_an_empty_file(run, tmp_path):
    assert batch(run, tmp_path) == (0, [], "")


def test_an_answer_of_a_batch_is_that_of_the_assistant(run, small_assistant, tmp_path):
    _, (answer,), _ = batch(run, tmp_path, GOOD)
    asked = small_assistant.ask(GOOD["question"]).to_dict()
    assert {**answer, "seconds": 0} == {"id": "last", **asked, "seconds": 0}


def test_a_batch_that_is_broken_off_leaves_the_earlier_output(run, small_assistant, tmp_path, monkeypatch):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD), encoding="utf-8")
    target.write_text("earlier", encoding="utf-8")
    answers = iter([small_assistant.ask(GOOD["question"])])

    def ask_once(question, **given):
        for answer in answers:
            return answer
        raise KeyboardInterrupt

    monkeypatch.setattr(small_assistant, "ask", ask_once)
    status, _, _ = run("ask", "--batch", str(source), "--out", str(target))
    assert status == 130
    assert target.read_text(encoding="utf-8") == "earlier"


def test_an_output_that_cannot_be_written_is_refused(run, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    status, _, err = run("ask", "--batch", str(source), "--out", str(tmp_path / "none" / "out.jsonl"))
    assert status == 2
    assert err.count("\n") == 1
    assert "none" in err


def test_an_output_with_a_folder_in_its_way_is_refused(run, tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps(GOOD), encoding="utf-8")
    (tmp_path / "out.jsonl").mkdir()
    status, _, err = run("ask", "--batch", str(source), "--out", str(tmp_path / "out.jsonl"))
    assert status == 2
    assert err.count("\n") == 1


def test_a_line_is_answered_by_anything_that_can_ask(small_assistant):
    assert answer_line(small_assistant, json.dumps(GOOD).encode())["status"] == "answered"


def test_a_fault_of_the_program_costs_one_line_and_not_the_batch(run, small_assistant, tmp_path, monkeypatch):
    ask = small_assistant.ask

    def stumble(question, **options):
        if question == "壞":
            raise IndexError("string index out of range")
        return ask(question, **options)

    monkeypatch.setattr(small_assistant, "ask", stumble)
    status, (bad, good), err = batch(run, tmp_path, {"id": 1, "question": "壞"}, GOOD)
    assert status == 0
    assert (bad["id"], bad["status"]) == (1, "error")
    assert (good["id"], good["status"]) == ("last", "answered")
    assert "1 行無法回答" in err
