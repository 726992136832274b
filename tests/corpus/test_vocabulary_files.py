"""The vocabulary is edited by hand: these tests hold every file to the format that its README promises."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import opencc
import pytest

import corpus

FOLDER = Path(corpus.__file__).parent / "data" / "vocabulary"
TABLES = ("everyday.tsv", "english.tsv", "departments.tsv")
LISTS = ("stop.txt", "places.txt", "synonyms.tsv")
FILES = (*TABLES, *LISTS, "asks.toml")
USUAL_IN_TAIWAN = frozenset("准划占干台吃唇床托斗栗游秘粽群里雇")
"""Characters that OpenCC would replace although they are the usual ones in Taiwan."""
ASK_KEYS = {"kind", "label", "zh", "en", "patterns", "unless", "proof"}


def read_lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in read_lines(name)]


@cache
def read_asks() -> list[dict]:
    return tomllib.loads((FOLDER / "asks.toml").read_text(encoding="utf-8"))["ask"]


@cache
def load_converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def find_repeated(words: list[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]


def find_kinds(question: str) -> set[str]:
    found = set()
    for ask in read_asks():
        english = (rf"(?<![a-z]){re.escape(cue)}(?![a-z])" for cue in ask["en"])
        cues = (*map(re.escape, ask["zh"]), *english, *ask.get("patterns", ()))
        cancelled = any(re.search(pattern, question, re.IGNORECASE) for pattern in ask.get("unless", ()))
        if not cancelled and any(re.search(cue, question, re.IGNORECASE) for cue in cues):
            found.add(ask["kind"])
    return found


def proves(kind: str, sentence: str) -> bool:
    (ask,) = (ask for ask in read_asks() if ask["kind"] == kind)
    return any(re.search(pattern, sentence) for pattern in ask["proof"])


@pytest.mark.parametrize("name", FILES)
def test_text_is_nfc_traditional_and_without_stray_blanks(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    convert = load_converter().convert
    han = {character for character in text if "\u4e00" <= character <= "\u9fff"}
    assert unicodedata.is_normalized("NFC", text)
    assert {c for c in han if convert(c) != c} <= USUAL_IN_TAIWAN
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert text.endswith("\n")


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_a_word_and_its_terms(name: str) -> None:
    rows = read_rows(name)
    assert [row for row in rows if len(row) != 2] == []
    for word, terms in rows:
        cells = [word, *terms.split("、")]
        assert all(cell and cell == cell.strip() for cell in cells), word
        assert find_repeated(cells) == [], word


@pytest.mark.parametrize("name", TABLES)
def test_no_word_has_two_rows(name: str) -> None:
    assert find_repeated([row[0] for row in read_rows(name)]) == []


def test_everyday_words_are_no_single_characters_and_lead_to_few_terms() -> None:
    rows = read_rows("everyday.tsv")
    assert [word for word, _ in rows if not 2 <= len(word) <= 12] == []
    assert [word for word, terms in rows if terms.count("、") > 4] == []
    assert len(rows) >= 1500


def test_english_phrases_are_lower_case_and_lead_to_chinese() -> None:
    rows = read_rows("english.tsv")
    assert [phrase for phrase, _ in rows if phrase != phrase.lower()] == []
    assert [phrase for phrase, _ in rows if re.search("[\u4e00-\u9fff]", phrase)] == []
    assert len(rows) >= 1500


def test_departments_have_english_names() -> None:
    assert [
        name for _, name in read_rows("departments.tsv") if not re.fullmatch(r"[A-Z][A-Za-z, ]+", name)
    ] == []


@pytest.mark.parametrize("name", LISTS)
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    words = [word for line in read_lines(name) for word in line.split("、")]
    assert find_repeated(words) == []
    assert [word for word in words if not word or word != word.strip() or "\t" in word] == []


def test_a_group_of_synonyms_has_two_words_or_more() -> None:
    assert [line for line in read_lines("synonyms.tsv") if "、" not in line] == []


def test_stop_words_are_no_groups() -> None:
    assert [line for line in read_lines("stop.txt") if "、" in line] == []


def test_asks_have_the_keys_of_the_readme() -> None:
    asks = read_asks()
    assert find_repeated([ask["kind"] for ask in asks]) == []
    for ask in asks:
        assert {"kind", "label", "zh", "en"} <= set(ask) <= ASK_KEYS, ask["kind"]
        assert find_repeated([*ask["zh"], *ask["en"]]) == [], ask["kind"]
        assert [cue for cue in ask["en"] if cue != cue.lower()] == [], ask["kind"]
        for pattern in (*ask.get("patterns", ()), *ask.get("unless", ()), *ask.get("proof", ())):
            re.compile(pattern)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("路燈壞掉要打哪支電話？", "phone"),
        ("How do I apply for a parking permit?", "procedure"),
        ("補習班稽查了幾家？", "count"),
        ("這筆補助一共花多少錢", "amount"),
        ("回收率有幾趴", "percent"),
        ("圖書館星期一有開嗎", "hours"),
        ("為什麼工程會延後", "reason"),
        ("里民大會哪一天開", "date"),
        ("明年還會再辦一次嗎", "future"),
        ("申請要附什麼文件", "documents"),
        ("橋修好了沒", "status"),
        ("Who chaired the meeting?", "person"),
        ("比去年變多還是變少", "change"),
        ("哪些學校參加", "list"),
        ("多久檢查一次電梯", "frequency"),
        ("我的案件什麼時候會好", "personal"),
    ],
)
def test_cues_tell_what_is_asked(question: str, kind: str) -> None:
    assert kind in find_kinds(question)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("電話禮貌測試幾分", "phone"),
        ("市長信箱收到幾件", "contact"),
        ("誰可以領敬老禮金", "person"),
        ("一年接了幾通電話", "phone"),
        ("Which travel fair did the city join?", "opinion"),
        ("多久辦一次演習", "duration"),
    ],
)
def test_cues_are_cancelled_where_they_mean_something_else(question: str, kind: str) -> None:
    assert kind not in find_kinds(question)


@pytest.mark.parametrize(
    ("kind", "holds", "lacks"),
    [
        ("phone", "請撥 02-12345678 洽詢", "提供電話諮詢 1,200 人次"),
        ("amount", "核發 86 萬 2,000 元", "核發 862 件"),
        ("percent", "合格率 98.5%", "合格 98 件"),
        ("date", "於 8 月 26 日舉辦", "舉辦 3 場次"),
        ("address", "設於和平路 3 號", "設於和平路旁"),
        ("age", "年滿 65 歲", "65 件"),
        ("documents", "檢附身分證影本", "受理 40 件"),
    ],
)
def test_proofs_tell_whether_a_sentence_holds_the_thing(kind: str, holds: str, lacks: str) -> None:
    assert proves(kind, holds)
    assert not proves(kind, lacks)
