"""Pictures of a report's printed pages, where it was read from a PDF, with the place of a passage marked."""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.model import Passage
from corpus.reading.markup import squeeze

SCALE = 1.6
"""Pixels a point: a page of A4 is 950 pixels wide, its smallest print can be read."""
KEPT = 32
"""Pictures kept; one has about 150 kB."""
SAMPLE = 9
"""Passages by which printed numbers and the file's own count are laid side by side."""
LEAST = 4
"""Characters in a row that are a piece of the passage: cells are printed line by line, beside others."""
_MARK = (255, 236, 130)


class Pictures:
    """Draws printed pages of one PDF; safe to share between threads (one page is drawn at a time)."""

    def __init__(self, path: Path, passages: Sequence[Passage]) -> None:
        self._path = path
        self._passages = [one for one in passages if not one.page.estimated]
        self._lock = threading.Lock()
        self._shift: int | None = None
        self._drawn = lru_cache(maxsize=KEPT)(self._draw)

    @classmethod
    def of(cls, path: Path | None, passages: Sequence[Passage]) -> Pictures | None:
        """None where the report's file is no PDF."""
        try:
            with open(path or "", "rb") as file:
                return cls(Path(path or ""), passages) if file.read(5) == b"%PDF-" else None
        except OSError:
            return None

    def draw(self, number: int, quoted: str = "") -> bytes | None:
        """A printed page as PNG with a text marked where it stands; None where the file has no such page."""
        with self._lock:
            return self._drawn(number, squeeze(quoted))

    def _draw(self, number: int, quoted: str) -> bytes | None:
        import pypdfium2

        document = pypdfium2.PdfDocument(self._path)
        try:
            if self._shift is None:
                self._shift = _find_shift(document, self._passages)
            place = number - 1 - self._shift
            if not 0 <= place < len(document):
                return None
            page = document[place]
            image = page.render(scale=SCALE).to_pil().convert("RGB")
            boxes = _find_boxes(page.get_textpage(), quoted) if quoted else []
            return _png(_mark(image, boxes, page.get_height()))
        finally:
            document.close()


def _find_shift(document: Any, passages: Sequence[Passage]) -> int:
    """Printed number less the file's own count, as most of some passages spread over the report say."""
    begin = [(squeeze(one.text)[: 3 * LEAST], one.page.number) for one in passages]
    begin = begin[:: max(len(begin) // SAMPLE, 1)]
    shifts: Counter[int] = Counter({0: 0})
    for place in range(len(document)):
        text = squeeze(document[place].get_textpage().get_text_range())
        shifts.update(number - 1 - place for words, number in begin if words in text)
    return shifts.most_common(1)[0][0]


def _find_boxes(text: Any, quoted: str) -> list[tuple[float, float, float, float]]:
    """Where the characters of a text stand on a page, in points: left, bottom, right, top.

    A cell is printed line by line beside its neighbours, so the text is found in pieces, each the longest
    that goes on from there.
    """
    printed = [(one, place) for place, one in enumerate(text.get_text_range()) if not one.isspace()]
    page = "".join(one for one, _ in printed)
    found: list[int] = []
    start = after = 0
    while start + LEAST <= len(quoted):
        end = start + LEAST
        if (at := _find(page, quoted[start:end], after)) < 0:
            start += 1
            continue
        while end < len(quoted) and (more := _find(page, quoted[start : end + 1], after)) >= 0:
            at, end = more, end + 1
        after = at + end - start
        found += [place for _, place in printed[at:after]]
        start = end
    return [text.get_charbox(place) for place in found]


def _find(page: str, piece: str, after: int) -> int:
    """Where a piece stands on a page, -1 for nowhere: after what was found before it, else anywhere."""
    at = page.find(piece, after)
    return at if at >= 0 else page.find(piece)


def _mark(image: Any, boxes: Sequence[tuple[float, float, float, float]], height: float) -> Any:
    """The picture with boxes coloured as a text marker would: the print stays black."""
    from PIL import Image, ImageChops, ImageDraw

    colour = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(colour)
    for left, bottom, right, top in boxes:
        above, below = (height - top) * SCALE, (height - bottom) * SCALE
        draw.rectangle((left * SCALE - 1, above - 2, right * SCALE + 1, below + 2), fill=_MARK)
    return ImageChops.multiply(image, colour)


def _png(image: Any) -> bytes:
    data = io.BytesIO()
    image.save(data, "png")
    return data.getvalue()
