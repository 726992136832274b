"""Which years a question or a sentence speaks of, as 民國 years."""

from __future__ import annotations

import re

_ROC = re.compile(
    r"(?<![\d.,/])(?:民國\s*)?(\d{2,3})\s*(?:學?年(?!級|齡|資|輕|來|前|內|以|間|滿|度?計畫期|份)|年度)"
)
_ROC_DOTTED = re.compile(r"(?<![\d.,])(1\d{2})\s*[./]\s*\d{1,2}\s*[./]\s*\d{1,2}")
_ROC_MONTH = re.compile(r"(?<![\d.,])(1\d{2})\s*年\s*\d{1,2}\s*月")
_WESTERN = re.compile(r"(?<![\d.,])((?:19|20)\d{2})(?![\d,]|\s*(?:元|人|件|次|萬|戶|份|座|處|個|年前))")
_RANGE = re.compile(r"(?<!\d)(1\d{2})\s*[-~～至到、及和與]\s*(1\d{2})\s*(?:學?年|年度)")
_PREVIOUS = re.compile(r"前一年|上一?年度?(?!終)|前年|the year before|previous year", re.IGNORECASE)
_NEXT = re.compile(r"明年|下一?年度?|隔年|next year|the year after", re.IGNORECASE)
_LIST = re.compile(r"(?<!\d)1\d{2}(?:\s*[、,，和及與]\s*1\d{2})+(?=\s*[一兩二三四五這]*\s*年)")
_FUTURE = re.compile(
    r"明年|後年|下一?年度?|下一?屆|下個?月|下次|以後還|將來|未來會|接下來會|今後|next year|next month|will\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"前年|前一年|上一?年度?(?!終)|上一?屆|去年同期|往年|以前|過去幾年|歷年|近幾年|近[三五十]年"
    r"|the year before|previous year|last year than",
    re.IGNORECASE,
)


def find_years(text: str) -> frozenset[int]:
    """The 民國 years that a text names: 112 for 「112 年」, 「112.8.26」 and 2023."""
    years = {int(year) for pattern in (_ROC, _ROC_DOTTED, _ROC_MONTH) for year in pattern.findall(text)}
    years |= {int(year) for pair in _RANGE.findall(text) for year in pair}
    years |= {int(year) for run in _LIST.findall(text) for year in re.findall(r"1\d{2}", run)}
    years |= {int(year) - 1911 for year in _WESTERN.findall(text)}
    return frozenset(year for year in years if 30 <= year <= 150)


def asks_future(text: str) -> bool:
    """Does the question look beyond the report's year in words (明年, 下次)?"""
    return _FUTURE.search(text) is not None


def asks_past(text: str) -> bool:
    """Does the question ask about earlier years in words (前一年, 歷年)?"""
    return _PAST.search(text) is not None


def asks_previous(text: str) -> bool:
    """Does a question name the year before the report's in words (前一年, 上一年)?"""
    return _PREVIOUS.search(text) is not None


def asks_next(text: str) -> bool:
    """Does a question name the year after the report's in words (明年, 下一年)?"""
    return _NEXT.search(text) is not None
