"""Small numbers in words: what is counted by us stands in no passage and is told in words, not digits."""

from __future__ import annotations

_HAN = "零一二三四五六七八九十"
_ENGLISH = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def count_han(number: int) -> str:
    """A count from 0 to 999 as it stands before a counting word: 兩個, 十二處, 一百零五處."""
    if number == 2:
        return "兩"
    if number <= 10:
        return _HAN[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (_HAN[tens] if tens > 1 else "") + "十" + (_HAN[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    words = f"{_HAN[hundreds]}百"
    if rest >= 20:
        return words + count_han(rest)
    return words + (("零" if rest < 10 else "一" if rest < 20 else "") + _tens(rest) if rest else "")


def _tens(number: int) -> str:
    return _HAN[number] if number < 10 else "十" + (_HAN[number - 10] if number > 10 else "")


def count_english(number: int, one: str, many: str) -> str:
    """A count from 0 to 999 with its noun: one place, twelve places."""
    return f"{_english(number)} {one if number == 1 else many}"


def _english(number: int) -> str:
    if number < 20:
        return _ENGLISH.split()[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_english(ones)}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_english(hundreds)} hundred" + (f" and {_english(rest)}" if rest else "")
