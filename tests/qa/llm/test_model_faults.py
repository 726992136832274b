"""A server that is down, slow, busy, garbled or wrong: the extractive answer comes in time, with a notice."""

import socket
import time

import pytest

from qa.llm.breaker import FAILURES, PAUSE, Breaker
from tests.qa.llm.conftest import make_answerer
from tests.qa.llm.loopback import PASSAGES, QUESTION, play, say, understand

LIMIT = 1.0


def hang(handler, body):
    time.sleep(4)


def hang_after_headers(handler, body):
    handler.begin()
    time.sleep(4)


def hang_half_way(handler, body):
    handler.begin()
    handler.event("聯誼活動有 862 人參加[2]。下")
    time.sleep(4)


def dribble_headers(handler, body):
    handler.raw("HTTP/1.1 200 OK\r\n")
    for number in range(400):
        handler.raw(f"x-{number}: y\r\n")
        time.sleep(0.05)


def dribble_comments(handler, body):
    handler.begin()
    for _ in range(400):
        handler.raw(": still there\n\n")
        time.sleep(0.05)


def dribble_text(handler, body):
    say("聯誼活動很好" * 100, step=1, pause=0.05)(handler, body)


def status(code, name):
    return lambda handler, body: handler.fail(code, name)


def raw(text, kind="text/event-stream"):
    def reply(handler, body):
        handler.begin(200, kind)
        handler.raw(text)

    return reply


def reset(handler, body):
    handler.begin()
    handler.event("聯誼活動有 862 人參加[2]。下")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def redirect(handler, body):
    handler.send_response(307)
    handler.send_header("location", "http://127.0.0.1:9/")
    handler.send_header("content-length", "0")
    handler.end_headers()


def flood(handler, body):
    handler.begin()
    for _ in range(400):
        handler.raw(b"x" * 100_000)


FAULTS = {
    "hang": (hang, "時限"),
    "hang after headers": (hang_after_headers, "時限"),
    "hang half way": (hang_half_way, "時限"),
    "dribble headers": (dribble_headers, "時限"),
    "dribble comments": (dribble_comments, "時限"),
    "dribble text": (dribble_text, "時限"),
    "wrong model": (status(404, "model_not_found"), "未接受"),
    "wrong key": (status(401, "invalid_api_key"), "未接受"),
    "forbidden": (status(403, "forbidden"), "未接受"),
    "bad request": (status(400, "bad_request"), "未接受"),
    "too long": (status(400, "context_length_exceeded"), "未接受"),
    "too many": (status(429, "rate_limit_exceeded"), "忙碌"),
    "no quota": (status(429, "insufficient_quota"), "額度"),
    "no money": (status(402, "payment_required"), "額度"),
    "overloaded": (status(503, "overloaded"), "忙碌"),
    "broken": (status(500, "server_error"), "連不上"),
    "redirect": (redirect, "未接受"),
    "nothing": (raw(""), "不完整"),
    "a web page": (raw("<html><body>登入</body></html>", "text/html"), "不完整"),
    "no JSON": (raw("data: {nonsense\n\n"), "不完整"),
    "other JSON": (raw('data: [1, 2]\n\ndata: "x"\n\n'), "不完整"),
    "null choices": (raw('data: {"choices": null}\n\n'), "不完整"),
    "no UTF-8": (raw(b'data: {"choices": "\xff\xfe"}\n\n'), "不完整"),
    "an error inside": (raw('data: {"error": {"message": "quota"}}\n\n'), "不完整"),
    "half a stream": (say("聯誼活動有 862 人參加[2]。下", finish=None, done=False), "不完整"),
    "done without end": (say("聯誼活動有 862 人參加[2]。", finish=None), "不完整"),
    "filtered": (say("聯誼活動有 862 人參加[2]。", finish="content_filter"), "不完整"),
    "reset": (reset, ""),
    "flood": (flood, ""),
}


def run(answerer, draft):
    return list(answerer.stream(understand(), draft, PASSAGES))


@pytest.mark.parametrize("name", FAULTS)
def test_the_draft_comes_in_time_with_a_notice(name, server, settings, draft):
    server.reply, words = FAULTS[name]
    answerer = make_answerer(settings.model_copy(update={"llm_timeout": LIMIT}))
    start = time.monotonic()
    first, final = run(answerer, draft)
    assert time.monotonic() - start < LIMIT + 1.5
    assert first == draft
    assert final.with_(notice="") == draft
    assert words in final.notice
    assert "摘錄" in final.notice
    assert len(server.requests) == 1  # asked once, never again


def test_a_server_that_is_down(server, settings, draft):
    url = server.url
    server.close()
    answerer = make_answerer(settings.model_copy(update={"llm_base_url": url}))
    assert "連不上" in run(answerer, draft)[-1].notice


def test_a_name_that_does_not_resolve(settings, draft):
    answerer = make_answerer(settings.model_copy(update={"llm_base_url": "http://no-such-host.invalid/v1"}))
    assert "連不上" in run(answerer, draft)[-1].notice


def test_a_dead_server_is_not_waited_for_at_each_question(server, settings, draft):
    now = [0.0]
    answerer = make_answerer(settings, breaker=Breaker(clock=lambda: now[0]))
    server.reply = status(500, "server_error")
    for _ in range(FAILURES):
        run(answerer, draft)
    assert "暫停" in run(answerer, draft)[-1].notice
    assert answerer.rewrite("那金額呢？", [(QUESTION, "")]) is None
    assert len(server.requests) == FAILURES
    now[0] = PAUSE + 1
    server.reply = play(write="聯誼活動實際有 862 人參加 [2.1]。")
    assert "862" in run(answerer, draft)[-1].answer
    assert "862" in run(answerer, draft)[-1].answer


def test_at_the_end_of_a_pause_one_caller_tries():
    now = [0.0]
    breaker = Breaker(clock=lambda: now[0])
    for _ in range(FAILURES):
        breaker.fail()
    assert not breaker.allows()
    now[0] = PAUSE
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeed()
    assert breaker.allows()
