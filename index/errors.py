"""What can go wrong with an index.

IndexError_
└── EmbeddingError — an embedding model cannot be loaded or gives something that is no embedding

`str(error)` is one sentence in Traditional Chinese for the user.
"""

from __future__ import annotations


class IndexError_(Exception):
    """An index or a model that cannot be used."""


class EmbeddingError(IndexError_):
    """An embedding model cannot be loaded."""
