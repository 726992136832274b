"""Which answers were given lately, so that feedback is taken on these alone."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict

from qa.web.turns import Turn

MOST = 10_000  # answers remembered, about 100 bytes each; the oldest are forgotten first
MOST_VERDICTS = 3  # on one answer, as people change their minds


class Given:
    """The newest answers of this process by digest; safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._left: OrderedDict[str, int] = OrderedDict()

    def add(self, turn: Turn) -> None:
        """Remember that a turn's answer was given."""
        with self._lock:
            self._left[_digest(turn)] = MOST_VERDICTS
            while len(self._left) > self._most:
                self._left.popitem(last=False)

    def take(self, turn: Turn) -> bool:
        """Whether a verdict on a turn may be stored; it then counts."""
        with self._lock:
            left = self._left.get(digest := _digest(turn), 0)
            if left:
                self._left[digest] = left - 1
            return left > 0


def _digest(turn: Turn) -> str:
    answer = turn.answer
    told = [str(answer.status), answer.answer, [c.lines for c in answer.citations]] if answer else []
    return hashlib.sha256(json.dumps([turn.question, turn.department, told]).encode()).hexdigest()
