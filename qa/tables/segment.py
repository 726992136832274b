"""Cut a question into words that fill slots, numbers, names of departments and what is left."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.departments import short_forms
from index.words import to_traditional
from qa.tables.numbers import Number, read_number

QUOTE = re.compile(r"[「『“\"](.{1,40}?)[」』”\"]")
BREAK = re.compile(r"[,，;；。？！?!\n()（）:：]")
LEAST_LITERAL = 2


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
        alternatives: Mapping[str, Sequence[str]],
    ) -> None:
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for kind, keys in load_words().items():
            if kind.startswith("english_"):
                continue
            for key, forms in keys.items():
                for form in forms:
                    self._forms.setdefault(form.lower(), []).append((kind, key))
        self._longest = max(map(len, self._forms))
        self._departments = departments
        self._places = _department_forms(departments)
        self._units = sorted(units, key=len, reverse=True)
        self._names = "\n".join({name.replace("臺", "台").replace(" ", "").lower() for name in names})
        self._alternatives = alternatives

    def stands(self, text: str) -> bool:
        """Whether a stretch stands in the name, goal or reason of a row."""
        return len(text) >= LEAST_LITERAL and text.replace(" ", "") in self._names

    def segment(self, question: str) -> list[Token]:
        text = plain(question)
        quotes = {match.start(): match for match in QUOTE.finditer(text)}
        tokens: list[Token] = []
        place = unknown = 0
        while place < len(text):
            token, end = (
                self._quoted(quotes[place]) if place in quotes else (None, place)
            )
            if token is None:
                token, end = self._match(text, place, tokens)
            if token is None:
                place += 1
                continue
            tokens += self._unknown(text, unknown, place)
            tokens.append(token)
            place = unknown = end
        tokens += self._unknown(text, unknown, len(text))
        return self._join_stems(tokens)

    def _quoted(self, match: re.Match[str]) -> tuple[Token | None, int]:
        inside = match[1].strip()
        if inside in self._units:
            return Token("unitword", inside, inside, match.start(), quoted=True), match.end()
        if self.stands(inside) and inside not in self._forms:
            return Token("literal", inside, inside, match.start(), None, (inside,), True), match.end()
        return None, match.start()

    def _match(self, text: str, place: int, before: list[Token]) -> tuple[Token | None, int]:
        """The longest thing that begins at a place."""
        character = text[place]
        if character.isascii() and character.isalnum() and place and text[place - 1].isascii() and text[place - 1].isalnum():
            return None, place  # inside a Latin word
        if BREAK.match(character) and not (character == "," and text[place + 1 : place + 2].isdigit()):
            return Token("break", character, character, place), place + 1
        best: tuple[Token | None, int] = (None, place)
        for name, form in self._places:
            if text.startswith(form, place) and place + len(form) > best[1] and _ends(text, place, form):
                best = Token("place", name, form, place), place + len(form)
        for length in range(min(self._longest, len(text) - place), 0, -1):
            form = text[place : place + length]
            if form in self._forms and place + length > best[1] and _ends(text, place, form):
                kind, key = self._forms[form][0]
                best = Token(kind, key, form, place), place + length
                break
        number = read_number(text, place)
        if number and number.end >= best[1] and _counts(number, text, place, before):
            best = Token("number", number.unit, text[place : number.end], place, number), number.end
        unit = next((unit for unit in self._units if text.startswith(unit, place)), "")
        if unit and place + len(unit) >= best[1] and (len(unit) > 1 or _is_marked(unit, text, place)):
            best = Token("unitword", unit, unit, place), place + len(unit)
        if best[0] is None and not character.isalnum():
            return Token("filler", "any", character, place), place + 1
        # A longer stretch that stands in a name is meant as it stands there.
        longest = best[1]
        end = max(longest, place + LEAST_LITERAL)
        if best[0] is None or best[0].kind in ("filler", "joint", "aggregate", "status", "unitword", "contains"):
            while end + 1 <= len(text) and end + 1 - place <= 30 and self.stands(text[place : end + 1]):
                end += 1
            if end > max(longest, place + LEAST_LITERAL) and self.stands(text[place:end]):
                word = text[place:end]
                if best[0] is None or len(word) >= len(best[0].text) + 2:
                    return Token("literal", word, word, place, None, (word,)), end
        return best

    def _unknown(self, text: str, start: int, end: int) -> list[Token]:
        """What stands between known words: literals where it stands in names, else unknown."""
        tokens: list[Token] = []
        while start < end:
            stretch = text[start:end].strip()
            if not stretch:
                break
            size = len(stretch)
            found = next(
                (
                    stretch[:length]
                    for length in range(size, 0, -1)
                    if self.stands(stretch[:length]) or self._alternative(stretch[:length])
                ),
                "",
            )
            if found:
                words = (found, *self._alternative(found)) if self.stands(found) else self._alternative(found)
                tokens.append(Token("literal", found, found, start, None, tuple(words)))
                start = text.index(found, start) + len(found)
            else:
                width = re.match(r"[a-z0-9'.&-]+|.", stretch).end()
                at = text.index(stretch[:width], start)
                if tokens and tokens[-1].kind == "unknown" and tokens[-1].start + len(tokens[-1].text) == at:
                    last = tokens.pop()
                    tokens.append(Token("unknown", "", last.text + stretch[:width], last.start))
                else:
                    tokens.append(Token("unknown", "", stretch[:width], at))
                start = at + width
        return tokens

    def _alternative(self, word: str) -> tuple[str, ...]:
        if len(word) < LEAST_LITERAL:
            return ()
        return tuple(other.lower() for other in self._alternatives.get(word, ()) if self.stands(other.lower()))

    def _join_stems(self, tokens: list[Token]) -> list[Token]:
        """警察、消防 in a list of departments, where only the last bears what it is called by."""
        stems = {name[:-1]: name for name in self._departments if len(name) > 2}
        short = {form[:-1]: name for name in self._departments for form in short_forms(name) if len(form) > 2}
        result = list(tokens)
        for position, token in enumerate(tokens):
            if token.kind not in ("unknown", "literal") or token.quoted:
                continue
            name = stems.get(token.text) or short.get(token.text)
            beside = [tokens[at] for at in (position - 2, position + 2) if 0 <= at < len(tokens)]
            listed = any(
                other.kind == "place" or other.text in stems or other.text in short for other in beside
            )
            if name and listed:
                result[position] = Token("place", name, token.text, token.start)
        return result


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
    return any(ahead.endswith(form) for form in words["before"]) and (
        any(behind.startswith(form) for form in words["after"]) or ahead.endswith(("單位是", "單位為", "單位寫"))
    ) or any(behind.startswith(form) for form in ("計的", "為單位", "當單位"))


def _counts(number: Number, text: str, place: int, before: list[Token]) -> bool:
    """Whether a numeral in words counts something here and is no part of a word (一覽, 統一)."""
    if not number.written or number.unit or number.value >= 11:
        return True
    last = next((token for token in reversed(before) if token.kind != "filler"), None)
    return last is not None and last.kind in ("compare", "rank", "measure", "range")


@cache
def _english_words() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(words), key) for words, key in load_words()["english_departments"].items())


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
