"""Whether what is said is printed: texts made alike, numbers found in them, a form that stands alone."""

from __future__ import annotations

import re
import unicodedata

from qa.check.numerals import MARK

_TAG = re.compile(r"</?(?:p|ol|ul|li|u|br|table|thead|tbody|tr|td|th)\b[^>]*>|\t")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def normalize(text: str) -> str:
    """Width, 臺/台, thousands commas, white space and markup made alike; cells kept apart by `|`."""
    text = unicodedata.normalize("NFKC", text).replace("臺", "台")
    text = _TAG.sub("|", text)
    return re.sub(r"[^\S\n]|,", "", text).replace("\n", "").lower()


def stands_in(form: str, text: str) -> bool:
    """Is the normalised `form` in the normalised `text`, with no digit running on at either end?"""
    left = r"(?<![\d.])" if form[:1].isdigit() else ""
    right = r"(?!\d|\.\d)" if form[-1:].isdigit() else ""
    return re.search(left + re.escape(form) + right, text) is not None


def numbers(text: str) -> set[str]:
    """The digit strings of a text without its [n] marks and thousands commas."""
    text = MARK.sub(" ", unicodedata.normalize("NFKC", text))
    return set(_NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text)))
