"""Differences in words that the two numbers in front of them do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.finding import Contradiction, contradiction, spot_of
from corpus.contradictions.measures import is_amount, shows, slack_of, unit_of, write_number
from corpus.contradictions.naming import place_of
from corpus.model import Figure, Passage

CHANGE = re.compile(
    r"(?P<word>增加|減少|增長|成長|下降|超過|超出|高出|高於|低於|短少|相差|差距|節省|賸餘|剩餘|結餘)"
    r"[^\d，。；、]{0,10}$"
)
SHARE = re.compile(
    r"(?P<subject>[\u4e00-\u9fff]{2})(?:未|約|已|大幅)?(?:超出|超過|高出|增加|減少|成長|下降)[率了約達為\s]{0,3}$"
)
LINK = re.compile(r"較|比|由|自|從|預[估算計定]|決算|實[支際]|原[定訂]|目標|上年|去年|前年|[增降減]至|到")
"""What tells that the second number is what the first is held against."""
FURTHER = re.compile(r"較|比|每|平均|其中|約$")
LONGEST = 60


def find_changes(passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield differences: 3,909 件，較 111 年 3,458 件增加 451 件 is right, any other number is not."""
    for passage in passages:
        amounts = [one for one in passage.figures if is_amount(one)]
        for place, change in enumerate(amounts):
            if change.kind == "percent" and (found := _check_share(passage, amounts[:place], change)):
                yield found
        for sentence in passage.sentences:
            figures = [
                one
                for one in passage.figures
                if sentence.start <= one.start < sentence.end and is_amount(one)
            ]
            for place in range(2, len(figures)):
                found = _check(passage, figures[: place - 2], *figures[place - 2 : place + 1])
                if found:
                    yield found


def _check_share(passage: Passage, before: list[Figure], change: Figure) -> Contradiction | None:
    """Return what is wrong with a change in per cent: 面積 314 公頃，…面積 475 公頃，面積超出 5%.

    The two numbers are the last before it that the same word names.
    """
    word = SHARE.search(passage.text, max(0, change.start - 16), change.start)
    if not word:
        return None
    named = [
        one
        for one in before
        if one.start > change.start - 2 * LONGEST
        and re.search(
            rf"{word['subject']}[^\d，。；、]{{0,2}}$", passage.text[max(0, one.start - 8) : one.start]
        )
    ]
    if len(named) < 2 or unit_of(named[-1]) != unit_of(named[-2]) or not named[-2].value:
        return None
    first, second = named[-2:]
    if shows(change.text, abs(change.value), abs(second.value - first.value) / first.value * 100):
        return None
    return contradiction(
        f"{place_of(passage)}寫{word.group().strip()} {change.text}，但 {first.text} 與 {second.text} "
        f"相差 {write_number(abs(second.value - first.value) / first.value * 100)}%",
        "change",
        spot_of(passage, change),
        spot_of(passage, first),
        spot_of(passage, second),
    )


def _check(
    passage: Passage, earlier: list[Figure], first: Figure, second: Figure, change: Figure
) -> Contradiction | None:
    """Return what is wrong with a change; `earlier` are numbers that `second` may be held against too."""
    if not change.unit or not unit_of(first) == unit_of(second) == unit_of(change):
        return None
    between = passage.text[first.end : second.start]
    behind = passage.text[second.end : change.start]
    word = CHANGE.search(behind)
    if not word or not LINK.search(between) or FURTHER.search(behind):
        return None
    if len(between) > LONGEST or len(behind) > LONGEST or re.search(r"[。\n｜]", between + behind):
        return None
    difference = abs(first.value - second.value)
    slack = slack_of(first) + slack_of(second) + slack_of(change)
    if any(
        abs(abs(one.value - second.value) - abs(change.value)) <= slack + 1e-6 for one in (first, *earlier)
    ):
        return None
    return contradiction(
        f"{place_of(passage)}寫{word['word']} {change.text}，"
        f"但 {first.text} 與 {second.text} 相差 {_exact(difference)} {change.unit}",
        "change",
        spot_of(passage, change),
        spot_of(passage, first),
        spot_of(passage, second),
    )


def _exact(value: float) -> str:
    return write_number(value) if value == round(value, 2) else f"{value:,.6f}".rstrip("0").rstrip(".")
