from hypothesis import given
from hypothesis import strategies as st

from qa.check.statements import read_marks, split_statements


def texts(text):
    return [statement.text for statement in split_statements(text)]


def test_a_mark_may_stand_before_or_behind_the_full_stop():
    assert texts("甲 5 件[1]。乙 6 件。[2]丙") == ["甲 5 件[1]。", "乙 6 件。[2]", "丙"]


def test_sentences_without_a_mark_go_with_the_next_marked_one():
    (statement,) = split_statements("甲。乙 3.5 公里[1]。")
    assert statement.text == "甲。乙 3.5 公里[1]。"
    assert statement.marks == (1,)


def test_lines_are_apart():
    assert [s.marks for s in split_statements("- 甲[1]\n- 乙[2, 3]\n丁")] == [(1,), (2, 3), ()]


def test_words_behind_the_last_mark_lean_on_it():
    (statement,) = split_statements("甲[1]，但乙[2]是 5 件。")
    assert [(clause.text, clause.marks) for clause in statement.clauses] == [
        ("甲", (1,)),
        ("，但乙", (2,)),
        ("是 5 件。", (2,)),
    ]


def test_a_full_stop_inside_a_number_or_an_abbreviation_ends_nothing():
    assert texts("It was 3.5 km [1]. Next [2]") == ["It was 3.5 km [1].", " Next [2]"]


def test_marks_are_read_in_every_form():
    assert read_marks("甲[1]乙[2,3]丙[4、5]") == (1, 2, 3, 4, 5)


@given(st.text(alphabet="甲5,.。！」[12] \n，A", max_size=30))
def test_statements_hold_the_whole_text(text):
    assert "".join(texts(text)).strip() == text.strip()
