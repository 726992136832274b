import pytest

from qa.tables.names import Names

NAMES = Names(
    ["民政處", "都市發展處", "產業發展處", "環境保護局", "觀光及行銷處", "警察局", "地政處"], "海港市政府"
)


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("民政處", "民政處"),
        ("民政局", "民政處"),
        ("都發處有", "都市發展處"),
        ("都發局", "都市發展處"),
        ("環保局的", "環境保護局"),
        ("觀光處", "觀光及行銷處"),
        ("行銷處", "觀光及行銷處"),
        ("警局", "警察局"),
        ("警察單位", "警察局"),
    ],
)
def test_usual_short_forms(text, department):
    assert NAMES.match(text, 0, english=False)[0] == department


@pytest.mark.parametrize("text", ["發展處", "政處", "各處", "本局", "哪些局", "社會處", "保育處"])
def test_a_form_of_none_or_of_two_is_no_department(text):
    assert NAMES.match(text, 0, english=False) is None


def test_words_behind_a_name_belong_to_it():
    assert NAMES.match("警察單位的", 0, english=False) == ("警察局", 4)


@pytest.mark.parametrize("text", ["the police bureau", "police", "department of urban development", "epb"])
def test_english_names(text):
    assert NAMES.match(text, 0, english=True) is not None


def test_an_english_name_must_not_stand_inside_a_word():
    assert NAMES.match("policeman", 0, english=True) is None
    assert NAMES.match("firepolice", 4, english=True) is None


@pytest.mark.parametrize("text", ["海港市政府", "海港", "市府", "海港市"])
def test_the_own_city(text):
    assert NAMES.match_city(text, 0) == len(text)


def test_another_city_is_not_the_own_one():
    assert NAMES.match_city("新北市政府", 0) is None
