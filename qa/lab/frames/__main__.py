"""Draw meanings of questions over many rows, for people to put into their own words.

    python -m qa.lab.frames --draw plain --seed 1 --count 150 --chains 60 > frames.jsonl

A line has an id, the frame, and what it asks in plain words; lines of one chain change the frame before.
Only frames with a telling result on the report are drawn, and claims whatever comes of them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from functools import partial

from qa.assistant import Assistant
from qa.lab.frames import claimed, joined, seldom
from qa.lab.frames.chances import Chances
from qa.lab.frames.composed import draw_composed
from qa.lab.frames.describing import describe
from qa.lab.frames.following import change
from qa.lab.frames.joined import join
from qa.lab.frames.plain import draw_plain
from qa.tables.frame import Frame, is_claim, to_json

DRAWS = {
    "plain": (draw_plain, change),
    "composed": (draw_composed, change),
    "claimed": (partial(Chances.draw, families=claimed.FAMILIES), change),
    "seldom": (partial(Chances.draw, families=seldom.FAMILIES), change),
    "joined": (partial(Chances.draw, families=joined.FAMILIES), join),
}
"""How a frame is drawn, and how one that goes on from it."""
LENGTHS = (2, 2, 3, 4)
"""Frames of a chain."""
TRIES = 20


def sample(chances: Chances, draw: str, count: int, chains: int) -> Iterator[tuple[str, Frame]]:
    """So many single frames, none twice, and so many chains, each frame with its name: 7, 8, 8.1, 8.2."""
    begin, go_on = DRAWS[draw]
    seen: set[Frame] = set()
    for at in range(count + chains):
        drawn = iter(lambda: begin(chances), None)
        frame = next(one for one in drawn if one not in seen and (is_claim(one) or chances.tells(one)))
        seen.add(frame)
        length = chances.random.choice(LENGTHS) if at >= count else 1
        yield str(at), frame
        for turn in range(1, length):
            changed = (go_on(chances, frame) for _ in range(TRIES))
            following = next((one for one in changed if one != frame and chances.tells(one)), None)
            if following is None:
                break
            frame = following
            yield f"{at}.{turn}", frame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=150)
    parser.add_argument("--chains", type=int, default=60)
    parser.add_argument("--draw", choices=tuple(DRAWS), default="plain")
    options = parser.parse_args()
    tables = Assistant.load().stages.tables
    chances = Chances(tables.reader, tables.rows, options.seed)
    for name, frame in sample(chances, options.draw, options.count, options.chains):
        line = {"id": f"{options.seed}-{name}", "frame": to_json(frame), "said": describe(frame)}
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
