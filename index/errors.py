"""What can go wrong with an index.

IndexError_
├── EmbeddingError — an embedding model cannot be loaded or gives something that is no embedding
├── RerankerError  — a cross-encoder cannot be loaded
├── IndexMissing   — there is no index in the folder
├── IndexStale     — the index was built from something else than what is asked for
└── IndexDamaged   — a file of the index is missing or is not what its manifest says

`str(error)` is one sentence in Traditional Chinese for the user.
"""

from __future__ import annotations


class IndexError_(Exception):
    """An index or a model that cannot be used."""


class EmbeddingError(IndexError_):
    """An embedding model cannot be loaded."""


class RerankerError(IndexError_):
    """A cross-encoder cannot be loaded."""


class IndexMissing(IndexError_):
    """There is no index in the folder."""


class IndexStale(IndexError_):
    """The index was built from something else than what is asked for."""


class IndexDamaged(IndexError_):
    """A file of the index is missing or is not what its manifest says."""
