"""Cut a question into words that fill slots, numbers, names of departments and what is left."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

from index.departments import short_forms
from index.words import to_traditional
from qa.tables.numbers import Number, read_number

Form = TypeVar("Form")

KINDS = ("處", "局")
QUOTE = re.compile(r"[「『“\"](.{1,40}?)[」』”\"]")
BREAK = re.compile(r"[,，;；。？！?!\n()（）:：]")
_LISTS = tuple("、和與跟及")
_LISTED = re.compile(r"[、和與跟及]|[兩二三四五六七八九十\d]+個?(?:單位|局處|機關|[處局])|(?:單位|局處)")
"""What stands beside a department's name without its last sign in a list: 警察、消防兩個局."""
LEAST_LITERAL = 2
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]$")
LEAST_LOOSE = 3
"""From so many characters on a word of a name may have one more character inside, for each so many."""
UNKNOWN_COST = 6.0
_COSTS = {"literal": 2.5, "filler": 1.1}
"""What a stretch costs the way through a question: words of rows more than two words of the table."""
_PART_OF_WORDS = ("filler", "compare", "measure", "aggregate", "unitmark", "grade", "quantifier", "contains")
_PARTICLES = "的了是有嗎呢啊吧呀也都就很之在各、"
_EMPTY = "的之與及和或在有是為被不無"
"""With these a stretch of a name neither begins nor ends."""
_COUNTED = re.compile(
    r"[\s是為寫有了掛訂靠用「]{0,2}(?:百分之)?[-負]?[\d一二兩三四五六七八九十百千萬半]|\s(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
)


@dataclass(frozen=True)
class Token:
    """A stretch of the question; `kind` a slot of words.toml, or number, place, literal, unknown, break."""

    kind: str
    key: str
    text: str
    start: int
    number: Number | None = None
    alternatives: tuple[str, ...] = ()  # of a literal: what may stand in a text instead
    quoted: bool = False
    wider: tuple[str, ...] = ()  # of a literal: what of the same meaning the reasons of reviews have


@cache
def load_words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("qa.tables").joinpath("words.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A question as it is read: half width, Traditional, 台 for 臺, lower case, no blanks beside Han."""
    text = to_traditional(unicodedata.normalize("NFKC", text)).replace("臺", "台").lower().replace("’", "'")
    return re.sub(r"(?<=[^\x00-\x7f])[^\S\n]+(?=[^\x00-\x7f])", "，", text).strip()


class Segmenter:
    """Segments questions with the report's departments, units and names."""

    def __init__(
        self,
        departments: Sequence[str],
        units: Collection[str],
        names: Iterable[str],
        reasons: Iterable[str],
        alternatives: Mapping[str, Sequence[str]],
        stop: Iterable[str] = (),
    ) -> None:
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for kind, keys in load_words().items():
            if kind.startswith("english_"):
                continue
            for key, forms in keys.items():
                for form in forms:
                    self._forms.setdefault(form.lower(), []).append((kind, key))
        telling = [
            form
            for kind in ("ask", "negation", "compare", "quantifier", "status", "aggregate")
            for forms in load_words()[kind].values()
            for form in forms
        ]
        for form in stop:
            if not any(word in form for word in telling):
                self._forms.setdefault(form.lower(), [("filler", "any")])
        self._longest = max(map(len, self._forms))
        self._departments = departments
        places = _department_forms(departments)
        stems = [(name, form[:-1]) for name, form in places if form[-1:] in KINDS and len(form) > 2]
        # At each place of a question only forms that begin with its character are looked for.
        self._places = _by_sign(places, lambda place: place[1])
        self._stems = _by_sign(stems, lambda stem: stem[1])
        self._units = sorted(units, key=len, reverse=True)
        self._units_by_sign = _by_sign(self._units, str)
        self._names = "\n".join({_flat(name) for name in names})
        self._reasons = "\n".join({_flat(text) for text in reasons})
        self._alternatives = alternatives
        self._longest_alternative = max(map(len, alternatives), default=0)

    def find(self, word: str) -> tuple[str, ...]:
        """The stretches of rows' names and goals that a word means, () where none does.

        A word means a stretch that is spelled so, or a little longer: 公務員 is 公務人員 too.
        """
        flat = _flat(word)
        if len(flat) < LEAST_LITERAL:
            return ()
        if flat.isascii():
            return (flat,) if re.search(rf"\b{re.escape(flat)}\b", self._names) else ()
        own = (flat,) if flat in self._names else ()
        if len(flat) < LEAST_LOOSE:
            return own
        near = {
            match
            for match in _loose(flat).findall(self._names)
            if len(match) <= len(flat) + len(flat) // LEAST_LOOSE
        }
        return (*own, *sorted(near - set(own)))

    def reads(self, word: str) -> bool:
        """Whether a word stands in a review."""
        return len(word) >= LEAST_LITERAL and _flat(word) in self._reasons

    def segment(self, question: str) -> list[Token]:
        """The tokens of a question: cut so that the fewest characters are unknown, then the fewest words."""
        text = plain(question)
        spoken = load_words()
        reviewed = [*spoken["field"]["reason"], *spoken["field"]["measure"], *spoken["entity"]["review"]]
        reviewed += spoken["status"]["missed"]
        reviewed += [no + done for no in ("沒", "沒有", "未") for done in spoken["status"]["full"]]
        reasons = any(form in text for form in reviewed)
        quotes = {match.start(): match for match in QUOTE.finditer(text)}
        best: list[tuple[float, Token | None, int]] = [(0.0, None, len(text))] * (len(text) + 1)
        for place in range(len(text) - 1, -1, -1):
            width = _word_width(text, place)
            options = [(UNKNOWN_COST * width, None, min(place + width, len(text)))]
            if width == 1 or not _is_inside(text, place):
                options += [
                    (_COSTS.get(token.kind, 1.0), token, end)
                    for token, end in self._options(text, place, quotes, reasons)
                ]
            best[place] = min(
                ((cost + best[end][0], token, end) for cost, token, end in options),
                key=lambda option: option[0],
            )
        path: list[tuple[Token | None, int, int]] = []
        place = 0
        while place < len(text):
            _, token, end = best[place]
            path.append((token, place, end))
            place = end
        tokens: list[Token] = []
        place = 0
        for token, start, end in self._widen(path, text, reasons):
            if token is not None:
                tokens += self._unknown(text, place, start, reasons)
                tokens.append(token)
                place = end
        tokens += self._unknown(text, place, len(text), reasons)
        return self._join_all(tokens)

    def _widen(
        self, path: list[tuple[Token | None, int, int]], text: str, reasons: bool
    ) -> list[tuple[Token | None, int, int]]:
        """A way through a question whose unknown stretches take in the single characters beside them.

        預算 is unknown as a whole, not 預 beside 算; a stretch that stands in rows stays as it is.
        """
        widened = list(path)
        first = 0
        while first < len(path):
            last = first
            while last < len(path) and path[last][0] is None:
                last += 1
            if last > first and not self._literal(text[path[first][1] : path[last - 1][2]], reasons):
                for step, at in ((-1, first - 1), (1, last)):
                    while 0 <= at < len(path) and _may_be_part(path[at][0]):
                        widened[at] = (None, path[at][1], path[at][2])
                        at += step
            first = max(last, first + 1)
        return widened

    def _join_all(self, tokens: list[Token]) -> list[Token]:
        """As many departments as there are mean all of them: 20個局處."""
        result: list[Token] = []
        for token in tokens:
            last = result[-1] if result else None
            every = (
                last is not None and last.number is not None and last.number.value == len(self._departments)
            )
            if every and last is not None and (token.kind, token.key) == ("entity", "department"):
                result[-1] = Token("scope", "city", last.text + token.text, last.start)
            else:
                result.append(token)
        return result

    def _options(
        self, text: str, place: int, quotes: Mapping[int, re.Match[str]], reasons: bool
    ) -> list[tuple[Token, int]]:
        """Everything that can begin at a place, with where it ends."""
        character = text[place]
        if BREAK.match(character) and not (character == "," and text[place + 1 : place + 2].isdigit()):
            return [(Token("break", character, character, place), place + 1)]
        found: list[tuple[Token, int]] = []
        if place in quotes:
            token, end = self._quoted(quotes[place], reasons)
            if token is not None:
                return [(token, end)]
        for name, form in self._places.get(character, ()):
            if text.startswith(form, place) and _ends(text, place, form):
                found.append((Token("place", name, form, place), place + len(form)))
        for name, form in self._stems.get(character, ()):
            end = place + len(form)
            if text.startswith(form, place) and (
                _LISTED.match(text, end) or text[place - 1 : place] in _LISTS
            ):
                found.append((Token("place", name, form, place), end))
        for length in range(min(self._longest, len(text) - place), 0, -1):
            form = text[place : place + length]
            if form in self._forms and _ends(text, place, form):
                kind, key = self._choose(form, text[:place], text[place + length :])
                end = place + length
                times = Number(float(key), "倍", end, least=True) if kind == "multiple" else None
                token = Token("number", "倍", form, place, times) if times else Token(kind, key, form, place)
                found.append((token, end))
        for asked in ("幾", "多少"):
            if text.startswith(asked, place):
                found += [
                    (Token("ask", "much", asked + unit, place), place + len(asked + unit))
                    for unit in self._units
                    if text.startswith(asked + unit, place)
                ]
        number = read_number(text, place)
        if number and self._counts(number, text[:place]):
            kind = "year" if number.unit in ("年", "年度", "學年") else "number"
            found.append((Token(kind, number.unit, text[place : number.end], place, number), number.end))
        for unit in self._units_by_sign.get(character, ()):
            if text.startswith(unit, place) and (len(unit) > 1 or _is_marked(unit, text, place)):
                found.append((Token("unitword", unit, unit, place), place + len(unit)))
        end = place + LEAST_LITERAL
        if not character.isascii() and character.isalnum() and character not in _EMPTY:
            while (
                end <= len(text) and _flat(text[place:end]) in self._names and not BREAK.match(text[end - 1])
            ):
                word = text[place:end]
                if word[-1] not in _EMPTY:
                    found.append(
                        (
                            Token(
                                "literal",
                                word,
                                word,
                                place,
                                None,
                                self.find(word) if len(word) < 9 else (_flat(word),),
                            ),
                            end,
                        )
                    )
                end += 1
        if not found and not character.isalnum():
            found.append((Token("filler", "any", character, place), place + 1))
        return found

    def _counts(self, number: Number, before: str) -> bool:
        """Whether a numeral in words counts something here and is no part of a word (一覽, 統一)."""
        if not number.written or number.unit or number.value >= 11 or number.latin:
            return True
        return any(
            before.endswith(form)
            for kind in ("compare", "rank", "measure", "range")
            for forms in load_words()[kind].values()
            for form in forms
        )

    def _quoted(self, match: re.Match[str], reasons: bool) -> tuple[Token | None, int]:
        inside = match[1].strip()
        if inside in KINDS:
            return Token("kind", inside, inside, match.start()), match.end()
        if inside in self._units:
            return Token("unitword", inside, inside, match.start(), quoted=True), match.end()
        single = (_flat(inside),) if len(inside) == 1 and _flat(inside) in self._names else ()
        own = single or self.find(inside)[:1] or ((_flat(inside),) if reasons and self.reads(inside) else ())
        if inside not in self._forms and (words := own or self._literal(inside, reasons)):
            key = "reason" if reasons and not self.find(inside) else inside
            wider = self._wider(inside) if reasons else ()
            return Token("literal", key, inside, match.start(), None, words, True, wider), match.end()
        return None, match.start()

    def _choose(self, form: str, ahead: str, behind: str) -> tuple[str, str]:
        """Which slot a form fills: 最多 compares before a number, else it orders; 差 grades behind one."""
        fits = {"compare": _COUNTED.match(behind) is not None, "grade": _NUMBERED.search(ahead) is not None}
        kinds = self._forms[form]
        best = [pair for pair in kinds if fits.get(pair[0])] or [
            pair for pair in kinds if pair[0] not in fits
        ]
        return (best or kinds)[0]

    def _unknown(self, text: str, start: int, end: int, reasons: bool) -> list[Token]:
        """What stands between known words: literals where it stands in rows, else unknown."""
        tokens: list[Token] = []
        while start < end:
            if text[start].isspace():
                start += 1
                continue
            reach = self._reach(text, start, end, reasons)
            for stop in _stops(text, start, end):
                if stop > reach:
                    continue
                words = self._literal(text[start:stop], reasons)
                if words:
                    word = text[start:stop]
                    key = "reason" if reasons and not self.find(word) else word
                    wider = self._wider(word) if reasons else ()
                    tokens.append(Token("literal", key, word, start, None, words, wider=wider))
                    start = stop
                    break
            else:
                width = re.match(r"[a-z0-9'.&-]+|.", text[start:end], re.DOTALL).end()
                last = tokens[-1] if tokens else None
                if last is not None and last.kind == "unknown" and last.start + len(last.text) == start:
                    tokens[-1] = Token("unknown", "", last.text + text[start : start + width], last.start)
                else:
                    tokens.append(Token("unknown", "", text[start : start + width], start))
                start += width
        return tokens

    def _reach(self, text: str, start: int, end: int, reasons: bool) -> int:
        """How far a stretch from a place on may go that rows have: its beginnings stand there too.

        So a long text without words of the rows costs no more than its length.
        """
        least = min(start + self._longest_alternative, end)
        for stop in range(start + LEAST_LITERAL, end + 1):
            flat = _flat(text[start:stop])
            if flat in self._names or (reasons and flat in self._reasons):
                continue
            if flat.isascii() or _loose(flat).search(self._names) is None:
                return max(stop - 1, least)
        return end

    def _literal(self, word: str, reasons: bool) -> tuple[str, ...]:
        """The stretches of rows that a word means, by itself or by a synonym; () for none."""
        own = self.find(word) or ((_flat(word),) if reasons and self.reads(word) else ())
        if own or len(word) < LEAST_LITERAL:
            return own
        found = [stretch for other in self._alternatives.get(word, ()) for stretch in self.find(other)]
        return tuple(dict.fromkeys([*found, *(self._wider(word) if reasons else ())]))

    def _wider(self, word: str) -> tuple[str, ...]:
        return tuple(_flat(other) for other in self._alternatives.get(word, ()) if self.reads(other))


def _stops(text: str, start: int, end: int) -> list[int]:
    """Where a stretch that begins at a place may end, farthest first; Latin ones only where a word ends."""
    if not text[start].isascii():
        return list(range(end, start + 1, -1))
    return [start + match.end() for match in re.finditer(r"[a-z0-9'.&-]+", text[start:end])][::-1]


@lru_cache(maxsize=4096)
def _loose(flat: str) -> re.Pattern[str]:
    """The pattern of a word with perhaps one more character after each of its own."""
    return re.compile("[^\n]?".join(map(re.escape, flat)))


def _by_sign(forms: Iterable[Form], form_of: Callable[[Form], str]) -> dict[str, list[Form]]:
    """Forms by the character that they begin with, in their order."""
    found: dict[str, list[Form]] = {}
    for form in forms:
        found.setdefault(form_of(form)[:1], []).append(form)
    return found


def _flat(text: str) -> str:
    return text.replace("臺", "台").replace(" ", "").replace("\n", "").lower()


def _may_be_part(token: Token | None) -> bool:
    """Whether a token may be a character of a longer word."""
    if token is None or token.kind not in _PART_OF_WORDS or len(token.text) != 1:
        return False
    return not token.text.isascii() and token.text.isalpha() and token.text not in _PARTICLES


def _is_inside(text: str, place: int) -> bool:
    """Whether a place is inside a Latin word."""
    return place > 0 and all(one.isascii() and one.isalnum() for one in text[place - 1 : place + 1])


def _word_width(text: str, place: int) -> int:
    """How many characters belong together: a Latin word does."""
    return re.match(r"[a-z0-9'&-]+|.", text[place:], re.DOTALL).end()


def _ends(text: str, place: int, form: str) -> bool:
    """A Latin form has to end where a word ends."""
    if not form[-1].isascii() or not form[-1].isalnum():
        return True
    behind = text[place + len(form) : place + len(form) + 1]
    return not (behind.isascii() and behind.isalnum())


def _is_marked(unit: str, text: str, place: int) -> bool:
    """Whether a unit of one character is spoken of as a unit: 以件計, 單位是次."""
    words = load_words()["unitmark"]
    behind = text[place + len(unit) :]
    ahead = text[:place]
    return (
        any(ahead.endswith(form) for form in words["before"])
        and (
            any(behind.startswith(form) for form in words["after"])
            or ahead.endswith(("單位是", "單位為", "單位寫"))
        )
    ) or any(behind.startswith(form) for form in ("計的", "為單位", "當單位"))


def _department_forms(departments: Sequence[str]) -> list[tuple[str, str]]:
    forms: list[tuple[str, str]] = []
    owners: dict[str, set[str]] = {}
    for name in departments:
        for form in short_forms(name):
            owners.setdefault(form.replace("臺", "台"), set()).add(name)
    forms += [(next(iter(names)), form) for form, names in owners.items() if len(names) == 1]
    ends = ("department", "bureau", "office", "agency", "")
    for name in departments:
        for key, words in load_words()["english_departments"].items():
            if key in name:
                for word in words:
                    forms += [(name, f"{word} {end}".strip()) for end in ends if end or " " in word]
                    forms += [(name, f"{end} of {word}") for end in ends if end]
                    forms += [(name, f"{word} {end}'s") for end in ends if end]
                    forms.append((name, word))
    return forms
