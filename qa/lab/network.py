"""Teach networks (`qa.understand.network`) with torch."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from qa.understand.network import LAYERS, UNKNOWN, Cell, Coder, Network

LEAST = {"sign": 3, "key": 3, "extra": 3, "context": 1}
"""What is seen in fewer examples is taken for unknown."""
WIDTHS = {"sign": 96, "key": 64, "extra": 16, "context": 64}
BEGINS, STATE, INNER = 8, 128, 128
DROPPED, LOST = 0.3, 0.04
"""Share of the states that a step does without, and of the signs that it takes for unknown."""
BATCH, RATE, DECAY, EPOCHS = 64, 2e-3, 0.01, 12
MEMBERS = 2


@dataclass(frozen=True)
class Example:
    """One message: its tokens, what was before, the class of each slot that is known, and of tokens."""

    cells: Sequence[Cell]
    context: Sequence[str] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    mentions: Sequence[tuple[str, int, str]] = ()


def make_coder(examples: Sequence[Example]) -> Coder:
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in WIDTHS}
    for one in examples:
        for cell in one.cells:
            counts["sign"].update(cell.text)
            counts["key"][cell.key] += 1
            counts["extra"][cell.extra] += 1
        counts["context"].update(one.context)
    return Coder(
        {kind: sorted(w for w, n in own.items() if n >= LEAST[kind]) for kind, own in counts.items()}
    )


class Learner(nn.Module):
    """The network as torch learns it; its weights bear the names that `Network` knows."""

    def __init__(
        self, coder: Coder, classes: Mapping[str, Sequence[str]], roles: Mapping[str, Sequence[str]]
    ) -> None:
        super().__init__()
        self.coder, self.classes, self.roles = coder, classes, roles
        self.tables = nn.ModuleDict(
            {kind: nn.Embedding(coder.size(kind), WIDTHS[kind], padding_idx=0) for kind in WIDTHS}
        )
        self.begins = nn.Embedding(2, BEGINS)
        self.recurrent = nn.GRU(
            sum(WIDTHS.values()) + BEGINS, STATE, LAYERS, batch_first=True, bidirectional=True, dropout=0.2
        )
        self.drop = nn.Dropout(DROPPED)
        known = WIDTHS["context"]
        self.queries = nn.Parameter(torch.randn(len(classes), 2 * STATE) * 0.05)
        self.slot = nn.ModuleDict(
            {one: nn.Linear(2 * STATE + known, len(names)) for one, names in classes.items()}
        )
        self.inner = nn.Linear(6 * STATE + known, INNER)
        self.role = nn.ModuleDict({one: nn.Linear(INNER, len(names)) for one, names in roles.items()})

    def forward(self, batch: Sequence[Example]) -> Tensor:
        """The loss of a batch: the sum over all that is to be told, by message."""
        coded = [self.coder.encode(one.cells) for one in batch]
        longest = max(len(codes) for codes, _ in coded)
        signs = torch.zeros(len(batch), longest, 4, dtype=torch.long)
        known = torch.zeros(len(batch), max(len(one.context) for one in batch) or 1, dtype=torch.long)
        for row, (one, (codes, _)) in enumerate(zip(batch, coded, strict=True)):
            signs[row, : len(codes)] = torch.from_numpy(codes)
            known[row, : len(one.context)] = torch.tensor(self.coder.find(one.context), dtype=torch.long)
        real = signs[..., 1] > 0
        lost = (torch.rand(real.shape) < LOST) & real
        shown = torch.where(lost, torch.tensor(UNKNOWN), signs[..., 0])
        before = self.tables["context"](known).sum(dim=1)
        parts = [self.tables["sign"](shown), self.tables["key"](signs[..., 1])]
        parts += [self.tables["extra"](signs[..., 2]), self.begins(signs[..., 3])]
        parts.append(before[:, None].expand(-1, longest, -1))
        states, _ = self.recurrent(self.drop(torch.cat(parts, dim=-1)))
        states = self.drop(states)
        whole = self._whole(batch, states, real, before)
        return (whole + self._tokens(batch, coded, states, real, before)) / len(batch)

    def _whole(self, batch: Sequence[Example], states: Tensor, real: Tensor, before: Tensor) -> Tensor:
        weighed = torch.einsum("bld,sd->bsl", states, self.queries).masked_fill(~real[:, None], -1e4)
        pooled = torch.einsum("bsl,bld->bsd", weighed.softmax(dim=-1), states)
        loss = states.sum() * 0
        for at, (slot, names) in enumerate(self.classes.items()):
            rows = [row for row, one in enumerate(batch) if slot in one.slots]
            if rows:
                wanted = torch.tensor([names.index(batch[row].slots[slot]) for row in rows])
                scores = self.slot[slot](torch.cat([pooled[rows, at], before[rows]], dim=-1))
                loss = loss + functional.cross_entropy(scores, wanted, reduction="sum")
        return loss

    def _tokens(
        self,
        batch: Sequence[Example],
        coded: Sequence[tuple[np.ndarray, list[tuple[int, int]]]],
        states: Tensor,
        real: Tensor,
        before: Tensor,
    ) -> Tensor:
        most = states.masked_fill(~real[..., None], -1e4).max(dim=1).values
        of: dict[str, list[tuple[int, int, int, int]]] = {}
        for row, one in enumerate(batch):
            for slot, at, name in one.mentions:
                of.setdefault(slot, []).append((row, *coded[row][1][at], self.roles[slot].index(name)))
        loss = states.sum() * 0
        for slot, found in of.items():
            rows, first, last, wanted = torch.tensor(found).T
            seen = torch.cat([states[rows, first], states[rows, last], most[rows], before[rows]], dim=-1)
            scores = self.role[slot](self.drop(functional.relu(self.inner(seen))))
            loss = loss + functional.cross_entropy(scores, wanted, reduction="sum")
        return loss

    def weights(self) -> dict[str, np.ndarray]:
        """The weights by the names that the product knows them by."""
        found = {}
        for name, values in self.state_dict().items():
            of, _, part = name.removeprefix("tables.").rpartition(".")
            table = of in (*WIDTHS, "begins")
            part = {"weight": "w", "bias": "b"}.get(part, part)
            found[of if table else f"{of}.{part}" if of else part] = values.numpy()
        return found


def teach(
    examples: Sequence[Example],
    seen: Sequence[Sequence[str]] = (),
    epochs: int = EPOCHS,
    members: int = MEMBERS,
    told=print,
) -> Network:
    """Networks taught from examples, each from another beginning, to read together; `told` is called with the
    mean loss of each epoch.
    """
    return join([teach_one(examples, epochs, seed, told) for seed in range(members)], seen)


def join(learners: Sequence[Learner], seen: Sequence[Sequence[str]] = ()) -> Network:
    """Networks that were taught from the same examples as the product reads with them."""
    each, first = [learner.weights() for learner in learners], learners[0]
    weights = {name: np.stack([one[name] for one in each]) for name in each[0]}
    return Network(first.coder, first.classes, first.roles, weights, seen)


def teach_one(examples: Sequence[Example], epochs: int = EPOCHS, seed: int = 0, told=print) -> Learner:
    """One network taught from examples."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    classes: dict[str, set[str]] = {}
    roles: dict[str, set[str]] = {}
    for one in examples:
        for slot, name in one.slots.items():
            classes.setdefault(slot, set()).add(name)
        for slot, _, name in one.mentions:
            roles.setdefault(slot, set()).add(name)
    learner = Learner(
        make_coder(examples),
        {slot: sorted(own) for slot, own in sorted(classes.items())},
        {slot: sorted(own) for slot, own in sorted(roles.items())},
    )
    optimizer = torch.optim.AdamW(learner.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * len(_make_batches(examples, random.Random(seed)))
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=0.1)
    learner.train()
    for epoch in range(epochs):
        total, batches = 0.0, _make_batches(examples, chance)
        for batch in batches:
            loss = learner(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
            optimizer.step()
            rates.step()
            total += loss.item()
        told(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.3f}")
    return learner.eval()


def _make_batches(examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """The examples in batches of about one length, in another order each time."""
    order = chance.sample(list(examples), len(examples))
    batches = []
    for start in range(0, len(order), BATCH * 50):
        some = sorted(order[start : start + BATCH * 50], key=lambda one: sum(len(c.text) for c in one.cells))
        batches += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    chance.shuffle(batches)
    return batches
