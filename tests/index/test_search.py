"""Questions find their sentences by every leg, with a department preferred and never exclusive."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from corpus.bundled import vocabulary_folder
from index.legs import PLAIN, Legs, Weights, fuse
from index.search import Index
from index.store import open_index
from index.vocabulary import Vocabulary
from tests.qa.fakes import FakeEmbedder

WITHOUT_BANK = PLAIN.without_bank()


@pytest.fixture(scope="module")
def index(small_source, tmp_path_factory):
    return open_index(small_source, tmp_path_factory.mktemp("index"), FakeEmbedder())


def with_weights(index, weights, vocabulary=None):
    return Index(index.source, index.parts, index.embedder, vocabulary, weights=weights)


def first(index, question, **more):
    return index.search(question, **more)[0].text


def test_every_anticipated_question_finds_its_sentence_first(index):
    for question in index.source.bank:
        found = index.search(question.question, k=1)[0]
        assert (found.passage.id, found.sentence_index) == (question.passage_id, question.sentence_index)


def test_without_its_own_key_a_question_is_not_found_by_it(index):
    number = 0
    question = index.source.bank[number].question
    assert index.search(question)[0].legs["bank_dense"] > 0.99
    assert all(one.legs["bank_dense"] < 0.99 for one in index.search(question, without=frozenset({number})))


def test_candidates_come_best_first_each_once_and_no_more_than_asked(index):
    found = index.search("火災警報器補助幾戶？", k=7)
    scores = [candidate.score for candidate in found]
    assert len(found) == 7
    assert scores == sorted(scores, reverse=True)
    assert len({(one.passage.id, one.sentence_index) for one in found}) == 7


def test_each_leg_gives_its_score_and_rank(index):
    legs = index.search("火災警報器補助幾戶？", k=3)[0].legs
    for name in ("dense", "lexical", "bank_dense", "bank_lexical"):
        assert 0.0 <= legs[name] <= 1.0
        assert legs[f"{name}_rank"] >= 1.0
    assert legs["lexical"] == 1.0


def test_a_figure_in_the_question_finds_the_figure_however_it_is_written(index):
    lexical = with_weights(index, Weights(dense=0.0, lexical=1.0, bank_dense=0.0, bank_lexical=0.0))
    for question in ("哪裡有 1257 人次", "哪裡有 1,257 人次", "哪裡有１２５７人次"):
        assert "1,257 人次" in first(lexical, question)
    assert "2 萬 5,000 元" in first(lexical, "25,000 元是什麼？")
    assert "10 月 17 日" in first(lexical, "10/17 那天")


def test_the_vocabulary_leads_to_words_that_the_question_lacks(index):
    question = "鬍鬚張？"
    words = Vocabulary({"鬍鬚張": ("積木區",)})
    assert "積木區" in first(with_weights(index, WITHOUT_BANK, words), question)
    assert "積木區" not in first(with_weights(index, WITHOUT_BANK), question)


def test_words_of_the_question_count_more_than_those_that_the_vocabulary_adds(index):
    words = Vocabulary({"汰換": ("積木區",)})
    lexical = Weights(dense=0.0, lexical=1.0, bank_dense=0.0, bank_lexical=0.0)
    assert "水箱消防車" in first(with_weights(index, lexical, words), "水箱車汰換幾輛？")


def test_the_shipped_vocabularies_are_read(index):
    assert len(index.vocabulary.everyday) > 1000
    assert len(index.vocabulary.english) > 300
    assert index.english_names
    assert vocabulary_folder().is_dir()


def test_a_named_or_chosen_department_is_preferred(index):
    question = "公務人員完成學習時數比率？"
    for department, name in (("消防局", "消防局"), ("環境保護局", "環保局"), ("民政處", "民政局")):
        assert index.search(f"{name}{question}")[0].passage.department == department
        assert index.search(question, department)[0].passage.department == department


def test_an_answer_elsewhere_is_not_lost_by_the_department(index):
    found = index.search("信義親子館什麼時候揭牌？", "消防局", k=20)
    assert any("揭牌" in candidate.text for candidate in found)


def test_a_near_miss_is_found_by_its_own_words(index):
    gap = index.source.gaps[0]
    assert index.find_gaps(gap.question)[0] == (gap, pytest.approx(1.0, abs=1e-5))
    others = [one for one, _ in index.find_gaps(gap.question, k=2, without=frozenset({0}))]
    assert len(others) == 2 and gap not in others


def test_simplified_and_traditional_find_the_same(index):
    one = index.search("补助住宅用火灾警报器几户？")
    other = index.search("補助住宅用火災警報器幾戶？")
    assert [candidate.text for candidate in one] == [candidate.text for candidate in other]


@pytest.mark.parametrize("question", ["？", "zzz", "🙂", "\u200b", "a" * 3000, "' OR 1=1 --"])
def test_any_text_can_be_asked(index, question):
    assert len(index.search(question, k=5)) <= 5


def test_without_bank_and_gaps_sentences_are_found_all_the_same(small_source, tmp_path):
    bare = replace(small_source, bank=[], gaps=[])
    index = open_index(bare, tmp_path, FakeEmbedder())
    assert index.weights == WITHOUT_BANK
    found = index.search("汰換水箱消防車幾輛？")[0]
    assert "水箱消防車" in found.text


def test_scores_keep_their_scale_without_a_bank(index):
    question = "汰換水箱消防車幾輛？"
    bare = with_weights(index, WITHOUT_BANK)
    assert index.search(question)[0].score == pytest.approx(bare.search(question)[0].score, abs=0.35)


def test_many_threads_find_what_one_finds(index):
    questions = [question.question for question in index.source.bank] * 3
    alone = [first(index, question) for question in questions]
    fresh = with_weights(index, None)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: first(fresh, question), questions)) == alone


def test_every_sentence_is_a_candidate_and_what_is_near_can_come_first(index):
    question = "火災警報器補助幾戶？"
    found = index.search(question, k=10**6)
    assert len(found) == len(index.source.sentences)
    last = found[-1].passage.id, found[-1].sentence_index
    first_now = index.search(question, near={last: 5.0})[0]
    assert (first_now.passage.id, first_now.sentence_index) == last


def test_a_question_that_is_its_whole_message_is_embedded_once(index):
    before = index.embedded
    index.search("補助住宅火警器共幾戶?", message="補助住宅火警器，共 幾戶？")
    index.find_gaps("補助住宅火警器共幾戶?", message="補助住宅火警器，共 幾戶？")
    assert index.embedded == before + 1
    index.search("補助住宅火警器共幾戶?", message="我家沒裝，補助住宅火警器共幾戶？")
    assert index.embedded == before + 3


def test_the_words_of_a_message_count_beside_what_is_asked_in_it(index):
    def worth(message):
        found = index.search("有幾人參加？", k=10**6, message=message)
        return max(one.score for one in found if "水箱" in one.text)

    assert worth("水箱消防車汰換，有幾人參加？") > worth("") + 0.05


def test_what_a_message_is_about_counts_more_than_the_clause_that_asks(index):
    asked = "有幾人參加？"
    assert "水箱消防車" not in first(index, asked)
    assert "水箱消防車" in first(index, asked, message=f"水箱消防車汰換，{asked}")


@pytest.mark.parametrize(("nearness", "first"), [((0.5, 0.4), 1), ((0.9, 0.4), 0)])
def test_the_words_that_a_sentence_has_outweigh_a_little_nearness_and_not_much(nearness, first):
    none = np.zeros(2)
    legs = Legs(np.array(nearness), np.array([0.5, 1.0]), none, none)
    assert fuse(legs, none).argmax() == first
