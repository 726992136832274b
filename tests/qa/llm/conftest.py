"""A loopback server, the answerer that asks it, and an extractive answer to put words above."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.model import Section
from qa.answer import Answer, Citation, Route, ShownFigure, Status
from qa.llm.answerer import ModelAnswerer
from qa.llm.permits import JUDGE, REWRITE, WORD, Permit
from qa.settings import Settings
from tests.qa.llm.loopback import PASSAGES, LoopbackServer

EVERYTHING = Permit(frozenset({JUDGE, WORD, REWRITE}))


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    loopback = LoopbackServer()
    yield loopback
    loopback.close()


@pytest.fixture
def settings(server: LoopbackServer, tmp_path) -> Settings:
    return Settings(
        llm_base_url=server.url, llm_model="m", llm_api_key="key-of-tests", llm_timeout=5, index_dir=tmp_path
    )


def make_answerer(settings: Settings, **options) -> ModelAnswerer:
    options = {"permit": EVERYTHING} | options
    return ModelAnswerer(
        settings, PASSAGES, lambda text, department: [PASSAGES[1]], lambda *_: 0.0, **options
    )


@pytest.fixture
def answerer(settings: Settings) -> ModelAnswerer:
    return make_answerer(settings)


@pytest.fixture
def draft() -> Answer:
    passage = PASSAGES[0]
    quote = "本年共計受理申請 1,342 人次"
    citation = Citation(
        1, "民政處", str(Section.PROGRAMMES), passage.path, 17, False, (5, 6), passage.text, quote
    )
    figure = ShownFigure("1,342 人次", 1342, "人次", 1)
    return Answer(Status.ANSWERED, Route.PASSAGE, f"{quote}[1]。", (citation,), (figure,))
