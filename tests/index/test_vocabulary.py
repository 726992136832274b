"""Everyday and English words become official terms: the longest word, nothing twice, mistakes named."""

from __future__ import annotations

import pytest

from index.errors import IndexError_
from index.vocabulary import Vocabulary, load_vocabulary

WORDS = Vocabulary(
    {"阿公": ("老人",), "阿公阿嬤": ("老人", "長者"), "車馬費": ("交通費",)},
    {"flu shot": ("流感疫苗",), "flu": ("流感",), "library": ("圖書館",)},
)


def test_the_longest_word_counts():
    assert WORDS.expand("阿公阿嬤有車馬費嗎") == ["老人", "長者", "交通費"]
    assert WORDS.expand("我阿公") == ["老人"]


def test_simplified_questions_find_their_words():
    assert WORDS.expand("车马费") == ["交通費"]


@pytest.mark.parametrize("question", ["How many Flu Shots?", "a flu  shot", "flu-shot or flu shot"])
def test_english_phrases_in_any_number_and_case(question):
    assert "流感疫苗" in WORDS.expand(question)


def test_plurals_of_y():
    assert WORDS.expand("libraries") == ["圖書館"]


def test_a_part_of_an_english_word_is_no_word():
    assert WORDS.expand("influenza flux") == []


def test_terms_that_stand_there_already_are_left_out():
    assert WORDS.expand("老人的車馬費就是交通費嗎，阿公") == []


def test_tables_are_read_with_their_remarks(tmp_path):
    (tmp_path / "everyday.tsv").write_text("# 說明\n\n阿嬤\t老人、長者\n臺電\t電力公司\n", encoding="utf-8")
    vocabulary = load_vocabulary(tmp_path)
    assert vocabulary.expand("台電和阿嬤") == ["電力公司", "老人", "長者"]
    assert load_vocabulary(tmp_path / "none").expand("阿嬤") == []


@pytest.mark.parametrize("line", ["阿嬤 老人", "阿嬤\t", "\t老人"])
def test_a_line_that_lacks_a_side_is_named(tmp_path, line):
    (tmp_path / "everyday.tsv").write_text(f"阿公\t老人\n{line}\n", encoding="utf-8")
    with pytest.raises(IndexError_, match="第 2 行"):
        load_vocabulary(tmp_path)
