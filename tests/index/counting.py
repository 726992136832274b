"""An embedder that remembers what it had to compute."""

from __future__ import annotations

from tests.qa.fakes import FakeEmbedder


class Counting(FakeEmbedder):
    def __init__(self) -> None:
        self.computed: list[str] = []

    def _encode(self, texts, progress):
        self.computed += texts
        return super()._encode(texts, progress)
