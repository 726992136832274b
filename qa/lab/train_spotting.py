"""Learn what messages ask of a subject, and which words name it: `python -m qa.lab.train_spotting` writes
spotting.npz.

SUBJECTS holds lines of a message and, behind a tab, the stretches of it that name what is to be looked for,
parted by | or +.  BROADS holds behind `broad` messages that ask what there is on a subject, some of them with
its stretches, and behind `one` such as ask for one thing of it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from pathlib import Path

from index.words import normalize
from qa.assistant import Assistant
from qa.gather.spotting import (
    BREADTH,
    MODEL,
    SUBJECT,
    SURVEY_SUBJECT,
    describe_message,
    describe_word,
    load_spotter,
)
from qa.gather.subject import SubjectReader
from qa.lab.linear import Examples, fit, save
from qa.understand.question import find_language
from qa.understand.wishes import load_wishes

SUBJECTS = Path(__file__).parent / "data" / "subjects.tsv"
BROADS = SUBJECTS.with_name("broads.tsv")
STRENGTH = 1.0
TIMES = 8
"""So often each message is varied."""


def vary(lines: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Messages with the stretches of their subjects, and the same messages with the subjects of others."""
    chance = random.Random(0)
    own = [(message, [one for one in re.split(r"[|+]", named) if one]) for message, named in lines]
    pools = {
        ascii: [one for _, named in own for one in named if one.isascii() == ascii] for ascii in (True, False)
    }
    varied = list(own)
    for message, named in own:
        for _ in range(TIMES):
            text, others = message, []
            for one in sorted(named, key=len, reverse=True):
                other = chance.choice(pools[one.isascii()])
                text = text.replace(one, other)
                others.append(other)
            varied.append((text, others))
    return varied


def read_lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def collect(lines: Sequence[Sequence[str]], of: str, reader: SubjectReader, examples: Examples) -> None:
    """Add each content word of each message with whether it is of the subject."""
    for message, named in vary(lines):
        text = normalize(message).lower()
        spans = [
            match.span() for one in named for match in re.finditer(re.escape(normalize(one).lower()), text)
        ]
        english = find_language(message) == "en"
        words = reader.find_words(text, english, hollow=True)
        weights = [reader.weigh(word) for _, word in words]
        for (start, word), weight in zip(words, weights, strict=True):
            end = start + len(word.text)
            features = describe_word(text, start, end, weight, weights, reader.is_hollow(word))
            inside = any(first < end and start < last for first, last in spans)
            examples.add(of, features, "yes" if inside else "no")


def collect_breadth(lines: Sequence[Sequence[str]], reader: SubjectReader, examples: Examples) -> None:
    """Add each message with what it asks of its subject."""
    for kind, message, *_ in lines:
        text = normalize(message)
        wish = "，".join(load_wishes().read(text)) or text
        named = [
            word.text for _, word in reader.find_named(text.lower(), find_language(message) == "en", SUBJECT)
        ]
        examples.add(BREADTH, describe_message(wish.lower(), named), kind)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    reader = Assistant.load().stages.gathering.reader
    surveys, broads = read_lines(SUBJECTS), read_lines(BROADS)
    examples = Examples()
    collect(surveys, SURVEY_SUBJECT, reader, examples)
    collect([*surveys, *(line[1:] for line in broads if len(line) > 2)], SUBJECT, reader, examples)
    save(fit(examples, STRENGTH), MODEL)
    load_spotter.cache_clear()
    collect_breadth(broads, reader, examples)  # of subjects as they are spotted
    save(fit(examples, STRENGTH), MODEL)


if __name__ == "__main__":
    main()
