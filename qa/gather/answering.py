"""Surveys and overviews: whether a question asks for everything on a subject, and the answer to it."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.bundled import vocabulary_folder
from corpus.model import Section
from index.departments import short_forms
from index.search import Index
from qa.answer import Answer, Citation, Route
from qa.gather.cues import load_cues
from qa.gather.gatherer import Gatherer, Places
from qa.gather.ground import Ground
from qa.gather.rendering import Renderer
from qa.gather.spotting import SUBJECT, SURVEY_SUBJECT, find_breadth
from qa.gather.subject import Subject, SubjectReader
from qa.understand.question import Understood
from qa.understand.wishes import load_wishes
from qa.understand.words import WordMatcher
from qa.wording.extractive import make_citation

_OPEN = frozenset({"list", "content", "yes_no", "manner", "status", "name"})
"""Kinds of thing that leave open what is told; any other asks for one thing, which a passage has."""
SHORT, SHORT_ENGLISH = 10, 3
"""Characters of a bare keyword at most, words of an English one."""
FEW = 3
"""Words of a keyword at most: one that names more is about one thing."""
BROAD = 0.95
"""How sure it has to be that a message asks what there is on a subject: it was learned from as many that do
as do not, of which people write one in twenty.
"""
SPREAD = 2
"""Programmes that a subject has at least where an overview tells more than its best passage."""
LEAST_SPREAD = 2
"""Departments that a survey finds at least, or else it looks for the subject with fewer words."""
SURVEYS = 0.3
"""How sure it has to be that every place of something is asked for."""
_MEASURE = re.compile(r"[率數額量]$")
"""How a keyword ends that names one measure and no subject (接管率)."""
_HOTLINE = re.compile(r"1999\D{0,6}熱線|熱線\D{0,4}1999")


class GatheringAnswerer:
    """Answers surveys and overviews over one report; safe to share between threads."""

    def __init__(self, index: Index, matcher: WordMatcher) -> None:
        names = (department.name for department in index.source.report.departments)
        self._cues = load_cues(
            vocabulary_folder() / "gathering.toml", (form for name in names for form in short_forms(name))
        )
        self.reader = SubjectReader(matcher, index.vocabulary, self._cues)
        self.gatherer = Gatherer(Ground(index))
        self._renderer = Renderer(index.english_names)
        self._hotline = _find_hotline(index)

    def read(self, question: Understood, of: str = SUBJECT) -> Subject:
        """The subject that a question is about, or that a survey looks for."""
        return self.reader.read(question, "" if self.is_keyword(question) else of)

    def gather(self, question: Understood) -> Places:
        """Every place of the subject that a question names, whatever it asks of it."""
        return self.gatherer.gather(self.read(question), question.department, mentions=True)

    def answer(self, question: Understood, surveys: float, find_lead: Callable[[], Answer]) -> Answer | None:
        """A survey, an overview or that there is nothing on a keyword; None where one thing is asked.

        surveys: how sure it is that every place of something is asked for, 0 to 1.  An overview for more than
        a keyword opens with the answer of `find_lead`, what the passages have for the question as it stands.
        """
        asked = self.route(question, surveys)
        if asked is None:
            return None
        subject = self.read(question, SURVEY_SUBJECT if asked == Route.SURVEY else SUBJECT)
        if not subject.alternatives:
            return None
        reviews = self._cues.reviews.search(question.text.lower())

        def gather(subject: Subject) -> Places:
            sections = frozenset({Section.SHORTFALLS}) if reviews else frozenset()
            every = asked == Route.SURVEY
            return self.gatherer.gather(subject, question.department, sections, mentions=every)

        places = gather(subject)
        if asked == Route.SURVEY:
            if len(places.departments) < LEAST_SPREAD and subject.widened:
                places = max(places, gather(subject.widened), key=lambda found: len(found.departments))
            return self._renderer.survey(places, question.english) if len(places) else None
        keyword = self.is_keyword(question)
        if not len(places) and keyword:
            return self._renderer.nothing(places, self._hotline, question.english)
        if places.programmes < SPREAD:
            return None
        return self._renderer.overview(places, question.english, None if keyword else find_lead())

    def route(self, question: Understood, surveys: float) -> Route | None:
        """What of a subject is asked for: every place, what there is, or (None) one thing about it."""
        if question.subject:
            return None
        keyword = self.is_keyword(question)
        if surveys > SURVEYS and not keyword:
            return Route.SURVEY
        if any(demand.kind not in _OPEN for demand in question.demands):
            return None
        if keyword:
            words = [word for word in question.words if word.text not in self._cues.hollow]
            return Route.OVERVIEW if len(words) <= FEW and not question.given else None
        wish = "，".join(load_wishes().read(question.text)) or question.text  # not what is told beside it
        named = [word.text for word in self.read(question).words]
        return Route.OVERVIEW if find_breadth(wish.lower(), named) > BROAD else None

    @staticmethod
    def is_keyword(question: Understood) -> bool:
        """Is a question no more than a subject's name?"""
        text = question.text.strip(" ?？。!！")
        length, most = (len(text.split()), SHORT_ENGLISH) if question.english else (len(text), SHORT)
        return length <= most and not question.demands and not _MEASURE.search(text)


def _find_hotline(index: Index) -> Citation | None:
    """Where the report names the citizens' hotline, None where it does not."""
    for passage in index.source.passages:
        if match := _HOTLINE.search(passage.text):
            return make_citation(1, passage, *match.span())
    return None
