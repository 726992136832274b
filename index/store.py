"""Indexes on disk: loaded only when they match, written aside and put in place in one move.

A folder of indexes holds one folder for each, named by what it was made from and a running number.  A
build writes into a folder of its own and renames it, so that a build that is killed leaves the others as
they were; a lock keeps two builds from doing the same work.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from corpus.bundled import shipped_folder
from index.build import BuildProgress, Parts, build_parts
from index.dense import DenseIndex
from index.embedding import Embedder, load_embedder
from index.errors import IndexError_
from index.known import KnownVectors, load_known
from index.lexical import LexicalIndex
from index.manifest import Manifest, read_manifest
from index.search import Index
from index.server import Server
from index.source import Source, key_of
from index.words import Words, remember

LOG = logging.getLogger(__name__)

KEPT = 3
"""Indexes that stay in a folder; switching between reports or models then costs nothing."""
UNFINISHED = ".building-"
VECTORS = "vectors.npz"
PUT_BY = "unfinished-{}.npz"


def load_index(source: Source, folder: Path, embedder: Embedder) -> Index | None:
    """Return the index of a source that stands in `folder`.

    None where there is no index made from just this, and where it is damaged.
    """
    parts = _load_parts(source.digests(embedder.space), folder)
    return Index.of(source, parts, embedder) if parts else None


def open_index(
    source: Source,
    folder: Path,
    embedder: Embedder,
    shipped: Path | None = None,
    progress: BuildProgress | None = None,
    force: bool = False,
) -> Index:
    """Return the index of a source: loaded where it matches, otherwise built and put in place in `folder`.

    `force` builds it anew.  Vectors come from the indexes of the folder and from the files of `shipped` as
    far as they go.  While another process builds, this one waits.  Raises IndexError_ where the folder
    cannot be written.
    """
    from filelock import FileLock

    made_from = source.digests(embedder.space)
    parts = None if force else _load_parts(made_from, folder)
    if parts is None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(folder / ".lock"):
                _sweep(folder)
                # Another process may have built it while this one waited for the lock.
                parts = None if force else _load_parts(made_from, folder)
                if parts is None:
                    known = find_known(folder, shipped)
                    parts, vectors = build_parts(source, embedder, known, progress, partial(_put_by, folder))
                    _publish(made_from, folder, parts, vectors)
                    for path in folder.glob(PUT_BY.format("*")):
                        path.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or error
            raise IndexError_(f"索引資料夾 {folder} 無法寫入（{reason}），請改設 INDEX_DIR。") from error
    return Index.of(source, parts, embedder)


def open_report(
    report: Path,
    folder: Path,
    model: str | None = None,
    progress: BuildProgress | None = None,
    server: Server | None = None,
) -> Index:
    """Return the index of a report's file with an embedding model, None for the bundled one.

    Raises ReportError where the file is no report, IndexError_ where no index can be had.
    """
    return open_source(Source.read(report, folder), folder, load_embedder(model), progress, server)


def open_source(
    source: Source,
    folder: Path,
    embedder: Embedder,
    progress: BuildProgress | None = None,
    server: Server | None = None,
    force: bool = False,
) -> Index:
    """Return the index of a source, in the files of a folder or on a server; built if need be."""
    if server is not None:
        from index.milvus import open_remote

        def known() -> Iterator[KnownVectors]:
            return find_known(folder, shipped_folder())

        return open_remote(source, embedder, server, known, progress, force)
    return open_index(source, folder, embedder, shipped_folder(), progress, force)


def _load_parts(made_from: dict[str, str], folder: Path) -> Parts | None:
    own = [path for path in _folders(folder) if path.name.startswith(key_of(made_from))]
    try:
        return _read(own[-1], made_from) if own else None
    except (OSError, ValueError, TypeError, KeyError, RuntimeError) as error:
        LOG.warning("索引 %s 讀不出來（%s），會重新建立。", own[-1], error)
        return None


def find_known(folder: Path | None, shipped: Path | None) -> Iterator[KnownVectors]:
    """Yield the vectors of the indexes in `folder`, the newest first, those that builds which broke off have
    put by there, then those that ship with the data.
    """
    files = [path / VECTORS for path in reversed(_folders(folder))] if folder else []
    files += folder.glob(PUT_BY.format("*")) if folder else []
    for path in [*files, *(sorted(shipped.glob("*.npz")) if shipped else [])]:
        known = load_known(path)
        if known:
            yield known


def _put_by(folder: Path, vectors: KnownVectors) -> None:
    """Write vectors that were just computed, for the build that comes after this one if it breaks off."""
    path = folder / PUT_BY.format(len([*folder.glob(PUT_BY.format("*"))]))
    vectors.save(partial_path := folder / f"{UNFINISHED}{path.name}")
    partial_path.replace(path)


def _folders(folder: Path) -> list[Path]:
    """Return the folders of indexes, oldest first."""
    found = [path for path in folder.glob("*-*") if path.is_dir() and not path.name.startswith(".")]
    numbered = [path for path in found if path.name.rpartition("-")[2].isdigit()]
    return sorted(numbered, key=lambda path: int(path.name.rpartition("-")[2]))


def _read(path: Path, made_from: dict[str, str]) -> Parts:
    """Raises OSError, ValueError, TypeError, KeyError or RuntimeError for what is not as it was written."""
    manifest = read_manifest(path)
    if manifest.made_from != made_from:
        raise ValueError("索引清單與資料夾名稱不符")
    manifest.check_files(path)
    dictionary, frequencies, normal = (
        json.loads((path / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("words", "frequencies", "normal")
    )
    remember(normal)
    return Parts(
        Words(dictionary),
        *(DenseIndex.load(path / f"{name}.faiss") for name in ("sentences", "questions", "gaps")),
        LexicalIndex.load(path / "sentences.bm25", manifest.counts["sentences"]),
        LexicalIndex.load(path / "questions.bm25", manifest.counts["questions"]),
        frequencies,
        normal,
    )


def _publish(made_from: dict[str, str], folder: Path, parts: Parts, vectors: KnownVectors) -> None:
    aside = folder / f"{UNFINISHED}{os.getpid()}"
    aside.mkdir()
    parts.sentences.save(aside / "sentences.faiss")
    parts.questions.save(aside / "questions.faiss")
    parts.gaps.save(aside / "gaps.faiss")
    parts.sentence_words.save(aside / "sentences.bm25")
    parts.question_words.save(aside / "questions.bm25")
    for name, table in parts.tables.items():
        (aside / f"{name}.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    vectors.save(aside / VECTORS)
    counts = {name: len(getattr(parts, name)) for name in ("sentences", "questions", "gaps")}
    Manifest.of(aside, made_from, counts).write(aside)
    older = _folders(folder)
    number = int(older[-1].name.rpartition("-")[2]) + 1 if older else 1
    os.rename(aside, folder / f"{key_of(made_from)}-{number}")
    _discard(older, key_of(made_from))


def _discard(older: list[Path], key: str) -> None:
    """Remove the indexes that the new one replaces and those that nobody has used for long."""
    replaced = [path for path in older if path.name.startswith(key)]
    rest = [path for path in older if path not in replaced]
    for path in [*replaced, *rest[: -(KEPT - 1)]]:
        shutil.rmtree(path, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left behind; called under the lock, so none of them is at work."""
    for path in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
