"""Meanings of questions drawn for people to word: of each family, readable, the same for the same seed."""

from __future__ import annotations

import json
from itertools import islice, pairwise

import pytest

from qa.lab.frames import claimed
from qa.lab.frames.__main__ import DRAWS, sample
from qa.lab.frames.chances import Chances
from qa.lab.frames.describing import STATES, describe, describe_span
from qa.lab.frames.following import change
from qa.lab.frames.joined import join
from qa.tables import TableAnswerer
from qa.tables.confirming import confirm
from qa.tables.evaluate import run
from qa.tables.frame import STATUS, Frame, from_json, is_claim, to_json, to_query
from qa.tables.frame import Test as Compared
from qa.tables.query import Entity, Level, Range, exactly

COUNT, CHAINS = 40, 8


@pytest.fixture(scope="module")
def tables(bundled, bundled_passages):
    return TableAnswerer(bundled, bundled_passages)


def chances(tables, seed: int = 5) -> Chances:
    return Chances(tables.reader, tables.rows, seed)


@pytest.fixture(scope="module", params=sorted(DRAWS))
def drawn(request, tables):
    return list(sample(chances(tables), request.param, COUNT, CHAINS))


def test_frames_are_as_many_as_asked_for_and_none_is_drawn_twice(drawn):
    first = [frame for name, frame in drawn if "." not in name]
    assert len(first) == len(set(first)) == COUNT + CHAINS
    assert len(drawn) > COUNT + CHAINS


def test_frames_tell_something_of_the_report(drawn, tables):
    teller = chances(tables)
    assert all(is_claim(frame) or teller.tells(frame) for _, frame in drawn)


def test_frames_are_written_and_described(drawn):
    for _, frame in drawn:
        assert from_json(json.loads(json.dumps(to_json(frame)))) == frame
        assert describe(frame).startswith("對象：")


def test_each_frame_of_a_chain_differs_from_the_one_before(drawn):
    for (_, before), (name, frame) in pairwise(drawn):
        assert "." not in name or frame != before


def test_the_same_seed_draws_the_same(tables):
    first, again, other = (list(sample(chances(tables, seed), "plain", 9, 2)) for seed in (5, 5, 6))
    assert first == again != other


def test_every_family_of_plain_frames_is_drawn(tables):
    frames = [frame for _, frame in sample(chances(tables), "plain", 250, 0)]
    entities = {frame.entity for frame in frames}
    assert entities == set(Entity)
    assert {frame.level for frame in frames} >= {Level.ROWS, Level.DEPARTMENTS, Level.UNITS}
    assert any(frame.excluded for frame in frames)
    assert {"sum", "mean", "difference", "list", "many"} <= {ask for frame in frames for ask in frame.asks}


def test_claims_are_right_and_wrong_about_equally_often(tables):
    own = chances(tables)
    frames = [own.draw(claimed.FAMILIES) for _ in range(200)]
    assert all(is_claim(frame) and not frame.asks for frame in frames)
    queries = [tables.reader.complete(to_query(frame)) for frame in frames]
    departments = len({row.department for row in tables.rows})
    right = sum(confirm(query, run(query, tables.rows), departments) for query in queries)
    assert 60 < right < 140


@pytest.mark.parametrize("go_on", [change, join])
def test_a_follow_up_keeps_most_of_a_frame(tables, go_on):
    before = Frame(status="missed", places=(tables.rows[0].department,), asks=frozenset({"list"}))
    own = chances(tables)
    changed = {go_on(own, before) for _ in range(60)} - {before}
    assert len(changed) > 5
    assert all(frame.entity is before.entity for frame in changed)
    assert any(frame.status == "missed" and frame.places == before.places for frame in changed)


def test_both_ends_ask_how_far_they_are_apart_and_have_no_ranks(tables):
    own = chances(tables)
    drawn = (own.ordered(Frame(), "ratio", top=1, both=1) for _ in range(60))
    for frame in drawn:
        if frame.order == "both":
            assert (frame.asks, frame.ranks) == ({"difference"}, None)
        else:
            assert frame.asks == {"list"}


def test_departments_are_drawn_as_often_as_said(tables):
    own = chances(tables)
    sizes = [len(own.places(0.5, (1, 3))) for _ in range(200)]
    assert set(sizes) == {0, 1, 3}
    assert 60 < sizes.count(0) < 140


def test_words_that_are_drawn_stand_in_several_rows(tables):
    own = chances(tables)
    for entity, words in own.words.items():
        text = "reason" if entity is Entity.REVIEW else "name"
        for word in islice(words, 20):
            assert sum(word in row.texts[text].lower() for row in own.rows_of(entity)) >= 1
        assert len(words) > 10


def test_every_status_has_words():
    assert STATES.keys() == STATUS.keys()


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (exactly(3), "等於 3"),
        (Range(high=80, high_in=False), "＜ 80"),
        (Range(60, 80, True, False), "≥ 60 且 ＜ 80"),
        (Range(low=0.5, low_in=False), "＞ 0.5"),
    ],
)
def test_an_interval_in_signs(span, text):
    assert describe_span(span) == text


def test_what_is_held_for_true_is_described():
    frame = Frame(
        status="missed", claims=(Compared("n", exactly(3)),), holds="none", said=("甲處",), excluded=("乙局",)
    )
    text = describe(frame)
    assert "乙局 除外" in text
    assert text.endswith("主張：一項這樣的都沒有；主張：的數量 等於 3；主張：那就是甲處")


def test_what_asks_after_a_claim_claims_no_more(tables):
    drawer = chances(tables)
    claim = Frame(
        status="missed",
        holds="none",
        places=("民政處",),
        claims=(Compared("n", exactly(5)),),
        said=("民政處",),
    )
    changed = [change(drawer, claim) for _ in range(60)]
    asking = [frame for frame in changed if frame.asks]
    assert asking and not any(is_claim(frame) for frame in asking)
