"""One normal form for characters, numbers and dates, and the tokens made of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from corpus.figures import find_figures
from index.words import Words, figure_tokens, grow_dictionary, is_simplified, normalize, to_traditional


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("1 萬 4,562 筆", "14562筆"),
        ("14,562筆", "14562筆"),
        ("８６ 萬 ２,０００ 元", "862000元"),
        ("三百五十件", "350件"),
        ("112 年 8 月 26 日", "112年8月26日"),
        ("臺北市", "台北市"),
        ("环保局开了几张罚单", "環保局開了幾張罰單"),
        ("软件的信息", "軟體的資訊"),
        ("警报器补助了几户", "警報器補助了幾戶"),
        ("How many people took part in the 2023 drill?", "How many people took part in the 2023 drill?"),
        ("AED 226 處", "AED 226處"),
        ("", ""),
    ],
)
def test_one_normal_form(text, normal):
    assert normalize(text) == normal


def test_normal_text_stays_as_it_is():
    for text in ("1 萬 4,562 筆，112.8.26", "环保局", "3歲以下補助 2 萬 5,000 元"):
        assert normalize(normalize(text)) == normalize(text)


def test_traditional_text_is_not_converted():
    text = "里長后山干部台灣發展，只准裡面的人出来？".replace("来", "來")
    assert not is_simplified(text)
    assert to_traditional(text) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("1 萬 4,562 筆", ["#14562"]),
        ("112 年 8 月 26 日", ["@8-26", "@112-8-26", "y112"]),
        ("2023 年", ["y112"]),
        ("8 月 26 日", ["@8-26"]),
        ("達 91.6%", ["#91.6"]),
        ("沒有數字", []),
    ],
)
def test_figures_as_tokens(text, tokens):
    assert figure_tokens(find_figures(text)) == tokens


@pytest.fixture(scope="module")
def words():
    texts = ["身心障礙者鑑定費用補助", "早期療育交通費", "長期照顧"]
    return Words(grow_dictionary(texts, ["早期療育"]))


def test_a_term_of_the_report_is_a_word(words):
    assert "早期療育" in words.tokenize("早期療育的交通費")
    assert "早期療育" not in Words(grow_dictionary(["早期療育"], [])).tokenize("早期療育")


def test_tokens_are_words_pairs_figures_and_latin_words(words):
    tokens = words.tokenize("補助 1 萬 2,000 元買 AED 及 Wi-Fi drills")
    assert {"補助", "_補助", "#12000", "aed", "wi-fi", "drill"} <= set(tokens)


def test_unknown_words_are_found_by_their_pairs(words):
    assert "_骨灰" in words.tokenize("骨灰罐")


def test_simplified_and_traditional_have_the_same_tokens(words):
    assert words.tokenize("身心障碍者鉴定费用补助") == words.tokenize("身心障礙者鑑定費用補助")


def test_words_cut_the_same_in_many_threads(words):
    texts = ["身心障礙者鑑定費用補助多少", "早期療育交通費有嗎", "長期照顧 12 人"] * 40
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(words.tokenize, texts)) == [words.tokenize(text) for text in texts]


def test_nothing_has_no_tokens(words):
    assert words.tokenize("") == []
    assert words.tokenize("？！…") == []


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("補助2萬5嗎", "補助25000嗎"),
        ("一千三百四十二人次", "1342人次"),
        ("民國一百一十三年", "民國113年"),
        ("八成", "八成"),
        ("half of the members", "half of the members"),
    ],
)
def test_written_numbers_become_digits_and_spoken_shares_stay(text, normal):
    assert normalize(text) == normal
