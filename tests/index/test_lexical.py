"""BM25 over tokens."""

from __future__ import annotations

import numpy as np

from index.lexical import LexicalIndex

DOCUMENTS = [["補助", "交通費"], ["補助", "補助", "消防車"], ["圖書館"], []]


def test_the_document_with_the_rarer_word_wins():
    index = LexicalIndex.build(DOCUMENTS)
    scores = index.score(["補助", "消防車"])
    assert len(scores) == len(index) == 4
    assert int(np.argmax(scores)) == 1
    assert scores[2] == scores[3] == 0


def test_a_word_asked_for_twice_counts_once():
    index = LexicalIndex.build(DOCUMENTS)
    np.testing.assert_allclose(index.score(["補助", "補助"]), index.score(["補助"]))


def test_unknown_words_and_no_words_find_nothing():
    index = LexicalIndex.build(DOCUMENTS)
    assert not index.score(["火星"]).any()
    assert not index.score([]).any()


def test_saved_and_loaded_it_scores_the_same(tmp_path):
    index = LexicalIndex.build(DOCUMENTS)
    index.save(tmp_path / "bm25")
    loaded = LexicalIndex.load(tmp_path / "bm25", len(index))
    np.testing.assert_allclose(loaded.score(["補助", "圖書館"]), index.score(["補助", "圖書館"]))


def test_an_index_of_nothing_is_saved_and_loaded_too(tmp_path):
    for documents in ([], [[], []]):
        index = LexicalIndex.build(documents)
        folder = tmp_path / str(len(documents))
        index.save(folder)
        loaded = LexicalIndex.load(folder, len(documents))
        assert list(loaded.score(["補助"])) == [0.0] * len(documents)
