"""Small numbers in words: what is counted by us stands in no passage and is told in words, not digits."""

from __future__ import annotations

_HAN = "零一二三四五六七八九"
_ENGLISH = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def count_han(number: int) -> str:
    """A count from 0 to 9,999 as it stands before a counting word: 兩個, 十二處, 一百零五處."""
    if number in (0, 2):
        return "零兩"[number // 2]
    words, skipped = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if skipped else "") + _HAN[digit] + sign
        skipped = bool(words) and not digit
    return words.removeprefix("一") if words.startswith("一十") else words


def count_english(number: int, one: str, many: str) -> str:
    """A count from 0 to 9,999 with its noun: one place, twelve places."""
    return f"{_english(number)} {one if number == 1 else many}"


def _english(number: int) -> str:
    if number < 20:
        return _ENGLISH.split()[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_english(ones)}" if ones else "")
    unit, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    count, rest = divmod(number, unit)
    link = " and " if rest < 100 else " "
    return f"{_english(count)} {name}" + (f"{link}{_english(rest)}" if rest else "")
