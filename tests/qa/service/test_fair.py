"""Plain pages that cost as much as a question wait for their turn, and keep none while they are read."""

from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.testclient import TestClient

from qa.service.gate import CROWDED_ENGLISH, Crowded
from qa.service.middleware import Fair


class Turns:
    """Notes when a turn is taken and given back; none is to be had where `full`."""

    def __init__(self, full: bool = False) -> None:
        self.full = full
        self.told: list[str] = []

    @contextmanager
    def take(self):
        if self.full:
            raise Crowded("人太多。", CROWDED_ENGLISH)
        self.told.append("taken")
        try:
            yield
        finally:
            self.told.append("back")


def client_of(turns: Turns) -> TestClient:
    app = FastAPI()

    @app.get("/{path:path}")
    def show(path: str):
        turns.told.append("worked")
        if path == "brief":
            raise RuntimeError("broken")
        return PlainTextResponse(path)

    return TestClient(Fair(app, turns.take), raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/search", "/en/search.csv", "/brief.docx", "/department/x", "/brief"])
def test_a_costly_page_has_a_turn_and_gives_it_back(path):
    turns = Turns()
    client_of(turns).get(path)
    assert turns.told == ["taken", "worked", "back"]


@pytest.mark.parametrize("path", ["/report", "/searching", "/en", "/gradio_api/queue/join"])
def test_other_requests_take_none(path):
    turns = Turns()
    client_of(turns).get(path)
    assert turns.told == ["worked"]


def test_whoever_finds_no_turn_is_told_in_his_language():
    response = client_of(Turns(full=True)).get("/en/search")
    assert (response.status_code, response.json()["detail"]) == (503, CROWDED_ENGLISH)
    assert int(response.headers["retry-after"]) > 0
