"""Turns are given by what a client has had, not by who sends most."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from qa.service.turns import LITTLE, Refused, Turns


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def hold(turns: Turns, client: str, go: threading.Event, begun: list[str]) -> None:
    with turns.take(client):
        begun.append(client)
        assert go.wait(10)


def wait_until(condition) -> None:
    for _ in range(500):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("It did not come to that.")


def test_who_comes_first_goes_before_who_has_had_much():
    clock = Clock()
    turns = Turns(slots=1, places=10, patience=10, clock=clock)
    with turns.take("greedy"):
        clock.now += 5
    first, rest, begun = threading.Event(), threading.Event(), []
    rest.set()
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(hold, turns, "greedy", first, begun)]
        wait_until(lambda: begun)
        jobs += [pool.submit(hold, turns, "greedy", rest, begun) for _ in range(3)]
        wait_until(lambda: len(turns._waiting) == 3)
        jobs.append(pool.submit(hold, turns, "new", rest, begun))
        wait_until(lambda: len(turns._waiting) == 4)
        first.set()
        for job in jobs:
            job.result(10)
    assert begun == ["greedy", "new", "greedy", "greedy", "greedy"]


def test_a_full_queue_puts_out_who_has_most_in_it():
    turns = Turns(slots=1, places=3, patience=10)
    go, begun = threading.Event(), []
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(hold, turns, "greedy", go, begun)]
        wait_until(lambda: begun)
        jobs += [pool.submit(hold, turns, "greedy", go, begun) for _ in range(3)]
        wait_until(lambda: len(turns._waiting) == 3)
        visitor = pool.submit(hold, turns, "new", go, begun)
        wait_until(lambda: any(waiter.client == "new" for waiter in turns._waiting))
        go.set()
        visitor.result(10)
        assert sorted(isinstance(job.exception(10), Refused) for job in jobs) == [False, False, False, True]
    assert turns.running == 0


def test_one_client_leaves_a_slot_to_others():
    turns = Turns(slots=2, places=5, patience=0.1)
    with turns.take("a"):
        with pytest.raises(Refused), turns.take("a"):
            pass
        with turns.take("b"):
            assert turns.running == 2
    assert turns.running == 0


def test_what_a_client_has_had_is_forgotten():
    clock = Clock()
    turns = Turns(1, 1, 1, clock)
    with turns.take("a"):
        clock.now += 8
    assert turns._weight("a", clock.now) == 8
    assert turns._weight("a", clock.now + 300) < 0.01


def test_a_spare_slot_is_for_who_has_hardly_had_anything():
    clock = Clock()
    turns = Turns(slots=1, places=5, patience=0.1, clock=clock, spare=1)
    with turns.take("greedy"), turns.take("busy"):
        clock.now += 2 * LITTLE
    with turns.take("greedy"):
        for client in ("greedy", "busy"):
            with pytest.raises(Refused), turns.take(client):
                pass
        with turns.take("new"):
            assert turns.running == 2
            with pytest.raises(Refused), turns.take("newer"):
                pass
    assert (turns.running, len(turns._waiting)) == (0, 0)
