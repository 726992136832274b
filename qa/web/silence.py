"""Where to go when the report is silent: the search, the department's page, and whom to ask."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from corpus.model import Passage
from qa.answer import Answer, Citation, Status
from qa.understand.words import ContentWord, telling_weight
from qa.web.markup import attribute, element, escape
from qa.web.sources import address_of
from qa.web.texts import FOLDER, LANGUAGES, Texts
from qa.web.turns import Turn

_LISTS = {
    "/indicators": "nav.indicators",
    "/programmes": "programmes.title",
    "/conflicts": "nav.conflicts",
    "/brief": "nav.brief",
}
"""Pages by the text that names them; a question that says the name may be about what they show."""
_MOST_WORDS = 2  # that are searched for together; places with more of a question's words are few
_QUOTED = re.compile("「[^」]*」")


@dataclass(frozen=True)
class Hotline:
    """A number for everything, its name in both languages; `passage` is where the report prints it."""

    name: str
    english: str
    number: str
    passage: Passage


@dataclass(frozen=True)
class Contacts:
    """What the page may tell; `phones` by department, each with its source."""

    hotline: Hotline | None = None
    phones: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, passages: Iterable[Passage], path: Path = FOLDER / "contacts.toml") -> Contacts:
        """The contacts of a file; raises KeyError where a number comes without its source."""
        with path.open("rb") as file:
            given = tomllib.load(file)
        phones = {name: (one["phone"], one["source"]) for name, one in given.get("department", {}).items()}
        line = given.get("hotline")
        place = next((one for one in passages if line and line["printed"] in one.text), None)
        return cls(
            Hotline(line["name"], line.get("english", line["name"]), line["number"], place)
            if place
            else None,
            phones,
        )


@dataclass(frozen=True)
class Searched:
    """What of a question the full text is searched for: its telling words, as far as they are printed."""

    find_words: Callable[[str], Iterable[ContentWord]] = lambda text: ()
    printed: str = ""  # the report without blanks, in small letters

    @classmethod
    def of(cls, find_words: Callable[[str], Iterable[ContentWord]], passages: Iterable[Passage]) -> Searched:
        """Of a report's passages."""
        return cls(find_words, "".join("".join(one.text.split()) for one in passages).lower())

    def words_of(self, question: str) -> str:
        """The words, parted by blanks as the search takes them; "" where the report prints none of them."""
        words = list(self.find_words(question))
        enough = telling_weight(words)
        telling = [word for word in words if word.weight > enough and self._is_printed(word)]
        chosen = sorted(telling, key=lambda word: -word.weight)[:_MOST_WORDS]
        return " ".join(word.text for word in words if word in chosen)

    def _is_printed(self, word: ContentWord) -> bool:
        return any("".join(name.split()).lower() in self.printed for name in (word.text, *word.alternatives))


def ways_on(
    turn: Turn, answer: Answer, known: Iterable[str], contacts: Contacts, texts: Texts, search: str
) -> str:
    """A card of links, "" for none; every one of them leads somewhere.

    `known` are the report's departments, `search` the words that the full text is searched for.
    """
    words = answer.asked or turn.question  # what goes on from an earlier question names nothing itself
    ways = []
    chosen = f"?{urlencode({'department': turn.department})}" if turn.department else ""
    for path, key in _LISTS.items():
        name = texts(key)
        if name.casefold().removesuffix("s") in words.casefold():
            ways.append(_link(f"{texts.base}{path}{chosen}", texts("answer.silent_list", name=name)))
    if search:
        address = f"{texts.base}/search?{urlencode({'q': search})}"
        ways.append(_link(address, texts("answer.silent_search", words=search)))
    departments = departments_to_call(turn, answer, known, contacts)
    for name in departments:
        told = texts("answer.silent_department", department=texts.department(name))
        ways.append(_link(f"{texts.base}/department/{quote(name)}", told))
    if answer.status is not Status.CLARIFY and (whom := _whom(departments, contacts, texts)):
        ways.append(whom)
    listed = "".join(f"<li>{way}</li>" for way in ways)
    title = element("h4", escape(texts("answer.silent")))
    return f'<div class="ways-on">{title}<ul>{listed}</ul></div>' if ways else ""


def near_of(answer: Answer, contacts: Contacts) -> list[Citation]:
    """What an answer shows of the subject: all that it cites but the place that prints the number to call."""
    line = contacts.hotline
    return [one for one in answer.citations if not line or line.number not in one.quote]


def departments_to_call(turn: Turn, answer: Answer, known: Iterable[str], contacts: Contacts) -> list[str]:
    """Whom a citizen may ask when the report has no answer: the one chosen, those named, else those near.

    Of a question that has to be made clearer nothing is known; what it offers to choose from names anybody.
    """
    if turn.department or answer.status is Status.CLARIFY:
        return [turn.department] if turn.department else []
    said = _QUOTED.sub("", answer.answer)
    named = sorted((name for name in known if name in said), key=said.index)
    return list(dict.fromkeys(named or [one.department for one in near_of(answer, contacts)]))[:2]


def _whom(departments: list[str], contacts: Contacts, texts: Texts) -> str:
    """Departments with the telephone that is known, and the hotline with the place that prints it."""
    told = []
    for name in departments:
        phone, source = contacts.phones.get(name, ("", ""))
        called = texts.department(name)
        known = _dialled(f"({texts('answer.silent_phone', phone=phone)}, {source})", phone) if phone else ""
        told.append(f"{escape(called)} {known}".strip())
    said = texts("answer.silent_ask", departments=texts.listed(told)) if told else ""
    if line := contacts.hotline:
        key = "answer.silent_hotline" if told else "answer.silent_call"
        place = _link(address_of(texts, line.passage, line.number), texts("answer.silent_source"))
        name = line.name if texts.language == LANGUAGES[0] else line.english
        said += f"{_dialled(texts(key, number=line.number, name=name), line.number)} {place}"
    return said


def _dialled(told: str, number: str) -> str:
    """Text as HTML, the number in it as a link that a telephone dials."""
    digits = "".join(one for one in number if one.isdigit() or one in "+#")
    return escape(told).replace(escape(number), _link(f"tel:{digits}", number), 1)


def _link(address: str, text: str) -> str:
    return f'<a href="{attribute(address)}">{escape(text)}</a>'
