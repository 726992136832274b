"""A loopback server, the answerer that asks it, and an extractive answer to fall back on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.model import Section
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.llm.answerer import ModelAnswerer
from qa.settings import Settings
from tests.qa.llm.loopback import PASSAGES, LoopbackServer


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    loopback = LoopbackServer()
    yield loopback
    loopback.close()


@pytest.fixture
def settings(server: LoopbackServer) -> Settings:
    return Settings(llm_base_url=server.url, llm_model="m", llm_api_key="key-of-tests", llm_timeout=5)


@pytest.fixture
def answerer(settings: Settings) -> ModelAnswerer:
    return ModelAnswerer(settings)


@pytest.fixture
def draft() -> Answer:
    passage = PASSAGES[0]
    quote = "本年共計受理申請 1,342 人次"
    citation = Citation(
        1, "民政處", str(Section.PROGRAMMES), passage.path, 17, False, (5, 6), passage.text, quote
    )
    figure = ShownFigure("1,342 人次", 1342, "人次", 1)
    return Answer(Status.ANSWERED, Route.PASSAGE, f"{quote}[1]。", (citation,), (figure,))
