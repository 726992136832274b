"""Learn to read questions over many rows: `python -m qa.lab.train_tracker` writes tracker.npz.

Learned from the folder `qa/lab/data`: `frames.jsonl` holds what is asked, `sayings.tsv` how people put it,
`backgrounds.tsv` what they say beside it.  A saying whose id ends in .1, .2 and so on goes on from the frame
before; in one that ends in +1 a sign ‖ stands where a second thing is asked.  `others.tsv` and the labelled
questions are what asks nothing over rows.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from corpus.bundled import report_folder
from qa.assistant import Assistant
from qa.lab.gold import read_gold
from qa.lab.network import EPOCHS, Example, teach
from qa.tables.featuring import describe, describe_before, sign_of, slot_of, unit_of
from qa.tables.frame import SPAN, Frame, Test, canonical, from_json, is_claim
from qa.tables.segment import Token
from qa.tables.tracker import ASKS, CLAIMED, CORE, KEEP, MODEL, core_of
from qa.understand.network import Network, save_network
from qa.understand.question import find_language


def label_slots(frame: Frame, before: Frame | None) -> dict[str, str]:
    """The classes of a whole message; what a follow-up leaves as it was is KEEP."""
    now = dict(zip(CORE, core_of(frame), strict=True))
    last = dict(zip(CORE, core_of(before), strict=True)) if before else {}
    labels = {slot: KEEP if last.get(slot) == value else value for slot, value in now.items()}
    labels["wide"] = "yes" if before and before.places and not frame.places else "no"
    told = frame.asks if before is None or frame.asks != before.asks else frozenset()
    return labels | {f"ask_{ask}": "yes" if ask in told else "no" for ask in ASKS}


DATA = Path(__file__).parent / "data"
CUT, JOINED = "‖", "+1"
BANK = 1500
"""Questions of the bank that are learned from."""
SURROUNDED = 0.2
"""How many of the sayings get a clause beside that has nothing to do with them."""
WHOLE = "全府"
"""Where a labelled question names this, it may be one over rows."""
SPELLED = {
    "missed": Test("level", SPAN["lt"](100)),
    "full": Test("level", SPAN["eq"](100)),
    "zero": Test("level", SPAN["eq"](0)),
    "up": Test("actual", SPAN["gt"](0)),
    "down": Test("actual", SPAN["lt"](0)),
    "same": Test("actual", SPAN["eq"](0)),
    "oneoff": Test("target", SPAN["eq"](1)),
}
"""What says the same as a status by a number."""


def spell(frame: Frame, tokens: Sequence[Token]) -> Frame:
    """A frame as the words of a message say it: 沒到 100% compares a number, where 沒達標 names a status."""
    test = SPELLED.get(frame.status)
    value = None if test is None else test.span.low if test.span.low is not None else test.span.high
    numbers = [token for token in tokens if token.number is not None and token.number.value == value]
    if not numbers or any(value in (one.span.low, one.span.high) for one in (*frame.tests, *frame.claims)):
        return frame
    if frame.ranks is not None and value in frame.ranks:
        return frame
    named = any(token.kind == "status" for token in tokens)
    return replace(frame, status=frame.status if named else "", tests=(*frame.tests, test))


def label_number(value: float, frame: Frame, first: bool) -> tuple[str, str]:
    """What a number of the question is in the frame, and how it is compared.

    `first`: the question names the first rank, so that 2 is no number of lines.
    """
    claims = [Test(f"{CLAIMED}{test.of}", test.span) for test in frame.claims]
    for test in (*frame.tests, *claims):
        low, high = test.span.low, test.span.high
        sign = -1 if test.of == "difference" and value > 0 else 1
        if low is not None and low == high and abs(sign * low - value) < 1e-6:
            return test.of, "eq"
        if low is not None and abs(sign * low - value) < 1e-6:
            return test.of, ("ge" if test.span.low_in else "gt") if sign > 0 else (
                "le" if test.span.low_in else "lt"
            )
        if high is not None and abs(sign * high - value) < 1e-6:
            return test.of, ("le" if test.span.high_in else "lt") if sign > 0 else (
                "ge" if test.span.high_in else "gt"
            )
    if frame.ranks is not None and value == frame.ranks[1] and frame.ranks[0] == 1 < value and not first:
        return "top", ""
    if frame.ranks is not None and value in frame.ranks:
        return "nth", ""
    return "none", ""


def names_first(tokens: Sequence[Token]) -> bool:
    """Whether a message names the first rank: 第一名, 冠軍."""
    pairs = itertools.pairwise(tokens)
    ranked = any(one.kind == "rank" and other.number and other.number.value == 1 for one, other in pairs)
    return ranked or any((one.kind, one.key) == ("ordinal", "1") for one in tokens)


def collect(sayings: Iterable[dict], segment) -> Iterator[Example]:
    """What a saying teaches: the slots of the whole and what each thing in it is."""
    for saying in sayings:
        frame = canonical(from_json(saying["frame"]))
        before = canonical(from_json(saying["before"])) if saying.get("before") else None
        tokens: list[Token] = segment(saying["question"])
        frame = spell(frame, tokens)
        slots = label_slots(frame, before) | {"kind": "claim" if is_claim(frame) else "table"}
        start, end = saying.get("asked", (0, len(saying["question"])))
        asked = [start <= token.start < end for token in tokens]
        mentions = label_mentions(tokens, asked, frame, before)
        yield Example(describe(tokens), describe_before(before), slots, mentions)
        if breaks := label_breaks(tokens := segment(saying.get("joined", saying["question"])), saying):
            yield Example(describe(tokens), describe_before(None), {}, breaks)


def label_mentions(
    tokens: Sequence[Token], asked: Sequence[bool], frame: Frame, before: Frame | None
) -> list[tuple[str, int, str]]:
    """What each thing is that a saying names; `asked`: it is no part of what is only told beside."""
    first = names_first(tokens)
    found: list[tuple[str, int, str]] = []
    for at, (token, own) in enumerate(zip(tokens, asked, strict=True)):
        slot = slot_of(token)
        if slot in ("", "break"):
            continue
        role = "no" if slot == "unit" else "none"
        if own and slot == "number":
            value = token.number.value if token.number is not None else float(token.key)
            role, op = label_number(value, frame, first)
            found += [("op", at, op)] if op else []
        elif own:
            role = label_mention(slot, token, frame, before)
            if slot == "place" and role == "none":
                continue  # where rows are meant by their words, their department is named beside them
        found.append((slot, at, role))
    return found


def label_mention(slot: str, token: Token, frame: Frame, before: Frame | None) -> str:
    """What a department, unit, kind or word of rows is in the frame."""
    if slot == "place":
        also = (
            before is not None and set(before.places) < set(frame.places) and token.key not in before.places
        )
        role = "in" if token.key in frame.places else "out" if token.key in frame.excluded else "none"
        return "said" if token.key in frame.said else "also" if role == "in" and also else role
    if slot == "unit":
        named = {*frame.units, *(("%",) if frame.status == "percent" else ())}
        return "yes" if unit_of(token) in named else "no"
    if slot == "kind":
        sign = sign_of(token)
        role = "in" if sign in frame.kinds else "unit" if sign in frame.units else "none"
        return "out" if role == "none" and len(frame.kinds) == 1 else role
    forms = token.alternatives or (token.key,)
    return next(
        (of for of, words in frame.words if any(w in f or f in w for w in words for f in forms)), "none"
    )


def label_breaks(tokens: Sequence[Token], saying: dict) -> list[tuple[str, int, str]]:
    """Where one message asks a second thing: `cut` is the place in `joined` that it begins at."""
    cut = saying.get("cut", -1)
    inner = [
        at
        for at, token in enumerate(tokens)
        if token.kind == "break" and not all(one.kind == "break" for one in tokens[at + 1 :])
    ]
    return [("break", at, "yes" if abs(tokens[at].end - cut) <= 1 else "no") for at in inner]


def read_backgrounds(folder: Path = DATA) -> list[tuple[str, str]]:
    """Clauses that ask nothing, with where they may stand: F in front of a question, B behind it, E both."""
    lines = (folder / "backgrounds.tsv").read_text(encoding="utf-8").splitlines()
    return [(where, text) for where, text in (line.split("\t") for line in lines)]


def surround(
    sayings: Iterable[dict], backgrounds: Sequence[tuple[str, str]], seed: int = 0
) -> Iterator[dict]:
    """The sayings, now and then with a clause in front or behind that has nothing to do with what they ask;
    `asked`: from where to where the question itself goes.
    """
    chance = random.Random(seed)
    told = {"en": [], "zh": []}
    for one in backgrounds:
        told[find_language(one[1])].append(one)
    for saying in sayings:
        likely = SURROUNDED / 4 if saying.get("before") else SURROUNDED
        if chance.random() >= likely:
            yield saying
            continue
        text = saying.get("joined", saying["question"])
        language = find_language(text)
        where, clause = chance.choice(told["en" if language == "en" else "zh"])
        mark = chance.choice((", ", ". ") if language == "en" else ("，", "，", "。", " "))
        if where == "F" or (where == "E" and chance.random() < 0.8):
            first = len(clause) + len(mark)
            changed = {"question": f"{clause}{mark}{saying['question']}", "asked": (first, first + len(text))}
            if "joined" in saying:
                changed |= {"joined": f"{clause}{mark}{text}", "cut": saying["cut"] + first}
        else:
            changed = {
                "question": f"{saying['question']}{mark}{clause}",
                "asked": (0, len(saying["question"])),
            }
            if "joined" in saying:
                changed |= {"joined": f"{text}{mark}{clause}"}
        yield saying | changed


def read_sayings(folder: Path = DATA) -> list[dict]:
    """The sayings with their frames: `question`, `frame`, `before`; `cut` where one asks two things."""
    frames: dict[str, dict] = {}
    for frame in read_gold(folder / "frames.jsonl"):
        frames[frame.pop("id")] = frame
    sayings: list[dict] = []
    for line in (folder / "sayings.tsv").read_text(encoding="utf-8").splitlines():
        name, text = line.split("\t")
        first, _, turn = name.partition(".")
        if name.endswith(JOINED):
            name = name.removesuffix(JOINED)
            one, other = (part.strip() for part in text.split(CUT))
            cut = {"joined": text.replace(CUT, ""), "cut": text.index(CUT)}
            sayings.append({"question": one, "frame": frames[name], **cut})
            sayings.append({"question": other, "frame": frames[f"{name}.1"], "before": frames[name]})
        elif turn:
            before = frames[first if turn == "1" else f"{first}.{int(turn) - 1}"]
            sayings.append({"question": text, "frame": frames[name], "before": before})
        else:
            sayings.append({"question": text, "frame": frames[name]})
    return sayings


def read_others(folder: Path = DATA, seed: int = 0) -> list[tuple[str, str]]:
    """Questions that are none over many rows, with their kind."""
    found: list[tuple[str, str]] = []
    for line in (folder / "others.tsv").read_text(encoding="utf-8").splitlines():
        kind, text = line.split("\t", 1)
        found.append((text, kind))
    for line in (folder / "broads.tsv").read_text(encoding="utf-8").splitlines():
        found.append((line.split("\t")[1], "other"))
    gold = Path("tests/gold")
    for path in sorted([*gold.glob("decide-*.jsonl"), *gold.glob("people*.jsonl")]):
        for one in read_gold(path):
            if one.get("dept") != WHOLE:
                found.append((one["question"], "other"))
    for path in sorted(gold.glob("computed*.jsonl")):
        for one in read_gold(path):
            if one["kind"] == "survey":
                found.append((one["question"], "survey"))
    asked = [
        one["q"]
        for kind in ("bank", "gaps")
        for path in sorted((report_folder() / kind).glob("*.jsonl"))
        for one in read_gold(path)
    ]
    chance = random.Random(seed)
    return found + [(one, "other") for one in chance.sample(asked, min(BANK, len(asked)))]


def learn(
    sayings: Sequence[dict], others: Sequence[tuple[str, str]], segment, epochs: int = EPOCHS
) -> Network:
    examples = list(collect(sayings, segment))
    for question, kind in others:
        examples.append(Example(describe(segment(question)), describe_before(None), {"kind": kind}))
    cores = {core_of(canonical(from_json(one["frame"]))) for one in sayings}
    seen = sorted(cores | {(*core[:-1], "") for core in cores})  # what a number says is no status (`spell`)
    return teach(examples, seen, epochs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="how often all sayings are gone through")
    options = parser.parse_args()
    segment = Assistant.load().stages.tables.reader.segment
    sayings = list(surround(read_sayings(), read_backgrounds()))
    save_network(learn(sayings, read_others(), segment, options.epochs), MODEL)


if __name__ == "__main__":
    main()
