"""More of the same: what stands beside an answer and was not said yet."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Passage
from index.words import normalize
from qa.answer import Answer, Route
from qa.conversation.collected import Collected
from qa.conversation.scope import Scope
from qa.conversation.shortening import choose_clauses, join_clauses
from qa.conversation.state import Exchange
from qa.wording.extractive import make_citation
from qa.wording.phrases import phrases_for, tell_table_row, tidy
from qa.wording.quoting import BAR

SAID = ("前面已經提到：", "Already said: ")
"""What stands in front of what is said again, in Chinese and in English."""
NO_MORE = ("關於這件事，報告寫的就是前面這些，沒有更多了。", "That is all that the report says of this.")
RECALLED = 320
"""Characters of the last answer that are said again where a message asks on with words of its own."""
ROOM = 700
"""Characters of what is added."""
MOST = 5
"""Passages that are quoted at once."""
LEAST = 11
"""Characters of a stretch that is worth showing: 完成程度 100% is not."""
MOST_PLACES, PLACES_ROOM = 14, 1000
"""Places and characters of what a survey or an overview had left out."""


def tell_more(
    turn: Exchange,
    past: Sequence[Exchange],
    scope: Scope,
    beside: Sequence[Passage],
    english: bool,
    recall: bool = False,
) -> Answer:
    """What no answer has shown yet; or that this is all.

    First what a survey or overview left out, else what the cited passages and their programme say, then
    `beside`, what the report has on the same subject elsewhere.  With `recall` what was shown last stands in
    front, cut short.
    """
    said = normalize(" ".join(earlier.answer.answer for earlier in past))
    gather, statements = Collected(), []
    phrases = phrases_for("en" if english else "zh")
    if recall and not turn.answer.more:
        cites = {c.n: c for c in turn.answer.citations}
        for text, n in join_clauses(choose_clauses(turn.answer.answer, turn.asked, [], [], RECALLED)):
            if n in cites:
                head = "" if statements else SAID[english]
                statements.append(f"{head}{text.removeprefix(SAID[english])}{gather.cite(cites[n])}")
    room = PLACES_ROOM
    for clause, citation in turn.answer.more:
        if len(statements) < MOST_PLACES and len(clause) <= room and normalize(clause) not in said:
            statements.append(f"- {clause}{gather.cite(citation)}")
            room -= len(clause)
    cited = [passage for c in turn.answer.citations if (passage := scope.find(c))]
    around = [p for c in cited[:1] for p in scope.after(c)]
    room = 0 if turn.answer.more else ROOM
    for passage in dict.fromkeys([*cited, *around, *beside]):
        if room < ROOM / 3 and passage not in cited and passage not in around:
            break
        shown, first = said, 0
        if row := tell_table_row(passage, phrases):
            first = passage.text.rfind(BAR) + 1  # the cells are told in a sentence
            if normalize(row) not in said and len(statements) < MOST and len(row) <= room:
                statements.append(f"{row}{gather.cite(make_citation(0, passage, 0, len(passage.text)))}")
                room -= len(row)
        while room >= LEAST and len(statements) < MOST and (stretch := _unsaid(passage, first, shown, room)):
            start, end = stretch
            text = tidy(passage.text[start:end])
            statements.append(f"{text}{gather.cite(make_citation(0, passage, start, end))}")
            shown = f"{shown}{normalize(text)}"
            room -= end - start
    if not statements:
        marks = "".join(map(gather.cite, turn.answer.citations[:1]))
        statements = [f"{NO_MORE[english]}{marks}"]
    head = "The report goes on: " if english else ""
    note = "more of the same" if english else f"接著說「{turn.question[:24]}」"
    told = gather.answer(head + "\n".join(statements), turn.answer, note)
    return told.with_(route=Route.PASSAGE)


def _unsaid(passage: Passage, first: int, said: str, room: int) -> tuple[int, int] | None:
    """The first run of sentences from a place on that were not shown, as long as the room lets."""
    start = end = None
    for sentence in passage.sentences:
        begin = max(sentence.start, first)
        text = normalize(tidy(passage.text[begin : sentence.end]))
        new = len(text) >= LEAST and text.strip("，；。:：") not in said
        if not new:
            if start is not None:
                break
            continue
        if start is None:
            start = begin
        elif sentence.end - start > room:
            break
        end = sentence.end
    if start is None or end is None:
        return None
    return start, min(end, start + max(room, 40) * 2)
