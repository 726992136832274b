"""Cut a question into words that fill slots, numbers, names of departments and what is left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from index.words import to_traditional
from qa.tables.lexicon import KINDS, Lexicon, load_words
from qa.tables.numbers import Number, read_number

_QUOTE = re.compile(r"[「『“\"](.{1,40}?)[」』”\"]")
_BREAK = re.compile(r"(?:,(?!\d)|(?<!\d),|[，;；。？！?!\n()（）:：])")
_REMARK = re.compile(r"[(（][^()（）]*[)）]|[「」『』“”\"\s]")
_SAID = re.compile(r"(?:寫|提|說|註明|出現|載明)[到了著要會有]*[「『]?$")
"""What stands before words that are quoted from a review."""
_OBJECT = re.compile(r"[^的,;。?!:()]+")
_WORD = re.compile(r"[a-z0-9'.&-]+|.", re.DOTALL)
LEAST_LITERAL, LONGEST_LITERAL = 2, 24
LEAST_LOOSE = 3
"""From so many characters on a word of a name may have one more character inside, for each so many."""
_COSTS = {"unknown": 6.0, "literal": 2.5, "filler": 1.1}
"""What a stretch costs the way through a question, an unknown one by the character; any other word 1."""
_PART_OF_WORDS = ("filler", "compare", "measure", "aggregate", "unitmark", "grade", "quantifier", "contains")
YEARS = ("年", "年度", "學年")
_WESTERN = range(1990, 2100)
"""Bare numbers that are years, but for the round ones."""
_EMPTY = "的之與及和或在有是為被不無、"
"""With these a stretch of a name neither begins nor ends."""
_PARTICLES = f"{_EMPTY}了嗎呢啊吧呀也都就很各"
"""And these are no part of an unknown word."""


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
    among: str = ""  # of a literal: the one kind of rows whose names have it

    @property
    def end(self) -> int:
        return self.start + len(self.text)


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
        words = load_words()
        self._lexicon = Lexicon(departments, units, stop)
        self._units = units
        self._names = "\n".join({flat(name) for name in names})
        self._reasons = "\n".join({flat(text) for text in reasons})
        self._alternatives = alternatives
        self._reviewed = [*words["field"]["reason"], *words["field"]["measure"], *words["entity"]["review"]]
        self._reviewed += words["status"]["missed"]
        self._reviewed += [no + done for no in ("沒", "沒有", "未") for done in words["status"]["full"]]

    def segment(self, question: str) -> list[Token]:
        """The tokens of a question: cut so that the fewest characters are unknown, then the fewest words."""
        text = plain(question)
        reasons = any(form in text for form in self._reviewed)
        best: list[tuple[float, Token]] = [(0.0, Token("break", "", "", len(text)))] * (len(text) + 1)
        for place in range(len(text) - 1, -1, -1):
            word = _WORD.match(text, place).group()
            options = [Token("unknown", "", word, place)]
            if len(word) == 1 or not _is_inside(text, place):
                options += self._options(text, place, reasons)
            best[place] = min(
                ((_cost(token) + best[token.end][0], token) for token in options),
                key=lambda option: option[0],
            )
        path: list[Token] = []
        place = 0
        while place < len(text):
            path.append(best[place][1])
            place = path[-1].end
        return self._join(path, reasons)

    def _join(self, path: Sequence[Token], reasons: bool) -> list[Token]:
        """Unknown stretches as wholes, read as words of rows where these have them.

        An unknown stretch takes in the single characters beside it: 預算 is unknown as a whole, not 預
        beside 算.
        """
        tokens: list[Token] = []
        rest = list(path)
        while rest:
            token = rest.pop(0)
            if token.kind == "unknown":
                run = [token]
                while rest and rest[0].kind == "unknown":
                    run.append(rest.pop(0))
                if not self._literal("".join(one.text for one in run), reasons):
                    while tokens and _may_be_part(tokens[-1]):
                        run.insert(0, tokens.pop())
                    while rest and (_may_be_part(rest[0]) or rest[0].kind == "unknown"):
                        run.append(rest.pop(0))
                tokens += self._unknown("".join(one.text for one in run), run[0].start, reasons)
            else:
                tokens.append(token)
        return tokens

    def _options(self, text: str, place: int, reasons: bool) -> list[Token]:
        """Everything that can begin at a place."""
        if _BREAK.match(text, place):
            return [Token("break", text[place], text[place], place)]
        found: list[Token] = []
        if reasons and _SAID.search(text, 0, place) and (said := _OBJECT.match(text, place)):
            found += self._said(text, place, said.end())
        quote = _QUOTE.match(text, place)
        if quote and (token := self._quoted(quote[1].strip(), quote, reasons)):
            return [*found, token]
        for kind, key, form in self._lexicon.find(text, place):
            found.append(Token(kind, key, form, place))
            if kind == "multiple":
                times = Number(float(key), "倍", place + len(form))
                found[-1] = Token("number", "倍", form, place, times)
        number = read_number(text, place)
        if number and self._counts(number, text[:place]):
            kind = "year" if number.unit in YEARS or _is_western_year(number) else "number"
            found.append(Token(kind, number.unit, text[place : number.end], place, number))
        if not text[place].isascii() and text[place].isalnum() and text[place] not in _EMPTY:
            end = place + LEAST_LITERAL
            while (
                end <= len(text) and flat(text[place:end]) in self._names and not _BREAK.match(text, end - 1)
            ):
                word = text[place:end]
                if word[-1] not in _EMPTY:
                    found.append(Token("literal", word, word, place, None, self.find(word)))
                end += 1
        if not text[place].isalnum():
            found.append(Token("filler", "any", text[place], place))
        return found

    def _said(self, text: str, place: int, end: int) -> list[Token]:
        """What is said to be written, as far as it stands in a review: 寫到要「酌修」目標值."""
        for stop in range(end, place + LEAST_LITERAL, -1):
            if words := _find_near(flat(_REMARK.sub("", text[place:stop])), self._reasons):
                return [Token("literal", "reason", text[place:stop], place, None, words)]
        return []

    def _counts(self, number: Number, before: str) -> bool:
        """Whether a numeral in words counts something here and is no part of a word (一覽, 統一)."""
        if not number.written or number.unit or number.value >= 11 or number.latin:
            return True
        kinds = ("compare", "rank", "measure", "range")
        return any(
            before.endswith(form) for kind in kinds for forms in load_words()[kind].values() for form in forms
        )

    def _quoted(self, inside: str, match: re.Match[str], reasons: bool) -> Token | None:
        """What a quotation means as a whole: 處 or 局, a unit, words of rows; None for any other."""
        whole, start = match.group(), match.start()
        if inside in KINDS:
            return Token("kind", inside, whole, start)
        if inside in self._units:
            return Token("unitword", inside, whole, start, quoted=True)
        for kind, key, form in self._lexicon.find(inside, 0):
            if form == inside and kind != "filler":  # 「完成程度」 is the measure
                return Token(kind, key, whole, start, quoted=True)
        single = (flat(inside),) if len(inside) == 1 and flat(inside) in self._names else ()
        if not (words := single or self._literal(_REMARK.sub("", inside), reasons)):
            return None
        key = "reason" if reasons and not self.find(inside) else inside
        return Token("literal", key, whole, start, None, words, True)

    def _unknown(self, text: str, start: int, reasons: bool) -> list[Token]:
        """What is known of no slot: literals where it stands in rows, the longest first, else unknown."""
        tokens: list[Token] = []
        place = 0
        while place < len(text):
            width = len(_WORD.match(text, place).group())
            ends = range(min(len(text), place + max(LONGEST_LITERAL, width)), place + LEAST_LITERAL - 1, -1)
            ends = ends if width == 1 else [place + width]
            for end in () if text[place].isspace() else ends:
                word = text[place:end]
                if words := self._literal(word, reasons):
                    key = "reason" if reasons and not self.find(word) else word
                    tokens.append(Token("literal", key, word, start + place, None, words))
                    place = end
                    break
            else:
                last = tokens[-1] if tokens else None
                if last is not None and last.kind == "unknown":
                    tokens[-1] = replace(last, text=last.text + text[place : place + width])
                else:
                    tokens.append(Token("unknown", "", text[place : place + width], start + place))
                place += width
        return tokens

    def find(self, word: str) -> tuple[str, ...]:
        """The stretches of rows' names and goals that a word means, () where none does.

        A word means a stretch that is spelled so, or a little longer: 公務員 is 公務人員 too.
        """
        own = flat(word)
        if len(own) < LEAST_LITERAL:
            return ()
        if own.isascii():
            return (own,) if re.search(rf"\b{re.escape(own)}\b", self._names) else ()
        return _find_near(own, self._names)

    def _literal(self, word: str, reasons: bool) -> tuple[str, ...]:
        """The stretches of rows that a word means, by itself or by a synonym; () for none."""
        own = self.find(word)
        if not own and reasons and (said := _find_near(flat(word), self._reasons)):
            return tuple(dict.fromkeys([*said, *self._wider(word)]))
        if own or len(word) < LEAST_LITERAL:
            return own
        found = [stretch for other in self._alternatives.get(word, ()) for stretch in self.find(other)]
        return tuple(dict.fromkeys([*found, *(self._wider(word) if reasons else ())]))

    def _wider(self, word: str) -> tuple[str, ...]:
        return tuple(
            flat(other) for other in self._alternatives.get(word, ()) if flat(other) in self._reasons
        )


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """A text as words are looked for in it."""
    return text.replace("臺", "台").replace(" ", "").replace("\n", "").lower()


@lru_cache(maxsize=4096)
def _find_near(word: str, text: str) -> tuple[str, ...]:
    """The stretches of a text that are a word, or it with a character more inside for each three of it."""
    if len(word) < LEAST_LITERAL:
        return ()
    own = (word,) if word in text else ()
    if not LEAST_LOOSE <= len(word) <= LONGEST_LITERAL:
        return own
    near = set(re.findall("[^\n]?".join(map(re.escape, word)), text)) - {word}
    return (*own, *sorted(one for one in near if len(one) <= len(word) + len(word) // LEAST_LOOSE))


def _cost(token: Token) -> float:
    return _COSTS.get(token.kind, 1.0) * (len(token.text) if token.kind == "unknown" else 1)


def _may_be_part(token: Token) -> bool:
    """Whether a token may be a character of a longer word."""
    if token.kind not in _PART_OF_WORDS or len(token.text) != 1:
        return False
    return not token.text.isascii() and token.text.isalpha() and token.text not in _PARTICLES


def _is_western_year(number: Number) -> bool:
    """Whether a bare number is a year of the western calendar: in 2023."""
    return not number.unit and not number.written and number.value in _WESTERN and number.value % 100 > 0


def _is_inside(text: str, place: int) -> bool:
    """Whether a place is inside a Latin word."""
    return place > 0 and all(one.isascii() and one.isalnum() for one in text[place - 1 : place + 1])
