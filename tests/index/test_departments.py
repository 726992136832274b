"""Departments in the short forms that people use, derived from the name by rule."""

from __future__ import annotations

import pytest

from index.departments import load_english_names, named_departments, short_forms

NAMES = ["社會處", "環境保護局", "都市發展處", "綜合發展處", "警察局", "觀光及城市行銷處", "衛生局", "教育處"]
ENGLISH = {"衛生局": "Public Health Bureau", "警察局": "Police Department", "教育處": "Education Department"}


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("社會局有補助嗎", "社會處"),
        ("環保局去年開幾張罰單", "環境保護局"),
        ("都發處的指標", "都市發展處"),
        ("綜發處", "綜合發展處"),
        ("警局一年抓幾個", "警察局"),
        ("觀光處的燈會", "觀光及城市行銷處"),
        ("觀銷處", "觀光及城市行銷處"),
        ("环保局", "環境保護局"),
        ("What did the education bureau do?", "教育處"),
        ("the Public Health Bureau's clinics", "衛生局"),
    ],
)
def test_short_forms_name_their_department(question, named):
    assert named_departments(question, NAMES, ENGLISH) == (named,)


@pytest.mark.parametrize("question", ["社會住宅有幾戶", "教育部的補助", "本人處理", "police dogs", ""])
def test_words_that_only_look_alike_name_none(question):
    assert named_departments(question, NAMES, ENGLISH) == ()


def test_several_are_named_in_the_order_of_the_report():
    assert named_departments("衛生局跟社會處誰做得多", NAMES) == ("社會處", "衛生局")


def test_a_form_inside_a_longer_one_does_not_count():
    assert named_departments("都市發展處", ["發展處", "都市發展處"]) == ("都市發展處",)


def test_the_name_comes_first_and_nothing_twice():
    for name in NAMES:
        forms = short_forms(name)
        assert forms[0] == name
        assert len(set(forms)) == len(forms)
    assert short_forms("區公所") == ("區公所",)


def test_english_names_are_read_from_a_table(tmp_path):
    (tmp_path / "departments.tsv").write_text("# 說明\n社會處\tSocial Affairs Department\n", encoding="utf-8")
    assert load_english_names(tmp_path / "departments.tsv") == {"社會處": "Social Affairs Department"}
    assert load_english_names(tmp_path / "none.tsv") == {}
