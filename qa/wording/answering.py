"""The answering stage: evidence in, worded answer out, or word that the report does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from corpus.bank import GapQuestion
from corpus.model import Passage, Report
from corpus.reading.shortfalls import match_reviews
from index.departments import named_departments
from index.search import Candidate, Index
from index.words import normalize
from qa.answer import MARK, Answer, Route, ShownFigure, Status, find_marks
from qa.claims.judging import Verdict, judge
from qa.claims.reading import read_claim
from qa.evidence.decision import Decision, Judge
from qa.evidence.missing import lacking_setting
from qa.evidence.weighing import Evidence, Weigher
from qa.understand.demands import FIGURES
from qa.understand.periods import find_asked_years, find_years
from qa.understand.places import Places
from qa.understand.question import Understood
from qa.wording.extractive import FIGURE, LIST, Draft, Extractor, make_citation
from qa.wording.phrases import Phrases, ask_back, join_missing, name_place, phrases_for, tell_table_row, tidy
from qa.wording.suggestions import Suggester

NAMED = FIGURES | {"phone", "address", "documents"}
"""Kinds of thing that an answer says are missing."""
GAPS = 6  # known gaps that the decision looks at
CERTAIN = 0.45
"""Of a claim's words at the figure that it is held against: no claim that is not answered has as many."""
LEADERS = 4  # candidates among which the nearest is looked for
TELLING = 0.3  # weight of a word that names a matter: one that not every other passage has
WHOLE = 0.9  # a word or a synonym of it stands there
ALIKE = 0.7  # similarity of a question to one that was anticipated of the sentence
NEAREST = 90  # characters quoted of the nearest thing where the report does not answer


class Answerer:
    """Answers understood questions from ranked candidates over one report."""

    def __init__(
        self,
        report: Report,
        passages: Sequence[Passage],
        index: Index,
        weigher: Weigher,
        judge: Judge,
        places: Places,
    ) -> None:
        self._index = index
        self._passages = passages
        self._places = places
        self._is_apart = cache(self._names_apart)  # of the known gaps alone, again and again
        self._weigher = weigher
        self._judge = judge
        self._extractor = Extractor(weigher, passages)
        self.suggester = Suggester(index)
        self._reviews = {row.id: review for row, review in match_reviews(passages)}
        self._year = report.id.year
        self._departments = [department.name for department in report.departments]

    def answer_within(
        self, question: Understood, candidates: Sequence[Candidate], room: int = LIST
    ) -> tuple[Answer, dict]:
        """The answer of the department that is asked for with a filter; where it has none, that of another,
        which the answer says.  `room`: characters that it may have at most.
        """
        asked = question.department
        own = [candidate for candidate in candidates if candidate.passage.department == asked]
        if asked and own:
            answer, trace = self.answer(question, own, room)
            if answer.status == Status.ANSWERED:
                return answer, trace
        answer, trace = self.answer(question, candidates, room)
        other = answer.citations[0].department if answer.citations else asked
        if asked and answer.status == Status.ANSWERED and other != asked:
            told = phrases_for(question.language).elsewhere.format(asked=asked, department=other)
            answer = answer.with_(answer=told + answer.answer)
        return answer, trace

    def answer(
        self, question: Understood, candidates: Sequence[Candidate], room: int = LIST
    ) -> tuple[Answer, dict]:
        """The answer to a question and what was decided on the way, for `--explain`."""
        phrases = phrases_for(question.language)
        ranked = self._weigher.rank(question, candidates)
        if not ranked:
            return self._nothing(question, phrases), {"decision": {"probability": 0.0}}
        chosen = self._weigher.choose(question, ranked)
        gaps = self._find_gaps(question)
        decision = self._judge.decide(question, ranked, chosen, gaps)
        verdict = self._judge_claim(question, ranked)
        if verdict is not None:
            told = [e for e in chosen if e.passage.id != verdict.evidence.passage.id]
            chosen = [verdict.evidence, *told[:1]]
        trace = self._trace(question, ranked, chosen, decision)
        if self._is_vague(question):
            return self._clarify(question, ranked, phrases), trace
        lacking = lacking_setting(question, chosen, ranked, self._year, self._passages)
        if lacking:
            missing = tuple(dict.fromkeys([*lacking, *decision.missing]))
            decision = replace(decision, answers=False, missing=missing)
            trace["lacking"] = list(lacking)
            return self._not_found(question, ranked, decision, phrases), trace
        # Over what goes on from an earlier question the conversation decides.
        answers = decision.answers or bool(question.subject)
        if not answers and (verdict is None or verdict.cover < CERTAIN):
            return self._not_found(question, ranked, decision, phrases), trace
        if verdict is not None:  # yes or no, and the figure that says so
            room = min(room, FIGURE - len(phrases.refuted))
        draft, route = self._word(question, chosen, phrases, room)
        if verdict is not None:
            named = named_departments(question.text, self._departments)
            owner = verdict.evidence.passage.department
            others = bool(named) and owner not in named  # it is so, but of another department
            told = phrases.borne_out if verdict.true and not others else phrases.refuted
            draft.statements[0] = f"{told}{f'{owner}：' if others else ''}{draft.statements[0]}"
        return self._finish(question, draft, route, decision, ranked), trace

    def _judge_claim(self, question: Understood, ranked: Sequence[Evidence]) -> Verdict | None:
        """Whether the report bears out what a question wants confirmed; None where it confirms nothing."""
        claim = read_claim(question.typed)
        return judge(claim, question, ranked, self._weigher.matcher) if claim else None

    def _word(
        self,
        question: Understood,
        chosen: Sequence[Evidence],
        phrases: Phrases,
        room: int,
    ) -> tuple[Draft, Route]:
        first = chosen[0]
        if first.passage.indicator is not None:
            review = self._reviews.get(first.passage.id)
            asked = question.indicator or first.number == 0 or question.asks(("actual", "percent"))
            if asked or (review and question.reason):
                row = self._extractor.tell_row(question, first, phrases, review, chosen[1:], room)
                return row, Route.KPI
        return self._extractor.quote(question, chosen, phrases, room), Route.PASSAGE

    def _finish(
        self, question: Understood, draft: Draft, route: Route, decision: Decision, ranked: Sequence[Evidence]
    ) -> Answer:
        citations = tuple(draft.citations)
        return Answer(
            status=Status.ANSWERED,
            route=route,
            answer=draft.text,
            citations=citations,
            figures=_figures(draft),
            missing=self._missing_in(question, draft),
            suggestions=self.suggester.related(question, ranked[0], ranked[1:]),
            understood=question.note,
            support=decision.probability,
        )

    def _missing_in(self, question: Understood, draft: Draft) -> tuple[str, ...]:
        """The years and kinds of thing asked for that nothing cited holds, by their names for the user."""
        asked = [demand for demand in question.demands if demand.kind in NAMED]
        if not asked and not question.years:
            return ()
        cited = " ".join([draft.text, *(c.passage for c in draft.citations)])
        text = normalize(cited).lower()
        lacking = [
            demand.label for demand in asked if not self._weigher.asks.proves(demand, text, question.given)
        ]
        known = find_years(text) | {self._year}
        years = [f"{year} 年" for year in sorted(question.years - known)]
        return tuple(dict.fromkeys([*years, *lacking]))

    def _not_found(
        self, question: Understood, ranked: Sequence[Evidence], decision: Decision, phrases: Phrases
    ) -> Answer:
        """Word that the report does not say, with the nearest that it says where that is on the subject."""
        head = (
            phrases.not_found.format(missing=join_missing(decision.missing))
            if decision.missing
            else phrases.not_found_plain
        )
        nearest = next((e for e in ranked[:LEADERS] if self._shares_subject(question, e)), None)
        if nearest is None:
            return self._nothing(question, phrases, head)
        start, end = nearest.sentence.start, nearest.sentence.end
        row = tell_table_row(nearest.passage, phrases) if nearest.number == 0 else ""
        quote = row or tidy(nearest.passage.text[start:end])
        if len(quote) > NEAREST:
            quote = quote[:NEAREST].rstrip("0123456789,.，") + "…"
        place = name_place(nearest.passage)
        form = phrases.nearest_row if row else phrases.nearest
        near = form.format(place=place, department=nearest.passage.department, quote=quote)
        return Answer(
            status=Status.NOT_FOUND,
            route=Route.PASSAGE,
            answer=f"{head}{near}[1]",
            citations=(make_citation(1, nearest.passage, start, end),),
            missing=decision.missing,
            suggestions=self.suggester.related(question, nearest),
            understood=question.note,
            support=decision.probability,
        )

    def _find_gaps(self, question: Understood) -> list[tuple[GapQuestion, float]]:
        """The known gaps nearest to a question; those of other places and years only where it names one."""
        found = self._index.find_gaps(question.search_text, 2 * GAPS, message=question.message)
        apart = question.places or question.years - {self._year}
        near = ((gap, score) for gap, score in found if apart or not self._is_apart(gap.question))
        return list(islice(near, GAPS))

    def _names_apart(self, text: str) -> bool:
        """Does a question name another place, or another year than the report's?"""
        years = find_asked_years(text, self._year)
        return bool(self._places.find(normalize(text))) or bool(years - {self._year})

    def _shares_subject(self, question: Understood, evidence: Evidence) -> bool:
        """Whether a sentence is on the question's matter: it has one of its telling words, or was asked for
        in nearly the same words.
        """
        account = self._weigher.matcher.account
        telling = [word for word in question.words if word.weight >= TELLING]
        return (
            any(account(word, evidence.context) >= WHOLE for word in telling)
            or evidence.candidate.legs.get("bank_dense", 0.0) >= ALIKE
        )

    def _nothing(self, question: Understood, phrases: Phrases, head: str = "") -> Answer:
        return Answer(
            status=Status.NOT_FOUND,
            route=Route.PASSAGE,
            answer=(head or phrases.not_found_plain) + phrases.nothing_near,
            suggestions=self.suggester.anything(),
            understood=question.note,
        )

    def _clarify(self, question: Understood, ranked: Sequence[Evidence], phrases: Phrases) -> Answer:
        choices = self.suggester.choices(question, ranked)
        return Answer(
            status=Status.CLARIFY,
            route=Route.PASSAGE,
            answer=ask_back(phrases, choices),
            suggestions=choices,
            understood=question.note,
        )

    @staticmethod
    def _is_vague(question: Understood) -> bool:
        """Does a question name nothing to look for (「有多少？」), no year's and no department's matter?"""
        return not question.words and not question.subject and not question.given

    def _trace(
        self, question: Understood, ranked: Sequence[Evidence], chosen: Sequence[Evidence], decision: Decision
    ) -> dict:
        return {
            "candidates": [
                {
                    "place": f"{e.passage.department} {e.passage.lines[0]}-{e.passage.lines[1]}",
                    "worth": round(e.worth, 3),
                    "score": round(e.candidate.score, 3),
                    "cover": round(e.cover, 2),
                    "proved": ",".join(d.kind for d in e.proved),
                    **{
                        name: int(value) for name, value in e.candidate.legs.items() if name.endswith("_rank")
                    },
                    "text": e.text[:60],
                }
                for e in ranked
            ],
            "evidence": {
                "chosen": [f"{e.passage.id}#{e.number} {e.text[:60]}" for e in chosen],
                "demanded": [f"{d.kind}{f'({d.unit})' if d.unit else ''}" for d in question.demands],
                "unproved": [d.kind for d in question.demands if not any(d in e.proved for e in chosen)],
                "unaccounted": [
                    word.text
                    for word in self._weigher.matcher.unaccounted(
                        question.words, " ".join(e.context for e in chosen)
                    )
                ],
            },
            "decision": decision.to_dict(),
        }


def _figures(draft: Draft) -> tuple[ShownFigure, ...]:
    """The figures of an answer, each with the citation that its statement bears."""
    from corpus.figures import find_figures

    shown: dict[tuple[str, int], ShownFigure] = {}
    for statement in draft.statements:
        text, marks = MARK.sub("", statement), find_marks(statement)
        for figure in find_figures(text):
            if not figure.unit and figure.kind == "number":
                continue  # an item's number or a part of a name
            held = (n for n in marks if figure.text in draft.citations[n - 1].passage)
            n = next(held, marks[0])
            shown.setdefault((figure.text, n), ShownFigure(figure.text, figure.value, figure.unit, n))
    return tuple(shown.values())
