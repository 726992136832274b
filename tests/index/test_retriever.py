"""The index as a retriever of LangChain."""

from __future__ import annotations

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from index.retriever import Retriever
from index.store import open_index
from tests.qa.fakes import FakeEmbedder


@pytest.fixture(scope="module")
def index(small_source, tmp_path_factory):
    return open_index(small_source, tmp_path_factory.mktemp("index"), FakeEmbedder())


def test_documents_say_where_they_stand(index):
    document = Retriever(index=index, k=3).invoke("汰換了幾輛水箱消防車？")[0]
    assert isinstance(document, Document)
    assert "水箱消防車" in document.page_content
    assert document.metadata["department"] == "消防局"
    assert document.metadata["section"] == "重要施政成果"
    assert document.page_content in document.metadata["passage"]
    first, last = document.metadata["lines"]
    assert 1 <= first <= last


def test_the_filter_and_the_number_of_documents(index):
    found = Retriever(index=index, department="民政處", k=4).invoke("公務人員學習時數比率？")
    assert len(found) == 4
    assert found[0].metadata["department"] == "民政處"


def test_it_is_a_part_of_other_chains(index):
    chain = Retriever(index=index, k=1) | RunnableLambda(lambda documents: documents[0].metadata["page"])
    assert chain.invoke("親子館有哪些區域？") >= 1
    assert len(Retriever(index=index, k=1).batch(["火災", "淨灘"])) == 2
