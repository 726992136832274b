"""Small recurrent networks that read a message sign by sign together, as plain numbers in one file.

Two layers of gated recurrent units (Cho et al. 2014) in both directions go over the signs of a message's
tokens.  Each slot of the whole message weighs the signs by an attention of its own; what a token is, is read
off the states at its two ends.  Members that were taught from other beginnings are averaged: what one reads
amiss by chance the others do not.  `qa.lab.network` teaches and writes such networks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from qa.understand.linear import open_arrays

UNKNOWN = 1
"""The number of what the network was not taught; 0 stands for nothing."""
LAYERS = 2


class Cell(NamedTuple):
    """What the network sees of a token: the signs that it shows, what it is, what else is known of it."""

    text: str
    key: str
    extra: str = ""


class Coder:
    """Numbers what a network sees: signs, keys, extras and what is known of the context."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.names = names
        self._number = {kind: {one: at + 2 for at, one in enumerate(own)} for kind, own in names.items()}

    def size(self, kind: str) -> int:
        return len(self.names[kind]) + 2

    def number(self, kind: str, name: str) -> int:
        return self._number[kind].get(name, UNKNOWN)

    def encode(self, cells: Sequence[Cell]) -> tuple[np.ndarray, list[tuple[int, int]]]:
        """The numbers of all signs, (n, 4): sign, key, extra, whether it begins a token; and the first and
        last sign of each token.
        """
        rows: list[tuple[int, int, int, int]] = []
        ends: list[tuple[int, int]] = []
        for cell in cells:
            key, extra = self.number("key", cell.key), self.number("extra", cell.extra)
            first = len(rows)
            rows += [
                (self.number("sign", sign), key, extra, int(at == 0))
                for at, sign in enumerate(cell.text or " ")
            ]
            ends.append((first, len(rows) - 1))
        return np.array(rows or [(0, 0, 0, 1)]), ends

    def find(self, context: Iterable[str]) -> list[int]:
        return [self.number("context", one) for one in context]


@dataclass(frozen=True)
class Read:
    """What a network makes of one message: the logarithm of the probability of each class."""

    slots: Mapping[str, Mapping[str, float]]
    mentions: Mapping[tuple[str, int], Mapping[str, float]]


class Network:
    """Reads messages; safe to use from several threads.

    `weights`: of all members, (members, ...) each; `classes`: those of each slot of a whole message; `roles`:
    those of each slot of a token; `seen`: what the lab keeps beside the weights.
    """

    def __init__(
        self,
        coder: Coder,
        classes: Mapping[str, Sequence[str]],
        roles: Mapping[str, Sequence[str]],
        weights: Mapping[str, np.ndarray],
        seen: Sequence[Sequence[str]] = (),
    ) -> None:
        self.coder, self.classes, self.roles, self.seen = coder, classes, roles, seen
        self.weights = weights
        self._layers = [self._join(layer) for layer in range(LAYERS)]

    def read(
        self, cells: Sequence[Cell], context: Iterable[str], mentions: Iterable[tuple[str, int]]
    ) -> Read:
        """Read a message of tokens; `mentions`: of which slots each of which tokens is asked."""
        own = self.weights
        codes, ends = self.coder.encode(cells)
        known = own["context"][:, self.coder.find(context)].sum(axis=1)
        parts = [own[name][:, codes[:, at]] for at, name in enumerate(("sign", "key", "extra", "begins"))]
        states = np.concatenate([*parts, np.repeat(known[:, None], len(codes), axis=1)], axis=-1)
        for layer in self._layers:
            states = _recur(states, *layer)
        seen = states @ own["queries"].transpose(0, 2, 1)
        seen = np.exp(seen - seen.max(axis=1, keepdims=True))
        pooled = (seen / seen.sum(axis=1, keepdims=True)).transpose(0, 2, 1) @ states
        slots = {
            slot: _share(names, _weigh(own, f"slot.{slot}", np.hstack([pooled[:, at], known])))
            for at, (slot, names) in enumerate(self.classes.items())
        }
        most = states.max(axis=1)
        found = {}
        for slot, at in mentions:
            first, last = ends[at]
            inner = _weigh(own, "inner", np.hstack([states[:, first], states[:, last], most, known]))
            found[slot, at] = _share(self.roles[slot], _weigh(own, f"role.{slot}", np.maximum(inner, 0)))
        return Read(slots, found)

    def _join(self, layer: int) -> tuple[np.ndarray, ...]:
        """The weights of both directions of a layer, of one after the other all members: for what comes in
        and for what was before.
        """
        ways = (f"{layer}", f"{layer}_reverse")
        return tuple(
            np.concatenate([self.weights[f"recurrent.{name}_l{way}"] for way in ways])
            for name in ("weight_ih", "bias_ih", "weight_hh", "bias_hh")
        )


def _weigh(weights: Mapping[str, np.ndarray], name: str, states: np.ndarray) -> np.ndarray:
    """What each member makes of its states (members, d): scores (members, classes)."""
    return (weights[f"{name}.w"] @ states[..., None])[..., 0] + weights[f"{name}.b"]


def _recur(
    states: np.ndarray, enter: np.ndarray, enter_bias: np.ndarray, stay: np.ndarray, stay_bias: np.ndarray
) -> np.ndarray:
    """The states (members, n, 2 h) of layers of gated recurrent units in both directions over states
    (members, n, d).
    """
    came = np.concatenate([states, states[:, ::-1]]) @ enter.transpose(0, 2, 1) + enter_bias[:, None]
    size = stay.shape[2]
    turned = stay.transpose(0, 2, 1)
    state = np.zeros((len(stay), 1, size), dtype=np.float32)
    out = np.empty((len(stay), states.shape[1], size), dtype=np.float32)
    for at in range(states.shape[1]):
        kept = (state @ turned)[:, 0] + stay_bias
        new = came[:, at]
        gates = 1 / (1 + np.exp(-(new[:, : 2 * size] + kept[:, : 2 * size])))
        fresh = np.tanh(new[:, 2 * size :] + gates[:, :size] * kept[:, 2 * size :])
        update = gates[:, size:]
        state = ((1 - update) * fresh + update * state[:, 0])[:, None]
        out[:, at] = state[:, 0]
    ahead, back = np.split(out, 2)
    return np.concatenate([ahead, back[:, ::-1]], axis=-1)


def _share(names: Sequence[str], scores: np.ndarray) -> dict[str, float]:
    """The logarithm of the probability of each class: those of the members (members, classes) averaged."""
    scores = _normalize(_normalize(scores).mean(axis=0))
    return dict(zip(names, scores.tolist(), strict=True))


def _normalize(scores: np.ndarray) -> np.ndarray:
    """Scores of classes as logarithms of probabilities."""
    scores = scores - scores.max(axis=-1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))


def save_network(network: Network, path: Path) -> None:
    """Write a network; each row of a matrix in 8 bits and a scale."""
    arrays = {}
    for name, values in network.weights.items():
        scale = np.maximum(np.abs(values).max(axis=-1, keepdims=True) / 127, 1e-8)
        arrays[f"{name}/codes"] = (values / scale).round().astype(np.int8)
        arrays[f"{name}/scale"] = scale.astype(np.float32)
    head = {
        "names": network.coder.names,
        "classes": network.classes,
        "roles": network.roles,
        "seen": network.seen,
    }
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, head=np.array(json.dumps(head, ensure_ascii=False)), **arrays)


def load_network(path: Path) -> Network:
    """The network of a file that `save_network` wrote; raises OSError or ValueError for any other."""
    with open_arrays(path) as (head, data):
        names = [name.removesuffix("/codes") for name in data.files if name.endswith("/codes")]
        weights = {name: data[f"{name}/codes"].astype(np.float32) * data[f"{name}/scale"] for name in names}
        return Network(Coder(head["names"]), head["classes"], head["roles"], weights, head["seen"])
