"""Embeddings, words, FAISS, BM25 and the retriever: passages -> index -> candidates."""
