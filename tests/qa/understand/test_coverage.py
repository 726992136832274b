"""Which words of a question a text accounts for."""

from __future__ import annotations

from collections import Counter

import pytest

from qa.understand.words import PARTIAL, ContentWord, WordMatcher

TEXTS = ["火災 預防 宣導", "火災 搶救", "淨灘 活動", "資源 回收"]
FREQUENCIES = Counter(word for text in TEXTS for word in text.split())
STOP = frozenset({"幾", "的", "多少", "how", "many"})
ALTERNATIVES = {"撿垃圾": ("淨灘",), "垃圾": ("廢棄物",), "fire": ("火災",)}


@pytest.fixture
def matcher() -> WordMatcher:
    return WordMatcher(str.split, FREQUENCIES, len(TEXTS), STOP, ALTERNATIVES)


def words(matcher: WordMatcher, text: str) -> list[str]:
    return [word.text for word in matcher.find_words(text)]


def test_a_word_weighs_less_the_more_passages_have_it(matcher):
    assert matcher.weigh("登月") == 1.0
    assert matcher.weigh("火災") < matcher.weigh("淨灘") < 1.0


def test_content_words_come_once_and_in_order(matcher):
    assert words(matcher, "火災 的 預防 火災 多少") == ["火災", "預防"]


@pytest.mark.parametrize("text", ["", "   ", "的 多少", "how many", "？ ！", "12 34", "火", "ab"])
def test_what_carries_no_content_is_no_word(matcher, text):
    assert words(matcher, text) == []


def test_a_phrase_with_alternatives_is_one_word(matcher):
    (word,) = matcher.find_words("撿垃圾")
    assert word.text == "撿垃圾"
    assert word.alternatives == ("淨灘",)


@pytest.mark.parametrize(
    ("word", "evidence", "account"),
    [
        ("火災", "本年火災發生", 1.0),
        ("撿垃圾", "海灘淨灘活動", 0.9),
        ("fire", "火災發生", 0.9),
        ("fire", "洪水", 0.0),
        ("火災", "洪水", 0.0),
        ("登月", "月登", 0.3),
    ],
)
def test_how_far_a_text_accounts_for_a_word(matcher, word, evidence, account):
    (found,) = matcher.find_words(word)
    assert matcher.account(found, evidence) == pytest.approx(account)


def test_shared_characters_alone_never_settle_a_word(matcher):
    (word,) = matcher.find_words("資源回收站")
    assert 0 < matcher.account(word, "資源再利用") <= PARTIAL


def test_cover_is_weighted_and_between_nothing_and_all(matcher):
    found = matcher.find_words("火災 登月")
    assert matcher.cover(found, "火災 登月") == 1.0
    assert matcher.cover(found, "洪水") == 0.0
    assert 0 < matcher.cover(found, "火災") < 0.5 < matcher.cover(found, "登月") < 1
    assert matcher.cover((), "火災") == 1.0


def test_what_is_unaccounted_for_is_named_heaviest_first(matcher):
    found = matcher.find_words("火災 淨灘 登月")
    assert [word.text for word in matcher.unaccounted(found, "無")] == ["登月", "淨灘", "火災"]
    assert [word.text for word in matcher.unaccounted(found, "淨灘")] == ["登月", "火災"]
    assert matcher.unaccounted((), "無") == ()


def test_over_no_passages_every_word_is_rare():
    empty = WordMatcher(str.split, {}, 0, frozenset(), {})
    assert empty.weigh("火災") == 1.0
    assert empty.cover((ContentWord("火災", 1.0),), "火災") == 1.0


@pytest.mark.parametrize("weights", [(1.0,), (0.6, 1.0), (0.9, 1.0, 0.95), (1.0,) * 5])
def test_without_any_name_of_a_needed_word_too_little_is_covered(matcher, weights):
    asked = [
        ContentWord(text, weight, ("替身",))
        for text, weight in zip(
            ("水溝蓋", "火災警報", "淨灘活動", "資源回收", "登月計畫"), weights, strict=False
        )
    ]
    needed = matcher.find_needed(asked, 0.9)
    assert bool(needed) is (len(weights) < 4)
    if needed:  # all others whole, and the needed word's characters in another order
        others = " ".join(word.text for word in asked if word.text != needed[0])
        assert matcher.cover(asked, f"{others} {needed[0][::-1]}") < 0.9
        assert matcher.cover(asked, f"{others} {needed[0]}") == 1.0
