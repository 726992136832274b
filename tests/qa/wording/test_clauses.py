"""What of a sentence tells most in little room."""

import pytest

from qa.wording.clauses import choose_clauses, clip, find_total, shorten


def test_a_list_is_told_with_its_total() -> None:
    assert find_total("招募志工，計有甲隊 3 人、乙隊 4 人，共計 7 人。", 20) == "共計 7 人"
    assert find_total("招募志工。", 20) == ""


def test_the_clause_that_names_the_subject_with_its_figure_is_chosen():
    text = "為推動業務，結合民間資源，辦理淨灘活動 12 場，並持續精進。"
    start, end = choose_clauses(text, 14, lambda clause: "淨灘" in clause)
    assert text[start:end].strip("，") == "辦理淨灘活動 12 場"


@pytest.mark.parametrize(
    ("text", "limit", "head"),
    [
        ("辦理淨灘活動，並持續精進", 8, "辦理淨灘活動"),
        ("共計服務 9,221 人次（包括協助：門診 9,049 人次）", 26, "共計服務 9,221 人次"),
        ("結合社團以「我的家庭」為主題拍攝影片", 9, "結合社團以"),
        ("展出期間為 9 月 4 日至 9 月 16 日止", 20, "展出期間為 9 月 4 日至 9 月"),
        ("全年服務三百二十六場共 1,342 人次", 15, "全年服務三百二十六場共"),
        ("一二三四五六七八", 4, "一二三四"),
        ("一二三", 4, "一二三"),
    ],
)
def test_a_text_is_cut_at_a_clause_outside_brackets_and_beside_no_number(text, limit, head):
    assert shorten(text, limit) == head


def test_a_text_that_is_cut_says_so():
    assert clip("一二三四五六", 4) == "一二三四…"
    assert clip("一二三", 4) == "一二三"
