"""A running question stops when its user wants it to, and only then."""

import time
from threading import Event, Timer

import pytest

from qa.web.running import Runs, until


def test_items_come_through_in_order() -> None:
    assert list(until(Event(), iter(range(5)))) == [0, 1, 2, 3, 4]


def test_errors_come_through() -> None:
    def broken():
        yield 1
        raise ValueError("so")

    run = until(Event(), broken())
    assert next(run) == 1
    with pytest.raises(ValueError, match="so"):
        next(run)


def test_stops_while_the_next_item_is_being_made() -> None:
    def slow():
        yield 1
        time.sleep(30)

    stop = Event()
    Timer(0.15, stop.set).start()
    began = time.monotonic()
    assert list(until(stop, slow())) == [1]
    assert time.monotonic() - began < 5


def test_only_the_named_session_is_stopped() -> None:
    runs = Runs()
    with runs.start("a") as first, runs.start("b") as second:
        runs.stop("a")
        runs.stop("c")
        assert first.is_set() and not second.is_set()
    runs.stop("b")
    assert not second.is_set()


def test_a_new_run_of_a_session_takes_over() -> None:
    runs = Runs()
    with runs.start("a") as first:
        with runs.start("a") as second:
            runs.stop("a")
        assert second.is_set() and not first.is_set()
