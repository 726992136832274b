"""Running text (前言, 績效總評): paragraphs, with those mended that a page break has cut."""

from __future__ import annotations

from corpus.model import Paragraph
from corpus.reading.items import starts_item
from corpus.reading.joins import CLOSERS, is_finished, mend
from corpus.reading.markup import BULLET, split_paragraphs
from corpus.traced import Traced

COLON = ("：", ":")


def read_prose(lines: list[tuple[int, str]]) -> list[Paragraph]:
    """Return the paragraphs of a section without tables.

    A line goes on with the next one over a blank line when it does not end a sentence and the next
    one begins no item.
    """
    texts: list[Traced] = []
    for number, line in lines:
        bare = Traced(line, number).replace_all(BULLET, "")
        for text in split_paragraphs(bare):
            if texts and _goes_on(texts[-1], text, listed=BULLET.match(line) is not None):
                texts[-1] = mend(texts[-1], text)
            else:
                texts.append(text)
    return [Paragraph(text, text.span() or (0, 0)) for text in texts]


def _goes_on(above: Traced, text: Traced, listed: bool) -> bool:
    if listed or starts_item(text) or is_finished(above):
        return False
    return not above.rstrip(CLOSERS + " ").endswith(COLON)
