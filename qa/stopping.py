"""The wish to stop a running question, carried to wherever it is being answered.

Who runs a question in a thread of its own sets `STOP` in that thread's context; what may take long looks
at it there, so that nothing in between has to hand it on.
"""

from __future__ import annotations

from contextvars import ContextVar
from threading import Event

STOP: ContextVar[Event | None] = ContextVar("stop", default=None)
"""Set when the answer is no longer wanted; None where nobody can stop it."""
