"""The chain as a LangChain runnable: stages in order, each timed, a turn of its own for each call."""

from __future__ import annotations

import pytest
from langchain_core.runnables import Runnable

from qa.chain import Turn, build_chain


def stage(name: str):
    def run(turn: Turn) -> Turn:
        turn.trace[name] = list(turn.trace)
        return turn

    return run


@pytest.fixture
def chain():
    return build_chain({name: stage(name) for name in ("understand", "retrieve", "answer")})


def test_stages_run_in_order_and_are_timed(chain):
    turn = chain.invoke(Turn("問"))
    assert turn.trace == {"understand": [], "retrieve": ["understand"], "answer": ["understand", "retrieve"]}
    assert list(turn.timings) == ["understand", "retrieve", "answer"]
    assert all(seconds >= 0 for seconds in turn.timings.values())


def test_it_is_a_runnable_with_named_stages(chain):
    assert isinstance(chain, Runnable)
    assert [step.name for step in chain.steps] == ["understand", "retrieve", "answer"]


def test_turns_do_not_share_what_they_hold(chain):
    first, second = chain.batch([Turn("甲"), Turn("乙")])
    assert first.typed == "甲"
    assert second.typed == "乙"
    assert first.trace is not second.trace


def test_one_stage_alone_is_a_chain():
    assert build_chain({"understand": stage("understand")}).invoke(Turn("問")).trace == {"understand": []}


def test_an_error_of_a_stage_is_not_swallowed():
    def fail(turn: Turn) -> Turn:
        raise ValueError("壞了")

    with pytest.raises(ValueError, match="壞了"):
        build_chain({"understand": stage("understand"), "retrieve": fail}).invoke(Turn("問"))
