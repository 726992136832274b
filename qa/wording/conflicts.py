"""Where the report gives another figure for what an answer says: both are shown, with their places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from corpus.contradictions import Contradiction
from corpus.model import Passage
from qa.wording.extractive import Draft
from qa.wording.phrases import Phrases, tidy

AROUND = 45  # characters quoted of the other place
KINDS = frozenset({"twin"})  # figures for the same thing in two places; sums and ratios have their own page


class Conflicts:
    """Looks up contradictions by the passage and the stretch that an answer quotes."""

    def __init__(self, contradictions: Sequence[Contradiction], passages: Sequence[Passage]) -> None:
        self.all = tuple(contradictions)
        self._passages = {passage.id: passage for passage in passages}
        self._by_passage: dict[str, list[Contradiction]] = defaultdict(list)
        for contradiction in contradictions:
            if contradiction.kind in KINDS:
                for identifier, _, _ in contradiction.places:
                    self._by_passage[identifier].append(contradiction)

    def mention(self, draft: Draft, phrases: Phrases, limit: int) -> None:
        """Add the other figure to a draft that quotes one side of a contradiction, if there is room."""
        for citation in tuple(draft.citations):
            for contradiction in self._find(citation.passage):
                other = self._other_side(contradiction, citation.passage, draft)
                if other is None:
                    continue
                passage, start, end = other
                text = phrases.differs.format(quote=tidy(passage.text[start:end]))
                if draft.length + len(text) + 4 <= limit:
                    draft.state(text, draft.cite(passage, start, end))
                return

    def _find(self, text: str) -> list[Contradiction]:
        return [
            contradiction
            for identifier, found in self._by_passage.items()
            if self._passages[identifier].text == text
            for contradiction in found
        ]

    def _other_side(
        self, contradiction: Contradiction, text: str, draft: Draft
    ) -> tuple[Passage, int, int] | None:
        """The place that the draft does not cite, when it shows the figure of the one that it does."""
        own = [p for p in contradiction.places if self._passages[p[0]].text == text]
        others = [p for p in contradiction.places if self._passages[p[0]].text != text]
        cited = {citation.passage for citation in draft.citations}
        shown = any(text[start:end] in draft.text for _, start, end in own)
        if not shown or not others or self._passages[others[0][0]].text in cited:
            return None
        identifier, start, end = others[0]
        passage = self._passages[identifier]
        return passage, *_widen(passage, start, end)


def _widen(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The sentence around a figure, or its nearest characters where the sentence is long."""
    for sentence in passage.sentences:
        if sentence.start <= start < sentence.end:
            first = max(sentence.start, start - AROUND)
            last = min(sentence.end, end + AROUND // 2)
            while first > sentence.start and (
                passage.text[first].isdigit() or passage.text[first - 1].isdigit()
            ):
                first -= 1
            while last < sentence.end and passage.text[last - 1 : last + 1].isdigit():
                last += 1
            return first, last
    return start, end
