"""The words by which questions are understood, out of vocabulary files and a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.bundled import vocabulary_folder
from index.search import Index
from qa.understand.words import WordMatcher, build_matcher, normal_passage, read_places
from tests.qa.fakes import FakeEmbedder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "synonyms.tsv").write_text("# 註解\n\n親子館、育兒館、臺北館\n", encoding="utf-8")
    (tmp_path / "stop.txt").write_text("請問、有沒有\n", encoding="utf-8")
    (tmp_path / "places.txt").write_text("高雄市、高雄、Kaohsiung\n臺北市、北\n", encoding="utf-8")
    return tmp_path


def test_synonyms_stand_for_each_other_in_normal_form(folder, small_assistant, small_source):
    parts = small_assistant.index.parts
    matcher = build_matcher(Index(small_source, parts, FakeEmbedder()), folder)
    (word,) = [w for w in matcher.find_words("請問育兒館") if w.text == "育兒館"]
    assert set(word.alternatives) == {"親子館", "台北館"}
    assert matcher.account(word, "信義親子館揭牌") == pytest.approx(0.9)


def test_places_are_read_in_all_their_forms(folder):
    assert read_places(folder) == (("高雄市", "高雄", "kaohsiung"), ("台北市", "北"))


def test_a_passage_is_searched_with_its_place(small_source):
    passage = next(p for p in small_source.passages if "364 位" in p.text)
    flat = normal_passage(passage)
    assert "民政處" in flat
    assert "提昇里鄰長士氣" in flat
    assert "364位" in flat


def test_the_bundled_vocabulary_is_read(small_assistant):
    matcher: WordMatcher = small_assistant.weigher.matcher
    assert matcher.find_words("請問有多少？") == ()
    assert [word.text for word in matcher.find_words("海灘淨灘")] != []
    assert any("高雄" in group for group in read_places(vocabulary_folder()))


@pytest.mark.parametrize(
    ("question", "asking"), [("信義親子館服務多少人次?", "多少"), ("婚禮在哪裡辦?", "哪裡")]
)
def test_asking_words_inside_a_phrase_are_no_content(small_assistant, question, asking):
    found = small_assistant.weigher.matcher.find_words(question)
    assert not [word.text for word in found if asking in word.text]
