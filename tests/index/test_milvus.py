"""An index in Milvus finds what the one in files finds; over its embedded form, where that is installed."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from index.errors import IndexError_
from index.server import Server
from index.store import open_index, open_source
from tests.qa.fakes import FakeEmbedder

QUESTIONS = ["淨灘辦了幾場？", "生育獎勵金一胎發多少錢？", "親子館有哪些區域？", "水箱消防車", "xyz"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    pytest.importorskip("langchain_milvus")
    pytest.importorskip("milvus_lite")
    return Server(str(tmp_path_factory.mktemp("milvus") / "index.db"))


@pytest.fixture(scope="module")
def remote(small_source, server, tmp_path_factory):
    return open_source(small_source, tmp_path_factory.mktemp("none"), FakeEmbedder(), server=server)


@pytest.fixture(scope="module")
def local(small_source, tmp_path_factory):
    return open_index(small_source, tmp_path_factory.mktemp("files"), FakeEmbedder())


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_sentences_are_found_with_the_same_scores(remote, local, question):
    found, wanted = remote.search(question, k=20), local.search(question, k=20)
    assert [one.text for one in found] == [one.text for one in wanted]
    assert [one.score for one in found] == pytest.approx([one.score for one in wanted], abs=1e-4)
    for one, other in zip(found, wanted, strict=True):
        assert one.legs == pytest.approx(other.legs, abs=1e-4)


def test_the_same_gaps_are_found(remote, local):
    for question in QUESTIONS:
        found, wanted = dict(remote.find_gaps(question)), dict(local.find_gaps(question))
        assert found == pytest.approx(wanted, abs=1e-5)


def test_what_is_there_is_opened_and_not_built_again(remote, small_source, server, tmp_path):
    class Refusing(FakeEmbedder):
        def encode_passages(self, texts, progress=None):
            raise AssertionError("built again")

    again = open_source(small_source, tmp_path, Refusing(), server=server)
    assert [one.text for one in again.search(QUESTIONS[0])] == [
        one.text for one in remote.search(QUESTIONS[0])
    ]
    assert again.parts.words.dictionary == remote.parts.words.dictionary
    assert again.parts.frequencies == remote.parts.frequencies


def test_a_build_that_was_broken_off_is_built_again(remote, small_source, server, tmp_path):
    from pymilvus import MilvusClient

    client = MilvusClient(server.url)
    (tables,) = [name for name in client.list_collections() if name.endswith("_tables")]
    client.delete(tables, filter='name == "ready"')
    client.flush(tables)
    again = open_source(small_source, tmp_path, FakeEmbedder(), server=server)
    assert again.search(QUESTIONS[0])[0].text == remote.search(QUESTIONS[0])[0].text


def test_a_report_without_questions_is_searched_all_the_same(small_source, server, tmp_path):
    from dataclasses import replace

    bare = replace(small_source, bank=[], gaps=[])
    index = open_source(bare, tmp_path, FakeEmbedder(), server=server)
    assert (
        index.search("淨灘 24 場次")[0].text
        == open_index(bare, tmp_path, FakeEmbedder()).search("淨灘 24 場次")[0].text
    )
    assert index.find_gaps("淨灘") == []
    assert isinstance(index.parts.gaps.vectors, np.ndarray)


def test_of_earlier_indexes_of_a_report_only_the_newest_stays(remote, small_source, server, tmp_path):
    from dataclasses import replace

    from pymilvus import MilvusClient

    other = replace(small_source.report.id, year=99)
    open_source(
        replace(small_source, report=replace(small_source.report, id=other)),
        tmp_path,
        FakeEmbedder(),
        server=server,
    )
    for most in (3, 2, 1):
        open_source(
            replace(small_source, bank=small_source.bank[:most]), tmp_path, FakeEmbedder(), server=server
        )
    kept = [name for name in MilvusClient(server.url).list_collections() if name.endswith("_tables")]
    assert len(kept) == 3  # two of this report, one of the other


def test_without_the_packages_one_sentence_says_what_to_install(small_source, tmp_path, monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "pymilvus"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(IndexError_, match=r"pip install '\.\[milvus\]'"):
        open_source(small_source, tmp_path, FakeEmbedder(), server=Server("http://127.0.0.1:1"))
