"""The words around quotations, in Traditional Chinese and English; nothing here adds a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Indicator, Passage
from qa.understand.question import find_language

_NUMBERING = re.compile(
    r"^(?:[\s｜]*(?:[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])[)）]|(?:\d{1,2}|[A-Za-z])[)）]"
    r"|\d{1,2}、(?!\s*\d{1,2}\s*[月日年週次點級、至-])|[一二三四五六七八九十]{1,3}、(?!\s*[一二三四五六七八九十])|[A-Za-z]、"
    r"|\d{1,2}[.．](?!\d)|[A-Za-z][.．](?![A-Za-z\d])|[①-⑳➢●•◎※-]))+\s*"
)
_ITEM = re.compile(r"^\s*(?:\d+|[一二三四五六七八九十]+)\s+")
_TAIL = re.compile(r"[，、：；\s｜]+$")


@dataclass(frozen=True)
class Phrases:
    """Our own words in one language; `{}` takes a quotation or a name as printed."""

    indicator: str
    reason: str
    quoted: str
    not_found: str
    not_found_plain: str
    on_subject: str
    goes_on: str
    read_as: str
    means: str
    nearest: str
    nearest_row: str
    missed: str
    nothing_near: str
    clarify: str
    differs: str
    disagrees: str
    adds: str
    both: str
    slip: str
    borne_out: str
    refuted: str
    cut_short: str
    elsewhere: str


CHINESE = Phrases(
    indicator="「{name}」原定目標值 {target}，達成目標值 {actual}，達成度 {attainment}。",
    reason="未達成原因暨因應策略：",
    quoted="{text}",
    not_found="報告沒有寫到{missing}。",
    not_found_plain="這份報告沒有寫到這件事。",
    on_subject="關於「{subject}」，",
    goes_on="接續「{text}」",
    read_as="理解為「{text}」",
    means="指的是「{text}」",
    nearest="最接近的記載是{place}：「{quote}」",
    nearest_row="最接近的記載是{department}的指標：{quote}",
    missed="「{name}」未達成目標，達成度差異值 {difference}。",
    nothing_near="報告裡也沒有相近的記載；可以改問報告涵蓋的施政項目與績效指標。",
    clarify="這個問題可以指好幾件事，請說得更具體一點，例如：",
    differs="報告另一處（{where}）寫的不同：「{quote}」",
    disagrees="報告同一處（{where}）寫的與此不合：「{quote}」",
    adds="報告列出的各項（{where}）相加與此不符：「{quote}」",
    both="報告裡{name}的數字彼此不合：{quotes}",
    slip="報告此處可能誤植：「{quote}」",
    borne_out="是，報告寫的是：",
    refuted="不是，報告寫的是：",
    cut_short="問題很長，只讀了開頭與結尾。",
    elsewhere="{asked}的部分沒有寫到，以下來自{department}：",
)
ENGLISH = Phrases(
    indicator="The indicator {name} — target: {target}; actual: {actual}; attainment: {attainment}. ",
    reason="Reason and measures as printed: ",
    quoted="The report says: 「{text}」",
    not_found="The report does not say this. ",  # what is missing is named in Chinese alone
    not_found_plain="The report does not say this. ",
    on_subject="On “{subject}”: ",
    goes_on="goes on from “{text}”",
    read_as="understood as “{text}”",
    means="“{text}” is meant",
    nearest="The nearest it says is under {place}: 「{quote}」",
    nearest_row="The nearest it says is an indicator of {department}: {quote}",
    missed="The target of {name} was missed; difference: {difference}. ",
    nothing_near="It has nothing near it either; you may ask about the city's programmes and indicators.",
    clarify="This could mean several things. Please be more specific, for example:",
    differs="Elsewhere ({where}) the report says otherwise: 「{quote}」",
    disagrees="In the same place ({where}) the report says what does not fit: 「{quote}」",
    adds="The parts that the report lists ({where}) do not add up to this: 「{quote}」",
    both="In the report the figures of {name} do not fit together: {quotes}",
    slip="Possibly a misprint in the report: 「{quote}」",
    borne_out="That is right. ",
    refuted="That is not right. ",
    cut_short="The message is long; only its beginning and its end were read.",
    elsewhere="{asked} does not say; this is from {department}: ",
)


def phrases_for(language: str) -> Phrases:
    """The phrases of a question's language; Simplified Chinese is answered in Traditional."""
    return ENGLISH if language == "en" else CHINESE


def phrases_of(text: str, before: str = "") -> Phrases:
    """The phrases of the language of a text, that of what was asked before where the text has none."""
    return phrases_for(find_language(text, before))


def _open(form: str) -> str:
    """What a form begins with, before what is put in."""
    return re.escape(form.partition("{")[0])


_CONFLICTS = [f for p in (CHINESE, ENGLISH) for f in (p.differs, p.disagrees, p.adds, p.both, p.slip)]
_CONFLICT = re.compile(rf"^(?:{'|'.join(map(_open, _CONFLICTS))}).*$", re.MULTILINE)
_LEADING = re.compile("|".join(_open(form) for p in (CHINESE, ENGLISH) for form in (p.borne_out, p.refuted)))


def strip_own(text: str) -> str:
    """An answer without what is told of contradictions and what only leads on to a quotation."""
    return _LEADING.sub("", _CONFLICT.sub("", text)).replace(ENGLISH.quoted.partition("「")[0], "")


def tidy(text: str) -> str:
    """A quotation without its item number and dangling comma; the characters between stay as printed."""
    return _TAIL.sub("", _NUMBERING.sub("", text.replace("\n", " ").strip(" ｜")))


def tidy_heading(text: str) -> str:
    """A heading without the number that it is listed under, which a blank may part from it."""
    return tidy(_ITEM.sub("", text))


def tell_indicator(indicator: Indicator, phrases: Phrases) -> str:
    """One row in a sentence: name (where none is printed its goal), target, actual value, attainment."""
    return phrases.indicator.format(
        name=indicator.name or indicator.goal,
        target=indicator.target or "—",
        actual=indicator.actual or "—",
        attainment=indicator.attainment or "—",
    )


def tell_table_row(passage: Passage, phrases: Phrases) -> str:
    """The row of a table that a passage is, in a sentence; "" where it is none."""
    if passage.indicator is not None:
        return tell_indicator(passage.indicator, phrases)
    if (missed := passage.shortfall) is not None:
        return phrases.missed.format(name=tidy_heading(missed.name), difference=missed.difference)
    return ""


def name_place(passage: Passage) -> str:
    """Where a passage stands, in words: department and the last step of its path."""
    last = tidy_heading(passage.path[-1]) if passage.path else str(passage.section)
    return f"{passage.department}「{last[:30]}」"


def join_missing(missing: Sequence[str]) -> str:
    """Names of what is missing, as they go on a sentence: a number stands apart from the word before it."""
    told = "、".join(missing)
    return f" {told}" if told[:1].isdigit() else told


def ask_back(phrases: Phrases, choices: Sequence[str]) -> str:
    """The request to say more, with numbered choices, so that 「第二個」 picks one."""
    return "\n".join([phrases.clarify, *(f"{n}. {choice}" for n, choice in enumerate(choices, 1))])
