"""Answers that nobody fetches are forgotten, the oldest first."""

from asyncio import Queue
from types import SimpleNamespace

from qa.web.unread import Unread


def queue_of(*sessions: str) -> SimpleNamespace:
    """A queue as Gradio keeps it, with a message and an ended event of each session."""
    queue = SimpleNamespace(
        pending_messages_per_session={name: Queue() for name in sessions},
        pending_event_ids_session={name: {f"event of {name}"} for name in sessions},
        event_ids_to_events={},
    )
    for messages in queue.pending_messages_per_session.values():
        messages.put_nowait("an answer")
    return queue


def test_the_oldest_sessions_are_emptied_when_it_is_too_much():
    queue = queue_of("a", "b", "c")
    unread = Unread(queue, most=10)
    for name in ("a", "b", "c"):
        unread.add(name, 4)
    kept = {name: messages.qsize() for name, messages in queue.pending_messages_per_session.items()}
    assert kept == {"a": 0, "b": 1, "c": 1}
    assert set(queue.pending_event_ids_session) == {"b", "c"}


def test_what_was_read_weighs_nothing_and_one_session_alone_is_bounded_too():
    queue = queue_of("a", "b")
    unread = Unread(queue, most=10)
    unread.add("a", 9)
    unread.read("a")
    unread.read("unknown")
    unread.add("b", 9)
    assert queue.pending_messages_per_session["a"].qsize() == 1
    unread.add("b", 9)
    assert queue.pending_messages_per_session["b"].qsize() == 0


def test_a_session_whose_event_still_runs_keeps_its_name():
    queue = queue_of("a")
    queue.event_ids_to_events["event of a"] = object()
    unread = Unread(queue, most=1)
    unread.add("a", 9)
    assert "a" in queue.pending_event_ids_session
