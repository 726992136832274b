"""What the checks alone stop, over sentences made from a report by rule."""

from __future__ import annotations

import pytest

from qa.lab.corruptions import TRUE, make_cases
from qa.llm.checking import Frame, find_faults
from qa.llm.sources import Claim, Sources, read_claims


@pytest.fixture(scope="module")
def passages():
    from corpus.cutting.passages import cut_passages
    from corpus.reading.parse import parse_report
    from tests.qa.small_report import TEXT

    return cut_passages(parse_report(TEXT))


def faults_of(case):
    sources = Sources([case.line.passage])
    pointer = next(p for p, line in sources.lines(1) if line.start == case.line.start)
    return find_faults(Claim(case.text, (pointer,)), sources, Frame("", 115, False, lambda *_: 0.0))


def test_hardly_a_false_sentence_passes_and_true_ones_stay(passages):
    cases = make_cases(passages, 150)
    passed = [case for case in cases if case.kind != TRUE and not faults_of(case)]
    lost = [case for case in cases if case.kind == TRUE and faults_of(case)]
    false = sum(case.kind != TRUE for case in cases)
    assert false >= 100
    assert len(passed) <= 0.1 * false, passed[0]
    assert len(lost) <= 0.05 * (len(cases) - false), lost[0]


def test_rows_come_with_their_fields_named(passages):
    row = next(p for p in passages if p.indicator and p.indicator.target == "310 件")
    (_, line), *_ = Sources([row]).lines(1)
    assert "原定目標：310 件；實際達成：742 件" in line.text
    assert line.quote in row.text


@pytest.mark.parametrize(
    ("reply", "claims"),
    [
        ("甲 [1.2]。乙 [1.2][2.1]。", [("甲", ((1, 2),)), ("乙", ((1, 2), (2, 1)))]),
        ("- 甲 [1.2, 3.1]\n2. 乙", [("甲", ((1, 2), (3, 1))), ("乙", ())]),
        ("甲。乙 [1.2]", [("甲。乙", ((1, 2),))]),
        ("", []),
    ],
)
def test_claims_are_read_with_their_pointers(reply, claims):
    assert [(claim.text, claim.pointers) for claim in read_claims(reply)] == claims
