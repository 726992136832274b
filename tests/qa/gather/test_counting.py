import pytest

from qa.gather.counting import count_english, count_han


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (2, "兩"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (22, "二十二"),
        (102, "一百零二"),
        (115, "一百一十五"),
        (700, "七百"),
        (1005, "一千零五"),
        (1010, "一千零一十"),
        (2300, "二千三百"),
    ],
)
def test_counts_in_chinese_words(number: int, words: str) -> None:
    assert count_han(number) == words


def test_counts_in_english_words_with_their_noun() -> None:
    assert count_english(1, "place", "places") == "one place"
    assert count_english(24, "place", "places") == "twenty-four places"
    assert count_english(130, "place", "places") == "one hundred and thirty places"
    assert count_english(1042, "place", "places") == "one thousand and forty-two places"
    assert count_english(2300, "place", "places") == "two thousand three hundred places"
