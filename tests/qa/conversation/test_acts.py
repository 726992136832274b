"""What messages do with what was shown, as the shipped model tells it, and what is left of them."""

import jieba
import pytest

from qa.conversation.acts import LIKELY, MORE, NONE, OPERATIONS, WORDINGS, find_acts, read_acts, strip_acts


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("全部加起來多少錢", "sum"),
        ("兩邊差了幾件", "difference"),
        ("那還沒結案的剩幾件", "rest"),
        ("女生佔幾成啊", "share"),
        ("跟前年比漲了百分之幾", "change"),
        ("換算下來一天幾個人", "per"),
        ("三間平均起來呢", "mean"),
        ("是去年的幾倍", "ratio"),
        ("which of the two is larger?", "largest"),
        ("哪個比較少", "smallest"),
        ("太長了講短一點", "shorter"),
        ("一句話講完", "sentence"),
        ("聽不懂，白話一點", "plain"),
        ("弄成表格給我", "table"),
        ("一項一項列出來", "list"),
        ("give me that in English", "english"),
        ("改用中文", "chinese"),
        ("報告原文怎麼寫", "original"),
        ("在第幾頁", "place"),
        ("這怎麼算出來的", "computed"),
        ("再說一遍", "again"),
        ("還有沒有別的", MORE),
    ],
)
def test_a_plain_message_most_likely_does_what_it_says(text, act):
    told = read_acts(text)
    assert max(told, key=told.__getitem__) == act
    assert sum(told.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "text",
    [
        "加強稽查辦了幾次",
        "全國比賽拿幾面獎牌",
        "減少塑膠袋的宣導有哪些",
        "英文老師請了幾個",
        "表揚了幾位志工",
        "為什麼沒達成",
    ],
)
def test_words_that_look_like_an_act_in_a_question_of_its_own_are_none(text):
    told = read_acts(text)
    assert max(told, key=told.__getitem__) == NONE


def test_acts_are_found_among_those_asked_for_the_likeliest_first():
    found = find_acts("哪個多，差多少", OPERATIONS)
    assert set(found[:2]) == {"largest", "difference"}
    told = read_acts("哪個多，差多少")
    assert found == sorted(found, key=lambda act: -told[act])
    assert all(told[act] >= LIKELY for act in found)
    assert find_acts("哪個多，差多少", WORDINGS) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("汽車占幾趴", "汽車"),
        ("濃縮成一句導言", "導言"),
        ("用一句話講春酒", "春酒"),
        ("加薪的是砍掉的幾倍", "加薪"),
    ],
)
def test_what_a_message_names_is_left_without_what_it_does(text, left):
    bare = strip_acts(text, jieba.lcut)
    assert left in bare and len(bare) < len(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [("房屋稅、地價稅，牌照稅做成表格", "房屋稅、地價稅,牌照稅"), ("YouTube、臉書做成表格", "youtube、臉書")],
)
def test_signs_and_latin_words_keep_their_place(text, left):
    """Each word is weighed where it stands, so that what stands before it moves nothing."""
    assert strip_acts(text, jieba.lcut).startswith(left)
    assert "表格" not in strip_acts(text, jieba.lcut)


def test_a_question_of_its_own_is_left_whole():
    assert strip_acts("圖書館辦了幾場講座", jieba.lcut) == "圖書館辦了幾場講座"


@pytest.mark.parametrize("text", ["", "？", "123,456", "a", "　", "😀" * 300])
def test_any_text_is_read(text):
    assert sum(read_acts(text).values()) == pytest.approx(1.0)
    assert isinstance(strip_acts(text, jieba.lcut), str)
