"""What speaks for and against that the evidence answers: the features of the decision.

Similarity alone does not tell: a near miss is as near as a hit.  So most features say which parts of the
question (its words, the kinds of thing asked for, its year, its place) the evidence has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.bank import GapQuestion
from corpus.model import Passage
from index.words import normalize
from qa.evidence.familiarity import Familiarity, overlap
from qa.evidence.missing import name_missing
from qa.evidence.weighing import CELLS, Evidence, Weigher
from qa.understand.question import Understood
from qa.understand.vocabulary import normal_passage
from qa.understand.words import ContentWord
from qa.understand.years import find_years

_SUPERLATIVE = re.compile(
    r"最[多少高低大小貴長短快慢好差遠近新]|the (?:most|least|highest|lowest|largest|biggest|best|worst)"
)
_EACH = re.compile(
    r"各[區里校國項類局處別月季組館站案]|男女|性別|每一|每個|每人|一個人|平均每|哪一?[區里校國站館]"
)
_OUTSIDE = re.compile(r"全國|全[台臺]|其他縣市|別的?縣市|別縣市|六都|排名|贏|輸給")
KINDS = [
    "count",
    "amount",
    "percent",
    "duration",
    "date",
    "hours",
    "place",
    "address",
    "person",
    "unit",
    "name",
    "list",
    "reason",
    "rank",
    "fee",
    "eligibility",
    "procedure",
    "documents",
    "phone",
    "contact",
    "personal",
    "future",
    "opinion",
    "breakdown",
    "comparison",
    "change",
    "content",
    "manner",
    "status",
    "target",
    "actual",
    "attainment",
    "age",
    "purpose",
    "yes_no",
    "other_place",
    "outside",
    "frequency",
]
NEAREST = 5  # known gaps and anticipated questions that are compared
RESTING_ON_BANK = re.compile(
    r"bank|gap|overlap|kinds_|questions_here|new_|score|margin|worth|known|same_passage|departments"
)
"""Features that mean something only where questions were anticipated; scores have another scale there."""
LEADERS = 6  # candidates whose places are compared


_CLAUSE = re.compile(r"[，,。？?；;！!、 ]+")
_ASKING = re.compile(
    r"幾|多少|哪|誰|何|什麼|怎麼|怎樣|如何|為什麼|多久|多大|多高|嗎|有沒有|是不是|how|which|what|who|when|where|why",
    re.IGNORECASE,
)
_FIGURE_KINDS = frozenset({"count", "amount", "percent", "duration", "age", "rank", "number"})


@dataclass(frozen=True)
class Features:
    """Named values of one question, and what of it nothing accounts for, in words for the user."""

    values: dict[str, float]
    missing: tuple[str, ...]


class Describer:
    """Describes questions and their evidence in numbers."""

    def __init__(
        self, weigher: Weigher, familiarity: Familiarity, passages: Iterable[Passage], year: int
    ) -> None:
        self._weigher = weigher
        self._familiarity = familiarity
        self._year = year
        self._passages: Mapping[str, str] = {p.id: normal_passage(p) for p in passages}

    def is_anticipated(self, passage: str) -> bool:
        """Whether any question was anticipated of a passage, so that the bank's silence means something."""
        return self._familiarity.knows(passage)

    def describe(
        self,
        question: Understood,
        ranked: Sequence[Evidence],
        chosen: Sequence[Evidence],
        gaps: Sequence[tuple[GapQuestion, float]],
    ) -> Features:
        """The features of a question.

        `gaps` are the nearest questions that the report does not answer, with their similarities, best
        first.
        """
        first, top = chosen[0], chosen[0].candidate
        asked = self._familiarity.asked_of(first.passage.id, top.sentence_index)
        place = self._passages[first.passage.id]
        evidence = " ".join(e.context for e in chosen)
        known = " ".join([place, evidence, *asked])
        matcher, asks = self._weigher.matcher, self._weigher.asks
        words, said = question.words, f"{place} {evidence}"
        unknown = matcher.unaccounted(words, known)
        unsaid = matcher.unaccounted(words, evidence)
        proved = [d for d in question.demands if any(d in e.proved for e in chosen)]
        unproved = [d for d in question.demands if d not in proved]
        row = first.passage.indicator is not None
        absent = [
            d for d in unproved if not (row and d.kind in CELLS) and not asks.proves(d, place, question.given)
        ]
        elsewhere = {y for y in question.years if y != self._year and y not in find_years(place)}
        foreign = [p for p in question.places if p not in place]
        gap_question, gap_similarity = gaps[0] if gaps else (None, 0.0)
        banks = sorted((_bank(e) for e in ranked), reverse=True)[:NEAREST]
        nearest = gaps[:NEAREST]
        gaps_mean = sum(s for _, s in nearest) / max(len(nearest), 1)
        banks_mean = sum(banks) / max(len(banks), 1)
        gap_overlap = overlap(question.text, normalize(gap_question.question)) if gap_question else 0.0
        asked_overlap = max((overlap(question.text, q) for q in asked), default=0.0)
        other = next((e.candidate.score for e in ranked if e.passage.id != first.passage.id), 0.0)
        values: dict[str, float] = {
            "score": top.score,
            "margin": top.score - other,
            "dense": top.legs.get("dense", 0.0),
            "bank": _bank(first),
            "lexical": top.legs.get("lexical", 0.0),
            "bank_lexical": top.legs.get("bank_lexical", 0.0),
            "gap": gap_similarity,
            "gap_over_bank": gap_similarity - _bank(first),
            "gap_here": float(gap_question is not None and gap_question.passage_id == first.passage.id),
            "gaps_mean": gaps_mean,
            "banks_mean": banks_mean,
            "gaps_over_banks": gaps_mean - banks_mean,
            "gaps_here": sum(g.passage_id == first.passage.id for g, _ in nearest),
            "gaps_nearer": sum(s > banks[0] for _, s in nearest) if banks else 0,
            "second_gap": (gaps[1][1] if len(gaps) > 1 else 0.0) - (banks[0] if banks else 0.0),
            "gap_overlap": gap_overlap,
            "asked_overlap": asked_overlap,
            "overlap_difference": gap_overlap - asked_overlap,
            "cover": matcher.cover(words, evidence),
            "cover_place": matcher.cover(words, place),
            "cover_around": matcher.cover(question.around, place)
            if question.around
            else matcher.cover(words, place),
            "cover_known": matcher.cover(words, known),
            "unknown": len(unknown),
            "unknown_weight": sum(w.weight for w in unknown),
            "unknown_most": max((w.weight for w in unknown), default=0.0),
            "unsaid": len(unsaid),
            "unsaid_weight": sum(w.weight for w in unsaid),
            "unsaid_most": max((w.weight for w in unsaid), default=0.0),
            "demands": len(question.demands),
            "proved_share": len(proved) / len(question.demands) if question.demands else 1.0,
            "unproved": len(unproved),
            "absent": len(absent),
            "never": sum(d.held == "never" for d in question.demands),
            "never_unproved": sum(d.held == "never" for d in unproved),
            "seldom": sum(d.held == "seldom" for d in question.demands),
            "seldom_unproved": sum(d.held == "seldom" for d in unproved),
            # A year that is not there is no reason to be silent about another that is asked for too.
            "other_year": len(elsewhere) if elsewhere == question.years else 0,
            "future": float(question.future),
            "past": float(question.past),
            "foreign": len(foreign),
            "superlative": float(
                bool(_SUPERLATIVE.search(question.text)) and not _SUPERLATIVE.search(evidence)
            ),
            "each": float(bool(_EACH.search(question.text))),
            "outside": float(bool(_OUTSIDE.search(question.text)) and not _OUTSIDE.search(evidence)),
            "english": float(question.english),
            "simplified": float(question.language == "hans"),
            "words": len(words),
            "length": len(question.text),
            "followup": float(bool(question.subject)),
            "indicator_row": float(first.passage.indicator is not None),
        }
        values |= self._focus(question, chosen, place)
        values |= _standing(ranked)
        values |= self._familiarity.describe(
            question,
            first.passage.id,
            top.sentence_index,
            gaps,
            [word for word in words if word.text not in said],
            _asking_words(question),
        )
        for kind in KINDS:
            states = [d in proved for d in question.demands if d.kind == kind]
            values[f"asks_{kind}"] = 0.0 if not states else (1.0 if all(states) else -1.0)
        missing = name_missing(unknown, absent, elsewhere, foreign, question, _asking_words(question))
        return Features(values, missing)

    def _focus(self, question: Understood, chosen: Sequence[Evidence], place: str) -> dict[str, float]:
        """How far the clause that asks is accounted for, and by a clause that has a thing of the kind."""
        matcher, asks = self._weigher.matcher, self._weigher.asks
        words = _asking_words(question)
        last = _last_word(question, words)
        texts = [normalize(e.passage.text).lower() for e in chosen]
        clauses = [clause for text in texts for clause in _CLAUSE.split(text) if clause]
        figures = [d for d in question.demands if d.kind in _FIGURE_KINDS]
        holding = (
            [c for c in clauses if all(asks.proves(d, c, question.given) for d in figures)]
            if figures
            else clauses
        )
        quoted = " ".join(normalize(e.text).lower() for e in chosen)
        return {
            "asking_cover": matcher.cover(words, quoted),
            "asking_cover_place": matcher.cover(words, place),
            "asking_clause": max((matcher.cover(words, clause) for clause in holding), default=0.0),
            "asking_clauses": float(bool(holding)),
            "last_word": matcher.account(last, quoted) if last else 1.0,
            "last_word_place": matcher.account(last, place) if last else 1.0,
            "last_word_clause": max((matcher.account(last, c) for c in holding), default=0.0)
            if last
            else 1.0,
            "last_word_weight": last.weight if last else 0.0,
        }


def _bank(evidence: Evidence) -> float:
    """Similarity of the nearest anticipated question of a sentence, 0 where it has none."""
    return max(evidence.candidate.legs.get("bank_dense", 0.0), 0.0)


def _standing(ranked: Sequence[Evidence]) -> dict[str, float]:
    """How far the best stands out of the field of candidates."""
    first = ranked[0]
    banks = sorted(map(_bank, ranked), reverse=True)
    dense = sorted((e.candidate.legs.get("dense", 0.0) for e in ranked), reverse=True)
    other = next((e.worth for e in ranked if e.passage.id != first.passage.id), 0.0)
    return {
        "worth": first.worth,
        "worth_margin": first.worth - other,
        "bank_over_field": _over_field(banks),
        "dense_over_field": _over_field(dense),
        "same_passage": sum(e.passage.id == first.passage.id for e in ranked[:LEADERS]),
        "departments": len({e.passage.department for e in ranked[:LEADERS]}),
    }


def _over_field(values: Sequence[float]) -> float:
    """The greatest of sorted values over the mean of those some places behind it."""
    field = values[3:8]
    return values[0] - sum(field) / len(field) if field else 0.0


def _asking_words(question: Understood) -> list[ContentWord]:
    """The words of the clauses that ask: what the thing asked for is said of."""
    text = question.text.lower()
    asking = " ".join(clause for clause in _CLAUSE.split(text) if _ASKING.search(clause))
    return [word for word in question.words if word.text in asking] if asking else list(question.words)


def _last_word(question: Understood, words: Sequence[ContentWord]) -> ContentWord | None:
    """The content word nearest in front of the last asking word: 「被罰的有幾件」 asks about 罰."""
    text = question.text.lower()
    cues = [match.start() for match in _ASKING.finditer(text)]
    if not cues:
        return None
    before = [(text.rfind(word.text, 0, cues[-1] + 1), word) for word in words]
    before = [pair for pair in before if pair[0] >= 0]
    return max(before, key=lambda pair: pair[0])[1] if before else None
