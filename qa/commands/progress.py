"""A progress bar on stderr for what takes longer than two seconds."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Bar:
    """Takes `(what, done, total)` and draws one bar for each `what`, once two seconds have passed."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._what = ""

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            from tqdm import tqdm

            self._close()
            self._what = what
            self._bar = tqdm(total=total, desc=what, file=sys.stderr, delay=2)
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
