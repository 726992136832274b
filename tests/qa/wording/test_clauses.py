"""What of a sentence tells most in little room."""

from qa.wording.clauses import choose_clauses, find_total


def test_a_list_is_told_with_its_total() -> None:
    assert find_total("招募志工，計有甲隊 3 人、乙隊 4 人，共計 7 人。", 20) == "共計 7 人"
    assert find_total("招募志工。", 20) == ""


def test_the_clause_that_names_the_subject_with_its_figure_is_chosen():
    text = "為推動業務，結合民間資源，辦理淨灘活動 12 場，並持續精進。"
    start, end = choose_clauses(text, 14, lambda clause: "淨灘" in clause)
    assert text[start:end].strip("，") == "辦理淨灘活動 12 場"
