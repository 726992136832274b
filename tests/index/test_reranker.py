"""A cross-encoder reads the best candidates again, when one is named."""

from __future__ import annotations

import numpy as np
import pytest

from index.errors import RerankerError
from index.reranker import READ, Reranker, load_reranker
from index.store import build_index
from tests.index.tiny import tiny_bert
from tests.qa.fakes import FakeEmbedder

QUESTION = "火災警報器補助幾戶？"
LETTERS = sorted(set(QUESTION + "消防局民政處環境保護補助水箱車汰換"))
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS]


@pytest.fixture(scope="module")
def index(small_source, tmp_path_factory):
    return build_index(small_source, tmp_path_factory.mktemp("index"), FakeEmbedder())


class Backwards:
    """Likes what the index likes least."""

    def __init__(self):
        self.pairs = []

    def predict(self, pairs, show_progress_bar=False):
        self.pairs += pairs
        return np.arange(len(pairs), dtype=np.float32)


def test_the_order_is_the_models_and_the_scores_stay(index):
    model = Backwards()
    plain = index.search(QUESTION, k=50)
    reranked = Reranker(model).rerank(QUESTION, plain)
    assert len(model.pairs) == READ
    assert all(question == QUESTION for question, _ in model.pairs)
    assert [one.text for one in reranked[:READ]] == [one.text for one in plain[:READ]][::-1]
    assert [one.score for one in reranked] == [one.score for one in plain]
    assert reranked[READ:] == plain[READ:]
    assert reranked[0].legs["reranker"] == READ - 1


def test_the_index_uses_it_when_it_has_one(index):
    plain = index.search(QUESTION, k=5)
    index.reranker = Reranker(Backwards())
    try:
        assert [one.text for one in index.search(QUESTION, k=5)] == [one.text for one in plain][::-1]
    finally:
        index.reranker = None


def test_no_candidate_is_no_work():
    assert Reranker(None).rerank(QUESTION, []) == []


def save_encoder(folder, labels):
    from transformers import BertForSequenceClassification

    config = tiny_bert(folder, WORDS, max_position_embeddings=128, num_labels=labels)
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def test_a_folder_with_a_cross_encoder_is_loaded_and_used(index, tmp_path):
    reranker = load_reranker(save_encoder(tmp_path, 1))
    plain = index.search(QUESTION, k=8)
    reranked = reranker.rerank(QUESTION, plain)
    assert {one.text for one in reranked} == {one.text for one in plain}
    opinions = [one.legs["reranker"] for one in reranked]
    assert opinions == sorted(opinions, reverse=True)
    assert len(set(opinions)) > 1


def test_a_model_of_several_scores_is_refused(tmp_path):
    with pytest.raises(RerankerError, match="3 個分數"):
        load_reranker(save_encoder(tmp_path, 3))


def test_a_name_that_leads_nowhere_is_quoted(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(RerankerError, match="nothing-here"):
        load_reranker(str(tmp_path / "nothing-here"))
