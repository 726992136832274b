"""Twenty thousand hostile inputs through the batch and the API: each gets an answer or a sentence."""

from __future__ import annotations

import json
import os
import time

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.answer import Answer, Citation, Route, Status
from qa.check.grounding import check_answer
from qa.commands.ask import answer_line, run_batch
from qa.service.serving import build_service
from qa.settings import Settings
from tests.fuzz.hostile import Hostile
from tests.qa.service.running import run_app

pytestmark = pytest.mark.slow
LINES = int(os.environ.get("FUZZ_LINES", "18000"))
CALLS = int(os.environ.get("FUZZ_CALLS", "2000"))
SLOWEST = 10.0  # seconds for one input, on a machine with other work
STATUSES = {"answered", "not_found", "clarify", "error"}


@pytest.fixture(scope="module")
def hostile(assistant) -> Hostile:
    return Hostile([passage.text for passage in assistant.passages], assistant.departments, seed=20_260)


def check_output(output: dict) -> None:
    """What holds of every output, whatever went in."""
    assert output["status"] in STATUSES
    if output["status"] == "error":
        assert output["error"].endswith("。")
        assert "Traceback" not in output["error"]
        assert len(output["error"]) < 1000
        return
    assert output["answer"]
    assert len(output["answer"]) <= 1600
    passages = " ".join(citation["passage"] for citation in output["citations"])
    for markup in ("<script", "<img", "javascript:", "<svg", "<iframe"):
        assert markup not in output["answer"] or markup in passages
    for citation in output["citations"]:
        assert citation["quote"] in citation["passage"]


def test_a_batch_of_hostile_lines_comes_back_line_for_line(assistant, hostile, tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [line for line in hostile.lines(LINES) if line.strip()]
    source.write_bytes(b"\n".join(lines))
    assert run_batch(lambda: assistant, source, target) == 0
    outputs = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(outputs) == len(lines)
    for output in outputs:
        check_output(output)


def test_no_single_line_takes_long(assistant, hostile):
    slowest = 0.0
    for line in hostile.lines(500):
        start = time.perf_counter()
        answer_line(assistant, line)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < SLOWEST


def test_every_answer_to_hostile_questions_rests_on_its_citations(assistant, hostile):
    for question in hostile.questions(500):
        if not question.strip() or len(question) > 1000:
            continue
        answer = assistant.ask(question)
        if answer.status == Status.ANSWERED and answer.route != Route.TABLE:
            assert not check_answer(answer, question), question


def test_hostile_calls_of_the_api_get_an_answer_or_an_error(assistant, hostile, tmp_path):
    service = build_service(
        assistant,
        Settings(
            requests_per_minute=100_000, feedback_file=tmp_path / "f.sqlite3", log_file=tmp_path / "log.jsonl"
        ),
    )
    headers = {"content-type": "application/json"}
    with run_app(service) as address, httpx.Client(base_url=address, timeout=60, headers=headers) as client:
        for line in hostile.lines(CALLS):
            try:
                item = json.loads(line)
                data = [item["question"], item.get("department", ""), item.get("history", [])]
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                response = client.post("/gradio_api/call/ask", content=line)
                assert response.status_code in (200, 400, 413, 422, 500), line[:80]
                continue
            # ASCII JSON, so that lone surrogates travel too.
            response = client.post("/gradio_api/call/ask", content=json.dumps({"data": data}))
            assert response.status_code in (200, 413, 422, 500), line[:80]
            if response.status_code == 200:
                events = client.get(f"/gradio_api/call/ask/{response.json()['event_id']}").text
                assert "event: complete" in events or "event: error" in events
                assert "Traceback" not in events
        assert client.get("/health").json()["status"] == "ok"
        assert client.get("/health").json()["running"] == 0


@settings(max_examples=2000, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(alphabet=st.characters(), max_size=200),
    st.lists(st.text(alphabet=st.characters(), max_size=50), max_size=4),
)
def test_any_text_at_all(assistant, question, history):
    line = json.dumps({"id": 1, "question": question, "history": history}).encode()
    check_output(answer_line(assistant, line))


@settings(max_examples=3000, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300), st.text(alphabet=st.characters(), max_size=300))
def test_the_check_of_numbers_takes_any_text(text, passage):
    citation = Citation(1, "處", "節", (), 1, False, (1, 1), passage, passage)
    check_answer(Answer(Status.ANSWERED, Route.PASSAGE, text, (citation,)), text)
