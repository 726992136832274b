"""Parts of tiny models that the tests make: a BERT that knows a few characters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any


def tiny_bert(folder: Path, words: Sequence[str], **more: Any) -> Any:
    """Write the tokenizer of a few words to a folder; return the configuration of a model beside it."""
    from transformers import BertConfig, BertTokenizer

    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        **more,
    )
