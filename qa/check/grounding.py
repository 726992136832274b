"""The last stage of every answer: each number stands in a cited passage, each mark has its citation.

A number stands with its scale, unit and sign in a passage that its own clause cites, in its place or
page, or in the question.  A sentence without a mark is held against all citations.

Answers of route `table` are computed; of them only marks, quotations and citations are checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from qa.answer import Answer, Citation, Route, Status
from qa.check.numerals import LIST_MARK, Numeral, flatten, join_digits, read_numerals
from qa.check.statements import Statement, read_marks, split_statements


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer and where."""

    kind: str  # number | mark | quote | figure
    what: str  # the number, the mark or the stretch
    where: str  # the sentence it stands in

    def __str__(self) -> str:
        return f"{self.kind}: {self.what} in “{self.where}”"


class Ground:
    """The numbers that a stretch of text gives leave to show.

    `text` is what is cited; `place` its path and `page` its page, whose number may only be shown as one.
    """

    def __init__(self, text: str, place: str = "", page: int | None = None) -> None:
        printed = f"{text}\n{place}"
        self._compact = "".join(flatten(printed).split())
        self._units: dict[str, set[str]] = {}
        self._values: dict[Decimal, set[str]] = {}
        self._negative: set[str] = set()
        for numeral in _read(printed):
            self._units.setdefault(numeral.key, set()).add(numeral.unit)
            self._values.setdefault(numeral.value, set()).add(numeral.unit)
            if numeral.negative:
                self._negative.add(numeral.key)
        if page is not None:
            self._units.setdefault(str(page), set()).add("頁")

    @classmethod
    def of(cls, citation: Citation) -> Ground:
        return cls(citation.passage, " ".join(citation.path), citation.page)

    def has(self, numeral: Numeral) -> bool:
        """Does the number stand here as it is shown: digits, scale, unit, sign?

        A number printed without a unit may be shown with one, as the cells of a table leave it to
        their heading; a number that counts the items of a list may not.
        """
        if numeral.negative and numeral.key not in self._negative:
            return False
        if numeral.digits:
            return _agree(numeral.unit, self._units.get(numeral.key, set()))
        if "".join(numeral.text.split()) in self._compact:
            return True
        return _agree(numeral.unit, self._values.get(numeral.value, set()))


def _agree(unit: str, printed: Iterable[str]) -> bool:
    if unit in ("", LIST_MARK):
        return bool(printed)
    return unit in printed or "" in printed


def find_loose_numbers(clause: str, grounds: Sequence[Ground]) -> list[str]:
    """The numbers of a clause that stand in none of the grounds."""
    return [one.text for one in _read(clause) if not any(ground.has(one) for ground in grounds)]


def _read(text: str) -> list[Numeral]:
    """The numbers of a text as they stand, and again with digits moved together that a blank parts."""
    flat = flatten(text)
    return [one for reading in dict.fromkeys((flat, join_digits(flat))) for one in read_numerals(reading)]


def check_answer(answer: Answer, question: str = "", history: Sequence[str] = ()) -> list[Problem]:
    """What in an answer does not rest on what it cites; [] when all does.

    Numbers that the question or the earlier questions hold may be repeated.
    """
    cited = {citation.n: citation for citation in answer.citations}
    asked = " ".join([*history, question])
    problems = [
        Problem("quote", citation.quote, citation.passage[:40])
        for citation in answer.citations
        if citation.quote not in citation.passage
    ]
    checked = answer.route != Route.TABLE
    grounds = {n: Ground.of(citation) for n, citation in cited.items()} if checked else {}
    problems += [
        Problem("figure", figure.text, f"[{figure.n}]")
        for figure in answer.figures
        if figure.n not in cited
        or (checked and not _stands_in(figure.text, cited[figure.n], grounds[figure.n]))
    ]
    question_ground = Ground(asked)
    for statement in split_statements(_printed(answer)):
        problems += [
            Problem("mark", f"[{mark}]", statement.text) for mark in statement.marks if mark not in cited
        ]
        if checked:
            problems += _check_numbers(statement, grounds, question_ground)
    return problems


def _printed(answer: Answer) -> str:
    """The lines that rest on citations: a survey and an overview count their own places in the others."""
    if answer.route not in (Route.SURVEY, Route.OVERVIEW):
        return answer.answer
    return "\n".join(line for line in answer.answer.splitlines() if read_marks(line))


def mend_answer(answer: Answer, question: str = "", history: Sequence[str] = ()) -> Answer:
    """The answer without what does not rest on its citations.

    Statements with a problem are left out; where nothing is left that stands, a bare quotation takes
    their place, and without one the answer is that the report does not say.
    """
    problems = check_answer(answer, question, history)
    if not problems:
        return answer
    citations = tuple(
        citation if citation.quote in citation.passage else replace(citation, quote=citation.passage)
        for citation in answer.citations
    )
    wrong = {problem.where for problem in problems}
    kept = [statement for statement in split_statements(answer.answer) if statement.text not in wrong]
    bad_figures = {(problem.what, problem.where) for problem in problems if problem.kind == "figure"}
    mended = answer.with_(
        answer="".join(statement.text for statement in kept).strip(),
        citations=citations,
        figures=tuple(f for f in answer.figures if (f.text, f"[{f.n}]") not in bad_figures),
    )
    if any(statement.marks for statement in kept) and not check_answer(mended, question, history):
        return mended
    if citations:
        first = citations[0]
        return mended.with_(answer=f"「{first.quote.strip()}」[{first.n}]", citations=(first,), figures=())
    return mended.with_(status=Status.NOT_FOUND, answer="這份報告沒有寫到這件事。", figures=())


def _stands_in(text: str, citation: Citation, ground: Ground) -> bool:
    return text in citation.passage or not find_loose_numbers(text, [ground])


def _check_numbers(statement: Statement, grounds: dict[int, Ground], question: Ground) -> list[Problem]:
    problems = []
    for clause in statement.clauses:
        leaned_on = [grounds[mark] for mark in clause.marks if mark in grounds] or list(grounds.values())
        problems += [
            Problem("number", number, statement.text)
            for number in find_loose_numbers(clause.text, [*leaned_on, question])
        ]
    return problems
