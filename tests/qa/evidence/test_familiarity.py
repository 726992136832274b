"""A question is compared with what was asked of its place, answered and in vain."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from corpus.bank import BankQuestion, GapQuestion
from corpus.bundled import vocabulary_folder
from qa.evidence.familiarity import Familiarity, overlap
from qa.understand.demands import load_asks
from qa.understand.words import ContentWord

BANK = [
    BankQuestion("拔錯的鑰匙警察代管幾件？", "p", 0, 1, ""),
    BankQuestion("Keys kept by the police: how many?", "p", 0, 1, ""),
    BankQuestion("這項服務什麼時候開始？", "p", 1, 2, ""),
]
GAPS = [
    GapQuestion("領回鑰匙要收多少錢？", "費用", "detail", "p", 0),
    GapQuestion("別的縣市怎麼做？", "其他縣市", "elsewhere"),
]


@pytest.fixture(scope="module")
def asks():
    return load_asks(vocabulary_folder() / "asks.toml")


@pytest.fixture
def familiarity(asks):
    return Familiarity(asks, BANK, GAPS)


def describe(familiarity, asks, text, passage="p", sentence=0, gaps=(), unsaid=(), asking=()):
    question = SimpleNamespace(text=text, demands=asks.find_demands(text))
    words = [ContentWord(word, 0.8) for word in unsaid]
    asked = [ContentWord(word, 0.8) for word in asking]
    return familiarity.describe(question, passage, sentence, list(gaps), words, asked)


def test_a_kind_that_was_asked_and_answered_here_is_known(familiarity, asks):
    values = describe(familiarity, asks, "去年代管幾件鑰匙？")
    assert values["kinds_here"] == values["kinds_around"] == 1.0
    assert values["kinds_in_vain"] == 0.0


def test_a_kind_asked_of_another_sentence_is_known_around(familiarity, asks):
    values = describe(familiarity, asks, "什麼時候開始代管？")
    assert values["kinds_here"] == 0.0
    assert values["kinds_around"] == 1.0


def test_a_kind_that_was_only_asked_in_vain_is_told(familiarity, asks):
    values = describe(familiarity, asks, "拿回鑰匙要付多少錢？")
    assert values["kinds_here"] == 0.0
    assert values["kinds_only_in_vain"] > 0
    assert values["place_gap_overlap"] > 0


def test_words_of_near_misses_and_new_words_are_counted(familiarity, asks):
    values = describe(
        familiarity, asks, "領回鑰匙的櫃台在哪？", unsaid=("領回", "櫃台", "鑰匙"), asking=("櫃台",)
    )
    assert values["gap_words"] == 1  # 領回; 鑰匙 was asked with an answer too
    assert values["new_asking"] == 1
    assert values["new_telling"] == 2


def test_a_place_without_questions_is_undecided(familiarity, asks):
    values = describe(familiarity, asks, "代管幾件？", passage="unknown")
    assert values["questions_here"] == values["gaps_at_place"] == 0
    assert values["kinds_like_best"] == 0.5
    assert familiarity.asked_of("unknown", 0) == []


def test_looking_at_a_place_does_not_make_one(familiarity, asks):
    for number in range(10):
        describe(familiarity, asks, "幾件？", passage=f"other{number}")
    assert len(familiarity._places) == 1


def test_the_nearest_near_misses_count_wherever_they_stand(familiarity, asks):
    alike = describe(familiarity, asks, "要收多少錢？", gaps=[(GAPS[0], 0.8)])
    other = describe(familiarity, asks, "要收多少錢？", gaps=[(GAPS[1], 0.8)])
    assert alike["kinds_like_gaps"] > other["kinds_like_gaps"]


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [("鑰匙", "鑰匙", 1.0), ("鑰匙？", "鑰匙", 1.0), ("鑰匙", "路燈", 0.0), ("", "", 0.0)],
)
def test_overlap(one, other, value):
    assert overlap(one, other) == value
