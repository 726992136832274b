"""Whom to ask where the report is silent: its departments, and the hotline that it names itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.model import Passage
from qa.web.texts import FOLDER


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
