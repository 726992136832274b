"""The file of vectors that ships with a report: an index is built from it without computing."""

from __future__ import annotations

from dataclasses import replace

from index.cache import write_cache
from index.store import open_index
from tests.index.counting import Counting
from tests.qa.fakes import FakeEmbedder


def test_an_index_is_built_from_shipped_vectors(small_source, tmp_path):
    path = write_cache(small_source, FakeEmbedder(), tmp_path / "shipped")
    assert path.parent == tmp_path / "shipped"
    embedder = Counting()
    index = open_index(small_source, tmp_path / "index", embedder, shipped=path.parent)
    assert embedder.computed == []
    question = small_source.bank[0]
    found = index.search(question.question, k=1)[0]
    assert (found.passage.id, found.sentence_index) == (question.passage_id, question.sentence_index)


def test_vectors_of_a_built_index_are_not_computed_again(small_source, tmp_path):
    open_index(small_source, tmp_path / "index", FakeEmbedder())
    embedder = Counting()
    write_cache(small_source, embedder, tmp_path / "shipped", tmp_path / "index")
    assert embedder.computed == []


def test_what_the_shipped_files_lack_goes_into_a_further_one(small_source, tmp_path):
    part = replace(small_source, bank=small_source.bank[:-2])
    first = write_cache(part, FakeEmbedder(), tmp_path / "shipped")
    before = first.read_bytes()
    further = write_cache(small_source, embedder := Counting(), tmp_path / "shipped")
    assert further != first
    assert first.read_bytes() == before
    assert set(embedder.computed) == {question.question for question in small_source.bank[-2:]}
    assert write_cache(small_source, FakeEmbedder(), tmp_path / "shipped") is None
    open_index(small_source, tmp_path / "index", embedder := Counting(), shipped=tmp_path / "shipped")
    assert embedder.computed == []


def test_a_damaged_shipped_file_only_costs_time(small_source, tmp_path, caplog):
    path = write_cache(small_source, FakeEmbedder(), tmp_path / "shipped")
    path.write_bytes(path.read_bytes()[:1000])
    embedder = Counting()
    open_index(small_source, tmp_path / "index", embedder, shipped=path.parent)
    assert len(embedder.computed) >= len({question.question for question in small_source.bank})
    assert path.name in caplog.text
