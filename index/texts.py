"""The texts that stand in the index for a sentence and for a passage."""

from __future__ import annotations

from corpus.model import Passage, Sentence

GLUE = " › "
LONGEST_HEADING = 40
"""Characters of a list heading that go into a sentence's context: more would drown the sentence."""


def dense_text(passage: Passage, sentence: Sentence) -> str:
    """Return the sentence behind its department, two names of its path and a heading, as it is embedded."""
    names = [passage.department, *passage.path[-2:]]
    names += [heading[:LONGEST_HEADING] for heading in sentence.headings[-1:]]
    return f"{GLUE.join(name for name in names if name)}：{passage.sentence_text(sentence)}"


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
