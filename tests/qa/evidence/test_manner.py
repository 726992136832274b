"""What a question asks beyond what is known."""

import pytest

from qa.evidence.signals import Manner, find_runs, load_manner


@pytest.mark.parametrize(
    ("question", "known", "shares"),
    [
        ("票價", "", (0.0, -3.0)),
        ("票價", "門票的價格", (1.0, -2.0)),
        ("票價", "票價", (2.0, 0.0)),
        ("", "票", (0.0, 0.0)),
    ],
)
def test_a_run_counts_by_whether_it_is_known(question, known, shares):
    manner = Manner(held={"票": 0.5, "價": 0.5, "票價": 1.0}, new={"票": -0.5, "價": -0.5, "票價": -2.0})
    assert manner.score(question, known) == shares


def test_runs_have_up_to_three_characters_and_count_once():
    assert find_runs("aaaa") == {"a", "aa", "aaa"}
    assert find_runs("") == set()


def test_what_people_ask_in_vain_speaks_against_an_answer_only_where_it_is_new():
    manner, known = load_manner(), "設置服務專線，提供諮詢"
    assert sum(manner.score("服務專線的電話幾號？", known)) < sum(
        manner.score("服務專線的電話幾號？", f"{known} 服務專線的電話是幾號")
    )


def test_what_is_saved_is_what_is_loaded(tmp_path):
    manner = Manner({"費": 0.25}, {"費用": -1.5})
    manner.save(tmp_path / "manner.json")
    assert load_manner(tmp_path / "manner.json") == manner


def test_simplified_questions_are_compared_as_traditional_ones():
    manner = Manner({"電話": 1.0}, {"電話": -1.0})
    assert manner.score("电话", "電話") == manner.score("電話", "電話") == (1.0, 0.0)
