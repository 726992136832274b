"""An index kept in Milvus instead of in files, so that several copies of the program share it.

Each report has collections of its own, named by what its index was made from: one for the sentences and one
for the bank's questions, each with vectors and with words, one for the near misses, and one with the tables
of words.  A report's search so costs the same however many reports there are, and may look at all of its
vectors: it is exact.

Words are sparse vectors: of a sentence what each of its tokens adds to a BM25 score (`index.lexical`), of a
question its tokens, so that their inner product is that score.  The BM25 function of Milvus gives others:
its embedded form takes neither `bm25_k1` nor `bm25_b`, and its Chinese analyser cuts Traditional Chinese
without the words of the report.

What is far from a question is not fetched: it counts as far as the last that is.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from index.build import BuildProgress, Parts, build_parts
from index.dense import DenseIndex
from index.embedding import Embedder
from index.errors import IndexError_
from index.lexical import LexicalIndex
from index.search import Index
from index.server import Server
from index.source import Source, key_of
from index.words import Words, remember

SENTENCES, QUESTIONS = 2000, 4000
"""Nearest sentences and questions that are fetched; with them the answers to the development questions are
those of all vectors."""
INSERTED = 1000  # rows in one call
CHUNK = 20_000  # characters of a table in one row, at most 65,535 bytes
READY = "ready"
KINDS = ("sentences", "questions", "gaps", "tables")
_NOTHING = 1e-6  # weight of no word: an empty sparse vector is refused


def open_remote(
    source: Source,
    embedder: Embedder,
    server: Server,
    known: Callable[[], Iterator[Any]],
    progress: BuildProgress | None = None,
    force: bool = False,
) -> Index:
    """Return the index of a source in Milvus, built where it is not there.

    known: gives vectors that need not be computed.  Raises IndexError_ where Milvus cannot be used.
    """
    with _explained(server):
        place = Place(server, str(source.report.id), source.digests(embedder.space), embedder)
        if force or not place.is_ready():
            parts, _ = build_parts(source, embedder, known(), progress)
            place.publish(parts)
        return Index.of(source, place.load(), embedder)


class RemoteVectors(DenseIndex):
    """Vectors of one collection, compared where they are; row numbers are ids."""

    def __init__(self, client: Any, collection: str, size: int, most: int) -> None:
        self._client, self._collection, self._size, self._most = client, collection, size, most

    def __len__(self) -> int:
        return self._size

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        return _search(self._client, self._collection, "dense", vector.tolist(), min(k, self._size))

    def compare(self, vector: np.ndarray) -> np.ndarray:
        """Return the cosines of all vectors; those beyond the nearest have the last one's."""
        ids, cosines = self.search(vector, self._most)
        found = np.full(self._size, cosines.min(initial=1.0), dtype=np.float32)
        found[ids] = cosines
        return found


class RemoteWords(LexicalIndex):
    """Words of one collection, scored by BM25; row numbers are ids."""

    def __init__(
        self, client: Any, collection: str, size: int, most: int, vocabulary: Mapping[str, int]
    ) -> None:
        self._client, self._collection, self._size, self._most = client, collection, size, most
        self._numbers = vocabulary

    def score(self, tokens: Sequence[str]) -> np.ndarray:
        """Return each document's BM25 score, 0 for those beyond the best."""
        scores = np.zeros(self._size, dtype=np.float32)
        asked = {self._numbers[token]: 1.0 for token in tokens if token in self._numbers}
        if asked:
            ids, found = _search(self._client, self._collection, "sparse", asked, self._most)
            scores[ids] = found
        return scores


class Place:
    """The collections of one report on a server."""

    def __init__(self, server: Server, report: str, made_from: dict[str, str], embedder: Embedder) -> None:
        self._server, self._embedder = server, embedder
        self._family = f"report_{hashlib.sha256(report.encode()).hexdigest()[:8]}_"
        self._name = f"{self._family}{key_of(made_from)}"
        from pymilvus import MilvusClient

        self._client = MilvusClient(uri=server.url, token=server.token)

    def is_ready(self) -> bool:
        """Whether all of it was written; what a broken build left is none."""
        return self._client.has_collection(f"{self._name}_tables") and bool(self._ready(self._name))

    def publish(self, parts: Parts) -> None:
        """Write all parts, and last of all that they are ready; then sweep."""
        self._drop(self._name)
        self._write("sentences", parts.sentences, parts.sentence_words)
        self._write("questions", parts.questions, parts.question_words)
        self._write("gaps", parts.gaps, None)
        counts = {kind: len(getattr(parts, kind)) for kind in ("sentences", "questions", "gaps")}
        words = {"sentences": parts.sentence_words.vocabulary, "questions": parts.question_words.vocabulary}
        self._write_tables({**parts.tables, **words, READY: {**counts, "made": time.time()}})
        self._sweep()

    def _sweep(self) -> None:
        """Drop the report's earlier indexes but the newest, which an older program may still ask."""
        names = [name.removesuffix("_tables") for name in self._client.list_collections()]
        made = {
            name: json.loads(ready[0]["text"])["made"]
            for name in names
            if name.startswith(self._family) and name.count("_") == 2 and (ready := self._ready(name))
        }
        for name in sorted(made, key=lambda one: made[one])[:-2]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        for kind in KINDS:
            self._client.drop_collection(f"{name}_{kind}")

    def _ready(self, name: str) -> list[dict[str, Any]]:
        return self._read_rows(name, f'name == "{READY}"')

    def load(self) -> Parts:
        """The parts as they stand in Milvus; what has no row stays here, empty."""
        tables: dict[str, str] = {}
        for row in sorted(self._read_rows(self._name, "id >= 0"), key=lambda row: row["id"]):
            tables[row["name"]] = tables.get(row["name"], "") + row["text"]
        read = {name: json.loads(text) for name, text in tables.items()}
        counts, normal = read[READY], read["normal"]
        remember(normal)
        empty = DenseIndex.build(np.zeros((0, self._embedder.dimension), dtype=np.float32))

        def dense(kind: str, most: int) -> DenseIndex:
            if not counts[kind]:
                return empty
            self._client.load_collection(f"{self._name}_{kind}")
            return RemoteVectors(self._client, f"{self._name}_{kind}", counts[kind], most)

        def words(kind: str, most: int) -> LexicalIndex:
            if not counts[kind]:
                return LexicalIndex(None, 0)
            return RemoteWords(self._client, f"{self._name}_{kind}", counts[kind], most, read[kind])

        return Parts(
            Words(read["words"]),
            dense("sentences", SENTENCES),
            dense("questions", QUESTIONS),
            dense("gaps", SENTENCES),
            words("sentences", SENTENCES),
            words("questions", QUESTIONS),
            read["frequencies"],
            normal,
        )

    def _write(self, kind: str, dense: DenseIndex, words: LexicalIndex | None) -> None:
        """Write vectors with their words as a vector store of LangChain."""
        if not len(dense):
            return
        from langchain_milvus import Milvus

        embedding, sparse = _embeddings(self._embedder, words)
        flat = {"index_type": "FLAT", "metric_type": "IP"}
        inverted = {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
        store = Milvus(
            embedding_function=[embedding, sparse] if words is not None else embedding,
            vector_field=["dense", "sparse"] if words is not None else "dense",
            index_params=[flat, inverted] if words is not None else flat,
            collection_name=f"{self._name}_{kind}",
            connection_args={"uri": self._server.url, "token": self._server.token},
            consistency_level="Bounded",
            auto_id=False,
        )
        vectors = dense.vectors.tolist()
        if words is not None:
            vectors = [list(pair) for pair in zip(vectors, sparse.of_documents(), strict=True)]
        rows = [str(row) for row in range(len(dense))]
        store.add_embeddings(texts=rows, embeddings=vectors, ids=rows, batch_size=INSERTED)
        # In the embedded form what is not flushed is searched without an index.
        self._client.flush(f"{self._name}_{kind}")

    def _write_tables(self, tables: dict[str, Any]) -> None:
        from pymilvus import DataType

        name = f"{self._name}_tables"
        schema = self._client.create_schema(auto_id=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("name", DataType.VARCHAR, max_length=64)
        schema.add_field("text", DataType.VARCHAR, max_length=65_535)
        schema.add_field("none", DataType.FLOAT_VECTOR, dim=2)  # every collection has to have a vector
        index = self._client.prepare_index_params()
        index.add_index("none", index_type="FLAT", metric_type="IP")
        self._client.create_collection(name, schema=schema, index_params=index)
        rows = [
            {"name": key, "text": text[start : start + CHUNK], "none": [0.0, 0.0]}
            for key, table in tables.items()
            if (text := json.dumps(table, ensure_ascii=False))
            for start in range(0, len(text), CHUNK)
        ]
        for number, row in enumerate(rows):
            row["id"] = number
        for row in rows:  # one by one: the ready row is the last, and a message has at most 64 MB
            self._client.insert(name, [row])
        self._client.flush(name)

    def _read_rows(self, name: str, which: str) -> list[dict[str, Any]]:
        name = f"{name}_tables"
        self._client.load_collection(name)
        return self._client.query(
            name, filter=which, output_fields=["id", "name", "text"], consistency_level="Strong", limit=16_384
        )


def _embeddings(embedder: Embedder, words: LexicalIndex | None) -> tuple[Any, Any]:
    """An embedder and words as embeddings of LangChain, so that the collections are its vector stores."""
    from langchain_core.embeddings import Embeddings
    from langchain_milvus.utils.sparse import BaseSparseEmbedding

    class Dense(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return embedder.adapt_passages(embedder.encode_passages(texts)).tolist()

        def embed_query(self, text: str) -> list[float]:
            return embedder.adapt_queries(embedder.encode_queries([text]))[0].tolist()

    class Sparse(BaseSparseEmbedding):
        def of_documents(self) -> list[dict[int, float]]:
            numbers = words.vocabulary if words is not None else {}
            return [one or {len(numbers): _NOTHING} for one in words.weights()] if words is not None else []

        def embed_documents(self, texts: list[str]) -> list[dict[int, float]]:
            return [self.embed_query(text) for text in texts]

        def embed_query(self, query: str) -> dict[int, float]:
            numbers = words.vocabulary if words is not None else {}
            found = {numbers[token]: 1.0 for token in query.split() if token in numbers}
            return found or {len(numbers): _NOTHING}

    return Dense(), Sparse()


def _search(client: Any, collection: str, field: str, asked: Any, most: int) -> tuple[np.ndarray, np.ndarray]:
    """The ids of the best rows and their scores, best first."""
    found = (
        client.search(collection, data=[asked], anns_field=field, limit=most, output_fields=["pk"])[0]
        if most > 0
        else []
    )
    ids = np.array([int(one["pk"]) for one in found], dtype=np.int64)
    return ids, np.array([one["distance"] for one in found], dtype=np.float32)


@contextmanager
def _explained(server: Server) -> Iterator[None]:
    """Errors of Milvus as one sentence."""
    try:
        from pymilvus.exceptions import MilvusException
    except ImportError:
        raise IndexError_(
            "設了 INDEX_URL，但沒有裝 Milvus 的套件，請執行 pip install '.[milvus]'，或不設 INDEX_URL。"
        ) from None
    try:
        yield
    except (MilvusException, OSError) as error:
        reason = str(getattr(error, "message", error)).strip().splitlines()[0][:200]
        raise IndexError_(
            f"INDEX_URL「{server.url}」的 Milvus 用不了（{reason}），請確認位址與帳號，或不設 INDEX_URL。"
        ) from error
