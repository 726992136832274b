"""Embeddings, words, FAISS, BM25 and the retriever: passages -> index -> candidates."""

import os

# Threads of OpenMP and OpenBLAS spin while they wait: a search then takes many times as long on a machine
# that has other work to do, and ten times as much of its processor on one that has none.  A search is one
# pass over memory, which a second thread hardly makes faster.  The libraries read this when they are loaded,
# so it has to stand before their imports.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
