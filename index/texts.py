"""The texts that stand in the index for a sentence and for a passage."""

from __future__ import annotations

from corpus.model import Passage, Sentence

GLUE = " › "
LONGEST_HEADING = 40
"""Characters of a list heading that go into a sentence's context: more would drown the sentence."""


def place_of(passage: Passage, sentence: Sentence, depth: int = 2, headings: int = 1) -> str:
    """Return department › the last `depth` names of the path › the last `headings` list headings."""
    names = [passage.department, *passage.path[-depth:]]
    names += [heading[:LONGEST_HEADING] for heading in sentence.headings[-headings:]]
    return GLUE.join(name for name in names if name)


def dense_text(passage: Passage, sentence: Sentence) -> str:
    """Return the sentence behind its place, as it is embedded."""
    return f"{place_of(passage, sentence)}：{passage.sentence_text(sentence)}"


def lexical_text(passage: Passage, sentence: Sentence) -> str:
    """Return the sentence with all that stands above it, as its words are counted."""
    above = [passage.department, passage.section.value, *passage.path, *sentence.headings]
    return "\n".join([*above, passage.sentence_text(sentence)])


def passage_text(passage: Passage) -> str:
    """Return a passage with its place: what words are looked for in."""
    return " ".join([passage.department, *passage.path, passage.text])


def above_text(passage: Passage, sentence: Sentence) -> str:
    """Return what stands above a sentence: the names of its place and its list headings."""
    return " ".join([*passage.path, *sentence.headings])
