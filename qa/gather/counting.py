"""Small numbers in words: what is counted by us stands in no passage and is told in words, not digits."""

from __future__ import annotations

_HAN = "零一二三四五六七八九十"
_ENGLISH = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_POWERS = ((1000, "千"), (100, "百"))


def count_han(number: int) -> str:
    """A count from 0 to 9,999 as it stands before a counting word: 兩個, 十二處, 一百零五處."""
    return "兩" if number == 2 else _han(number).removeprefix("一" if 10 <= number < 20 else " ")


def _han(number: int) -> str:
    if number <= 9:
        return _HAN[number]
    unit, sign = next((one for one in _POWERS if number >= one[0]), (10, "十"))
    first, rest = divmod(number, unit)
    gap = "零" if rest and rest < unit // 10 else ""
    return _HAN[first] + sign + (gap + _han(rest) if rest else "")


def count_english(number: int, one: str, many: str) -> str:
    """A count from 0 to 9,999 with its noun: one place, twelve places."""
    return f"{_english(number)} {one if number == 1 else many}"


def _english(number: int) -> str:
    if number < 20:
        return _ENGLISH[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"-{_english(ones)}" if ones else "")
    unit, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
    first, rest = divmod(number, unit)
    return f"{_english(first)} {name}" + (f" and {_english(rest)}" if rest else "")
