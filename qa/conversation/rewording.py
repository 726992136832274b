"""Say an answer in another way: shorter, as a table or list, in English, as printed, or where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from corpus.figures import Figure, find_figures
from qa.answer import Answer, Route, Status
from qa.conversation.acts import may, read_acts
from qa.conversation.collected import Collected
from qa.conversation.ledger import NAMES, Ledger
from qa.conversation.operands import find_operands
from qa.conversation.pointing import Member, find_lists
from qa.conversation.shortening import choose_clauses, join_clauses
from qa.conversation.shown import PERIODS, RECKONED, Shown, how_many, recalled
from qa.conversation.state import GATHERED, PLACED, REWORDED, Exchange
from qa.understand.question import find_language

MOST = 700
"""Characters of a reworded answer."""
SHORTER, PLAIN = 0.8, 0.9
"""Share of an answer that its shorter and its plain wording may have."""
MOST_SHORT = 240
"""Characters of a shorter wording of what asks for no figure; of a long answer what answers best stays."""
SHORT = 60
"""Characters up to which an answer is plain enough as it is."""
MAIN = 4
"""Figures that a shorter wording always keeps; more of them are a list."""
ROWS = 12
"""Rows of a table that is made of one answer."""
_RULE = re.compile(r"(?m)^\|.*\|\n\|[ :|-]+\|$\n?")
"""The head of a table and the rule below it."""
_LINE = re.compile(r"(?m)^\|(.*)\|$\n?")
INDEX = re.compile(r"\[(\d+(?:,\s*\d+)*)\]")


class Reworder:
    """Rewords answers of a conversation."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._operands = find_operands(ledger)

    def answer(self, kind: str, turns: Sequence[Exchange], text: str) -> Answer:
        """The answers of some turns, oldest first, in another wording."""
        self._text = text
        english = wants_english(text)
        if kind in ("chinese", "plain") and not english and _is_english(turns[-1]):
            kind = "original"
        make = {
            "place": self._place,
            "original": self._original,
            "table": partial(self._lay, "table"),
            "list": partial(self._lay, "list"),
            "english": self._english,
            "computed": self._computed,
            "shorter": self._shorter,
            "sentence": self._shorter,
        }.get(kind, self._plain)
        return make(turns, english)

    def finds(self, thing: str, used: Sequence[Shown] = (), place: int | None = None) -> Shown | None:
        """The figure shown that a message names, of the kind that it asks for; None for none.

        `used`: figures of other things.  `place`: the turn that it was shown in, where one is meant.
        """
        kind = thing if self._ledger.asks_kind(thing) else ""
        values = {s.value for s in used}
        pool = [s for s in self._operands.pool if s.value not in values and place in (None, s.turn)]
        return self._operands.find(thing, kind, pool)

    def tell_things(self, kind: str, things: Mapping[str, Exchange | None], text: str) -> Answer | None:
        """A row for each thing that a message names, with its figures or what the report answers to it.

        things: each with the newest turns' answer to it, None where a figure shown before bears it.  None
        where fewer than two can be told.
        """
        self._text = text
        gather, rows, missing, used = Collected(), [], [], []
        places = self._operands.places
        one = next((place for place in places if all(self.finds(t, place=place) for t in things)), None)
        for thing, fetched in things.items():
            shown = self.finds(thing, used, one) or self.finds(thing, used)
            if shown is not None and (fetched is None or fetched.told):
                told = [shown, *self._alike(shown, thing, (how_many(thing) or 1) - 1)]
                used += told
                names = [thing] if len(told) == 1 else [self._ledger.name(s, told) for s in told]
                rows += [(n, s.text + gather.cite(s.citation)) for n, s in zip(names, told, strict=True)]
            elif fetched is not None and fetched.told:
                rows.append((thing, self._core(fetched, gather, SHORTER)))
            else:
                missing.append(thing)
        english = wants_english(text)
        if len(rows) < 2:
            return None
        text = _lay_out(kind, rows, english)
        told = gather.answer(text, self._ledger.past[-1].answer, GATHERED[english])
        return told.with_(missing=tuple(missing))

    def _alike(self, shown: Shown, thing: str, most: int) -> list[Shown]:
        """Further figures that bear a thing's words as well (兩年電費), of one unit with the first."""
        pool = [
            s for s in self._operands.pool if s.unit == shown.unit and self._operands.worth(thing, s) >= NAMES
        ]
        pool = list({s.value: s for s in pool if s.value != shown.value}.values())
        return sorted(pool, key=lambda s: -self._operands.worth(thing, s))[:most]

    def _core(self, turn: Exchange, gather: Collected, share: float, least: int = 0) -> str:
        """What answers a turn in at most a share of its words, each stretch marked."""
        place, text = self._ledger.place_of(turn), turn.answer.answer
        main = self._ledger.measures(place) if self._ledger.asks_kind(turn.asked) else []
        if self._ledger.is_reckoned(place):
            return _reckoned(turn, gather, wants_english(self._text))
        if _is_english(turn) and find_language(self._text) != "en":
            return "；".join(f"{c.quote}{gather.cite(c)}" for c in turn.answer.citations[:1])
        room = max(int(len(INDEX.sub("", text)) * share), least)
        if not main:
            room = min(room, MOST_SHORT)
        others = [s for s in self._ledger.answering(place) if s not in main]
        asked = f"{turn.question} {self._ledger.strip_acts(self._text)}"
        chosen = choose_clauses(text, asked, main[:MAIN], others, room)
        cited = {c.n: c for c in turn.answer.citations}
        return "；".join(f"{part}{gather.cite(cited.get(n or 0))}" for part, n in join_clauses(chosen))

    def _shorter(self, turns: Sequence[Exchange], english: bool) -> Answer:
        gather = Collected()
        text = "；".join(self._core(turn, gather, SHORTER) for turn in turns)
        frame = "In one line: " if english else ""
        told = f"{frame}{text}{'' if english else '。'}"
        return gather.answer(told, turns[-1].answer, _note(turns, english))

    def _plain(self, turns: Sequence[Exchange], english: bool) -> Answer:
        gather = Collected()
        lines = [self._core(turn, gather, PLAIN, SHORT) for turn in turns]
        head, end = ("In short, the report says: ", "") if english else ("簡單說，", "。")
        return gather.answer(head + "；".join(lines) + end, turns[-1].answer, _note(turns, english))

    def _english(self, turns: Sequence[Exchange], _english: bool) -> Answer:
        gather = Collected()
        if self._ledger.is_reckoned(self._ledger.place_of(turns[-1])):
            text = _reckoned(turns[-1], gather, True)
            return gather.answer(f"{text}.", turns[-1].answer, _note(turns[-1:], True))
        parts = [f"「{_trim(_body(turn, gather))}」" for turn in turns]
        figures = [s.text for turn in turns for s in self._ledger.answering(self._ledger.place_of(turn))[:3]]
        told = f" The figures asked for: {', '.join(dict.fromkeys(figures))}." if figures else ""
        place = gather.citations[0] if gather.citations else None
        where = f" (p. {place.page})" if place else ""
        text = f"The report says{where}, as printed in Chinese: {' '.join(parts)}.{told}"
        return gather.answer(text, turns[-1].answer, _note(turns, True))

    def _original(self, turns: Sequence[Exchange], english: bool) -> Answer:
        gather = Collected()
        lines = []
        citations = turns[-1].answer.citations
        named = self._ledger.strip_acts(self._text)
        for citation in sorted(citations, key=lambda c: -recalled(named, c.passage))[:2]:
            mark = gather.cite(citation)
            words = citation.quote if len(citation.passage) > MOST else citation.passage
            lines.append(f"「{words.strip()[:MOST]}」{mark}")
        head = "As printed: " if english else "報告原文："
        return gather.answer(head + "\n".join(lines), turns[-1].answer, _note(turns, english))

    def _place(self, turns: Sequence[Exchange], english: bool) -> Answer:
        gather = Collected()
        citations = turns[-1].answer.citations
        shown = self._ledger.answering(self._ledger.place_of(turns[-1]))
        first = next((s.citation for s in shown if s.citation), citations[0] if citations else None)
        if first is None:
            text = "The last reply rests on no passage." if english else "上一則回答沒有引用報告的段落。"
            told = gather.answer(text, turns[-1].answer, PLACED[english])
            return told.with_(status=Status.CHAT, route=Route.CHAT)
        mark, (low, high) = gather.cite(first), first.lines
        about = "約" if first.page_estimated else ""
        path = " › ".join([first.department, first.section, *first.path[-2:]])
        lines = f"{low}" if low == high else f"{low}–{high}"
        text = (
            f"It stands on page {first.page}, lines {lines} of the text: {path}{mark}."
            if english
            else f"印在報告{about}第 {first.page} 頁（{path}，原文第 {lines} 行）{mark}。"
        )
        return gather.answer(text, turns[-1].answer, PLACED[english])

    def _computed(self, turns: Sequence[Exchange], english: bool) -> Answer:
        answer = turns[-1].answer
        head = "It was computed so: " if english else "是這樣算的："
        if answer.route != Route.TABLE:
            head = (
                "It was not computed but is printed so: " if english else "這不是算出來的，報告就是這樣寫的："
            )
        return answer.with_(answer=head + answer.answer, understood=_note(turns, english))

    def _rows(self, turns: Sequence[Exchange], text: str, gather: Collected) -> list[tuple[str, str]]:
        """What each thing is called, and what was told of it with its mark.

        The figures that the message means where it counts or names them, or that one turn after the other was
        answered with; else the members of the turn's list, its figures, or what answers each turn.
        """
        bare = self._ledger.strip_acts(text)
        count, kind = how_many(text), bare if self._ledger.asks_kind(bare) else ""
        found = self._operands.choose(count, kind, bare) if count else self._operands.named(bare, "")
        if not count and len(turns) == 1 and not self._ledger.own_words(bare):
            place = self._ledger.place_of(turns[0])
            if turns[0].answer.route == Route.KPI or len(self._ledger.turns[place]) == 1:
                found = self._operands.find_thread(place)
        if len(found) >= 2 and len(found) == (count or len(found)):
            return [(self._ledger.name(s, found), s.text + gather.cite(s.citation)) for s in found]
        rows: list[tuple[str, str]] = []
        for turn in turns:
            own = [s for s in self._ledger.turns[self._ledger.place_of(turn)] if s.unit not in PERIODS]
            members = max((listing.members for listing in find_lists(turn)), key=_worth_rows, default=[])
            main = self._ledger.measures(self._ledger.place_of(turn), text)[:1]
            reckoned = len(turns) == 1 and self._ledger.is_reckoned(self._ledger.place_of(turn))
            if not reckoned and len(turns) == 1 and _worth_rows(members) > max(len(own), 1):
                told = [m for m in members if _find_told(m.text)][:ROWS]
                rows += [_split(m.text, gather.cite(m.citation)) for m in told]
            elif len(turns) == 1 and len(own) > 1:
                for shown in own[:ROWS]:  # what has no words of its own belongs to the figure in front of it
                    name = self._ledger.name(shown, own) or (rows[-1][0] if rows else _topic(turn.question))
                    rows.append((name, shown.text + gather.cite(shown.citation)))
            elif main and (self._ledger.asks_kind(text) or self._ledger.asks_kind(turn.asked)):
                rows.append((_topic(turn.question), main[0].text + gather.cite(main[0].citation)))
            else:
                rows.append((_topic(turn.question), self._core(turn, gather, SHORTER)))
        return list(dict.fromkeys(rows))

    def _lay(self, kind: str, turns: Sequence[Exchange], english: bool) -> Answer:
        gather = Collected()
        text = _lay_out(kind, self._rows(turns, self._text, gather), english)
        return gather.answer(text, turns[-1].answer, _note(turns, english))


def _lay_out(kind: str, rows: Sequence[tuple[str, str]], english: bool) -> str:
    """Rows of names and what is told of them as a table, a list or a sentence."""
    if kind == "table":
        head = ("What", "Figure") if english else ("項目", "數字")
        return "\n".join(f"| {name} | {value} |" for name, value in [head, ("---", "---"), *rows])
    if kind == "list":
        return "\n".join(f"- {name}：{value}" for name, value in rows)
    told = "；".join(f"{name}：{value}" for name, value in rows)
    return f"The report says: {told}." if english else f"{told}。"


def _reckoned(turn: Exchange, gather: Collected, english: bool) -> str:
    """What was reckoned in a turn, its words in one language or the other."""
    told = _trim(_body(turn, gather)).replace(RECKONED[not english], RECKONED[english])
    return told.replace("＝ 約 ", "＝ about ") if english else told.replace("＝ about ", "＝ 約 ")


def _body(turn: Exchange, gather: Collected) -> str:
    """An answer's text with its marks numbered anew, the rows of its tables as sentences."""
    cited = {c.n: c for c in turn.answer.citations}

    def mark(match: re.Match[str]) -> str:
        numbers = [int(n) for n in match[1].split(",")]
        return "".join(gather.cite(cited.get(n)) for n in numbers[:1])

    text = _RULE.sub("", turn.answer.answer)
    text = _LINE.sub(lambda line: "：".join(cell.strip() for cell in line[1].split("|")) + "；", text)
    return INDEX.sub(mark, text)[:MOST]


def _worth_rows(members: Sequence[Member]) -> int:
    """How many members of a list are worth a row: those that tell a figure or a date."""
    return sum(bool(_find_told(member.text)) for member in members)


def _find_told(text: str) -> list[Figure]:
    """The figures of a text that tell something: an age or a period only says of what."""
    return [figure for figure in find_figures(text) if figure.unit not in PERIODS]


def _trim(text: str) -> str:
    return text.strip().strip("，；。、 \n")


def _split(text: str, mark: str) -> tuple[str, str]:
    """A member of a list as the name in front of its first figure, and what follows; where a date or a
    figure begins it, as what follows and that.
    """
    first = _find_told(text)[0]
    if not first.start and (name := _trim(text[first.end :])):
        return name, first.text + mark
    return _trim(text[: first.start]), _trim(text[first.start :]) + mark


def _topic(question: str) -> str:
    return _trim(question)[:24]


def wants_english(text: str) -> bool:
    """Is a message to be answered in English, by what it asks for, or else by its own language?"""
    if may("english", text) or may("chinese", text):
        acts = read_acts(text)
        return acts["english"] > acts["chinese"]
    return find_language(text) == "en"


def _is_english(turn: Exchange) -> bool:
    """Was a turn answered in English words around what the report prints?"""
    return find_language(turn.question) == "en"


def _note(turns: Sequence[Exchange], english: bool) -> str:
    return (GATHERED if len(turns) > 1 else REWORDED)[english]
