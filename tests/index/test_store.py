"""Indexes on disk: loaded only when they match, never half written, built once by two at a time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import known, source
from index.errors import IndexError_
from index.store import load_index, open_index
from tests.index.counting import Counting
from tests.qa.fakes import FakeEmbedder

ROOT = Path(__file__).parents[2]
QUESTION = "汰換了幾輛水箱消防車？"


def best(index):
    found = index.search(QUESTION, k=1)[0]
    return found.passage.id, found.sentence_index


@pytest.fixture
def built(small_source, tmp_path):
    folder = tmp_path / "index"
    open_index(small_source, folder, FakeEmbedder())
    return folder


def own_folder(folder):
    (path,) = [path for path in folder.iterdir() if path.is_dir()]
    return path


def test_a_loaded_index_finds_what_the_built_one_found(small_source, tmp_path):
    index = open_index(small_source, tmp_path, FakeEmbedder())
    loaded = load_index(small_source, tmp_path, FakeEmbedder())
    assert best(loaded) == best(index)
    questions = [question.question for question in small_source.bank]
    for question in questions:
        one, other = index.search(question), loaded.search(question)
        assert [candidate.score for candidate in one] == pytest.approx([c.score for c in other])


def test_an_index_of_another_report_model_bank_or_program_is_none(small_source, built, monkeypatch):
    class Other(FakeEmbedder):
        name = space = "other"

    shorter = replace(small_source, passages=small_source.passages[1:], bank=[], gaps=[])
    edited = replace(small_source, report=replace(small_source.report, digest="0" * 64))
    with_less = replace(small_source, bank=small_source.bank[1:])
    for made_of, embedder in (
        (shorter, FakeEmbedder()),
        (edited, FakeEmbedder()),
        (with_less, FakeEmbedder()),
        (small_source, Other()),
    ):
        assert load_index(made_of, built, embedder) is None
    monkeypatch.setattr(source, "digest_code", lambda packages: "another program")
    assert load_index(small_source, built, FakeEmbedder()) is None


def test_a_changed_cut_file_or_lost_file_is_damage_and_is_mended(small_source, built):
    names = [path.relative_to(built) for path in sorted(built.rglob("*")) if path.is_file()]
    for name in names:
        if name.name in (".lock", "vectors.npz"):
            continue
        path = built / name
        whole = path.read_bytes()
        for damage in (whole[: len(whole) // 2], whole + b"x", None):
            if damage is None:
                path.unlink()
            else:
                path.write_bytes(damage)
            assert load_index(small_source, built, FakeEmbedder()) is None
            path.write_bytes(whole)
        assert load_index(small_source, built, FakeEmbedder())


def test_opening_mends_damage(small_source, built):
    next(built.rglob("sentences.faiss")).write_bytes(b"no index")
    index = open_index(small_source, built, FakeEmbedder())
    assert best(load_index(small_source, built, FakeEmbedder())) == best(index)


def test_a_manifest_that_says_otherwise_is_damage(small_source, built):
    manifest = own_folder(built) / "manifest.json"
    for text in ("", "[]", "{}", '{"made_from": 1, "counts": 1, "kinds": 1, "files": 1}'):
        manifest.write_text(text, encoding="utf-8")
        assert load_index(small_source, built, FakeEmbedder()) is None


def test_only_changed_sentences_are_embedded_again(small_source, built):
    embedder = Counting()
    changed = replace(
        small_source, bank=[replace(small_source.bank[0], question="一個新的問題？"), *small_source.bank[1:]]
    )
    open_index(changed, built, embedder)
    assert embedder.computed == ["一個新的問題？"]


def test_a_build_that_breaks_off_loses_little_of_what_it_computed(small_source, tmp_path, monkeypatch):
    class Breaking(Counting):
        def _encode(self, texts, progress):
            if len(self.computed) >= 20:
                raise KeyboardInterrupt
            return super()._encode(texts, progress)

    monkeypatch.setattr(known, "AT_ONCE", 10)
    broken, rest, whole = Breaking(), Counting(), Counting()
    with pytest.raises(KeyboardInterrupt):
        open_index(small_source, tmp_path / "index", broken)
    built = open_index(small_source, tmp_path / "index", rest)
    assert best(built) == best(open_index(small_source, tmp_path / "other", whole))
    assert len(broken.computed) == 20
    assert sorted(broken.computed + rest.computed) == sorted(whole.computed)
    assert len(list((tmp_path / "index").iterdir())) == 2  # the index and the lock


def test_force_builds_anew_and_leaves_one(small_source, built):
    before = own_folder(built)
    open_index(small_source, built, FakeEmbedder(), force=True)
    assert own_folder(built) != before


def test_few_indexes_are_kept(small_source, built):
    for number in range(4):
        open_index(replace(small_source, bank=small_source.bank[: number + 1]), built, FakeEmbedder())
    assert len([path for path in built.iterdir() if path.is_dir()]) == 3


def test_two_builds_at_once_compute_once(small_source, tmp_path):
    class Slow(Counting):
        def _encode(self, texts, progress):
            time.sleep(0.2)
            return super()._encode(texts, progress)

    embedders = [Slow(), Slow()]
    built = []

    def build(embedder):
        built.append(open_index(small_source, tmp_path / "index", embedder))

    threads = [threading.Thread(target=build, args=(embedder,)) for embedder in embedders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bool(embedder.computed) for embedder in embedders) == [False, True]
    assert best(built[0]) == best(built[1])


KILLED = """
import os, sys
from pathlib import Path
from tests.qa.conftest import *
from tests.qa.fakes import FakeEmbedder
import index.store as store
folder = Path(sys.argv[1])
report = __import__("corpus.reading.parse", fromlist=["x"]).parse_report(small_report.TEXT)
passages = __import__("corpus.cutting.passages", fromlist=["x"]).cut_passages(report)
from index.manifest import Manifest
from index.source import Source
def stop(self, folder):
    print("written", flush=True)
    sys.stdin.read()
Manifest.write = stop
store.open_index(Source(report, passages, [], []), folder, FakeEmbedder(), force=True)
"""


def test_a_build_that_is_killed_leaves_the_old_index(small_source, built):
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(built)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert [path for path in built.iterdir() if path.name.startswith(".building")]
    assert best(load_index(small_source, built, FakeEmbedder()))
    open_index(small_source, built, FakeEmbedder(), force=True)
    assert not [path for path in built.iterdir() if path.name.startswith(".building")]


def test_a_folder_that_cannot_be_written_is_named(small_source, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexError_, match="INDEX_DIR"):
        open_index(small_source, tmp_path / "file", FakeEmbedder())


def test_nothing_in_an_index_is_a_pickle(built):
    for path in built.rglob("*.np[yz]"):
        np.load(path, allow_pickle=False)
    kinds = {path.suffix for path in built.rglob("*") if path.is_file()}
    assert kinds <= {".faiss", ".json", ".npy", ".npz", ""}


def test_progress_ends_with_all_done(small_source, tmp_path):
    told: dict[str, tuple[int, int]] = {}
    open_index(
        small_source,
        tmp_path,
        FakeEmbedder(),
        progress=lambda what, done, total: told.update({what: (done, total)}),
    )
    assert len(told) == 3
    assert all(done == total > 0 for done, total in told.values())
