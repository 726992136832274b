"""Frames of follow-ups: what a next message changes of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.lab.frames.chances import Chances
from qa.tables.frame import Frame
from qa.tables.query import Entity, Level

OTHER_END = {"top": "bottom", "bottom": "top"}
SWAPPED = ("missed", "full", "over")
"""Statuses that a follow-up takes in the place of each other."""
Options = list[tuple[float, Frame]]
"""Frames with how often each is to be chosen."""


def choose(chances: Chances, options: Sequence[tuple[float, Frame]]) -> Frame:
    """One of the frames, as likely as it weighs."""
    weights, frames = zip(*options, strict=True)
    return chances.random.choices(frames, weights)[0]


def change(chances: Chances, frame: Frame) -> Frame:
    """A follow-up of a frame; the frame itself where nothing of it can be changed."""
    options: Options = []
    if frame.order in OTHER_END:
        options += _change_order(frame)
    if frame.level is Level.ROWS and not frame.order:
        options += _change_asked(chances, frame)
    if frame.places:
        others = chances.places(sizes=(len(frame.places),))
        options += [(4, replace(frame, places=others)), (1, replace(frame, places=()))]
    elif frame.level is Level.ROWS:
        options += [
            (3, replace(frame, places=chances.places())),
            (1, replace(frame, excluded=chances.places())),
        ]
    if frame.level is Level.DEPARTMENTS and frame.status:
        options += _change_level(chances, frame)
    if frame.status in SWAPPED and frame.holds in ("", "some"):
        status = chances.random.choice([one for one in SWAPPED if one != frame.status])
        options.append((1, replace(frame, status=status)))
    return _drop_claim(choose(chances, options)) if options else frame


def _drop_claim(frame: Frame) -> Frame:
    """A frame that asks holds nothing for true any more."""
    if not frame.asks:
        return frame
    holds = "" if frame.level is Level.ROWS else frame.holds
    return replace(frame, claims=(), said=(), holds=holds)


def _change_order(frame: Frame) -> Options:
    """The other end, both ends, or those next to the end."""
    both = replace(frame, order="both", ranks=None, asks=frozenset({"difference"}))
    options = [(3.0, replace(frame, order=OTHER_END[frame.order], ranks=None)), (1.0, both)]
    ranks = ((2, 2), (3, 3), (1, 3), (1, 5)) if frame.ranks is None else ()
    return options + [(1.0, replace(frame, ranks=one)) for one in ranks]


def _change_asked(chances: Chances, frame: Frame) -> Options:
    """Something else of the same rows, their end, or a part of them."""
    by = "actual" if frame.entity is Entity.COMMON else "level"
    listed = replace(frame, asks=frozenset({"list"}))
    options = [
        (2.0, replace(listed, order="bottom", by=by)),
        (1.0, replace(listed, order="top", by=by)),
        (1.0, replace(frame, asks=frozenset({"share"}))),
        (1.0, listed),
        (1.0, replace(frame, asks=chances.asks(mean=1, median=1))),
    ]
    if frame.entity in (Entity.INDICATOR, Entity.PROGRAMME) and not frame.tests:
        test = chances.compared("level", (50, 80, 90), lt=3, ge=1)
        options.append((2, replace(frame, tests=(test,))))
    if frame.entity is Entity.INDICATOR and frame.status == "missed":
        options.append((1, replace(frame, asks=frozenset({"why"}))))
    return options


def _change_level(chances: Chances, frame: Frame) -> Options:
    """The rows of one department, or the part that the rows are of all of its own."""
    plain = replace(frame, level=Level.ROWS, holds="", order="", by="", ranks=None, tests=())
    options = [(2.0, replace(plain, places=chances.places(), asks=frozenset({"list"})))]
    return [*options, (1.0, replace(frame, by="share"))] if frame.by == "count" else options
