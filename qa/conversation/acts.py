"""What a message does with what was shown: reckon with it, ask for it in another form, or for more of it.

A linear model over the characters of a message, which `python -m qa.lab.train_acts` learned from sayings,
tells how likely each act is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from index.words import HAN, LATIN, normalize
from qa.understand.linear import Model, grams, load_model

MODEL = Path(__file__).parent / "data" / "acts.npz"
SLOT = "act"
OPERATIONS = (
    "change", "share", "ratio", "per", "mean", "largest", "smallest", "difference", "sum", "rest"
)  # fmt: skip
"""What can be reckoned with figures that were shown."""
WORDINGS = (
    "shorter", "sentence", "plain", "table", "list", "english", "chinese", "original", "place",
    "computed", "again",
)  # fmt: skip
"""Other forms of an answer."""
MORE, NONE = "more", "none"
LIKELY = 0.03
"""How likely an act has to be for it to be tried; which one is meant the report decides."""
SAYS = 0.85
"""How much the characters of a word have to speak for an act, on average, for it to say it and name nothing:
占 of 汽車占幾趴.
"""
KEPT = 256
"""Messages whose acts are kept: one is looked at several times in a turn."""
LONGEST = 4
"""Characters in a row that are looked at."""
_SIGN = re.compile(r"\d[\d,.]*|.", re.DOTALL)
_WORD = re.compile(r"[a-z']+")
_RUN = re.compile(f"{HAN.pattern}|{LATIN.pattern}|.", re.DOTALL)


def describe(text: str) -> list[str]:
    """The features of a message: its runs of characters, of Latin script its words and pairs of them."""
    return _describe(_flatten(text))


def _flatten(text: str) -> str:
    return normalize(text).lower()


def _mask(flat: str) -> str:
    """A message in normal form with one sign for each number."""
    return "".join("#" if sign[0].isdigit() else sign for sign in _SIGN.findall(flat))


def _describe(flat: str) -> list[str]:
    masked = _mask(flat)
    words = _WORD.findall(masked)
    pairs = {f"w {one} {other}" for one, other in pairwise(words)}
    return sorted(grams(masked, LONGEST) | pairs | {f"w {word}" for word in words})


@cache
def _model() -> Model:
    return load_model(MODEL)


def read_acts(text: str) -> Mapping[str, float]:
    """How likely each act is, `NONE` among them; together 1."""
    return _read(_flatten(text))


@lru_cache(maxsize=KEPT)
def _read(flat: str) -> Mapping[str, float]:
    return _model().share(SLOT, _describe(flat))


@lru_cache(maxsize=KEPT)
def _pushes(flat: str) -> Sequence[float]:
    """How much each character of a message in normal form speaks for what it does: the weights of the runs
    that it is in, shared out over them.
    """
    text, told, model = f"^{_mask(flat)}$", _read(flat), _model()
    linear = model.slots[SLOT]
    likely = [at for at, act in enumerate(linear.classes) if act != NONE and told[act] >= LIKELY]
    if not likely:
        return [0.0] * len(flat)
    none = linear.classes.index(NONE)
    places = [
        (text[at : at + size], at, size)
        for size in range(1, LONGEST + 1)
        for at in range(len(text) - size + 1)
    ]
    places += [(f"w {word[0]}", word.start(), len(word[0])) for word in _WORD.finditer(text)]
    pushes = [0.0] * len(text)
    for feature, at, size in places:
        if (number := model.features.get(feature)) is not None:
            weights = linear.weights[number]
            push = float(max(weights[act] for act in likely) - weights[none]) / size
            for place in range(at, at + size):
                pushes[place] += push
    return [push for sign, push in zip(_SIGN.findall(flat), pushes[1:-1], strict=True) for _ in sign]


def strip_acts(text: str, cut: Callable[[str], Sequence[str]]) -> str:
    """A message in normal form without the words that say what it does; `cut` parts a run of Han signs into
    words.
    """
    flat = _flatten(text)
    pushes, kept, place = _pushes(flat), [], 0
    for run in _RUN.findall(flat):
        for word in cut(run) if HAN.fullmatch(run) else (run,):
            own = pushes[place : place + len(word)]
            place += len(word)
            says = word.isalpha() and sum(own) > SAYS * len(word)
            kept.append(" " if says else word)
    return " ".join("".join(kept).split())


def find_acts(text: str, among: Sequence[str]) -> list[str]:
    """The acts of some kind that a message may do, the likeliest first."""
    told = read_acts(text)
    return sorted((act for act in among if told[act] >= LIKELY), key=lambda act: -told[act])


def may(act: str, text: str) -> bool:
    """Is an act likely enough to be tried?"""
    return read_acts(text)[act] >= LIKELY
