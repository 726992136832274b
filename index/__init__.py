"""Embeddings, words, FAISS, BM25 and the retriever: passages -> index -> candidates."""

import os

# OpenMP's threads spin while they wait, which makes a search many times slower on a machine that has other
# work to do.  The libraries read this when they are loaded, so it has to stand before their imports.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
