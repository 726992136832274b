"""The pipeline of tutorials: how text is cut, and what counts as found."""

from __future__ import annotations

import pytest

from index.store import build_index
from qa.lab.baseline import LENGTH, OVERLAP, compare_tutorial, cut_chunks
from tests.qa.fakes import FakeEmbedder


def test_chunks_overlap_and_know_their_lines():
    text = "".join(chr(0x4E00 + number) + ("\n" if number % 100 == 99 else "") for number in range(1200))
    chunks = cut_chunks(text)
    assert chunks[0][0][-OVERLAP:] == chunks[1][0][:OVERLAP]
    assert chunks[0][0] + "".join(chunk[OVERLAP:] for chunk, _ in chunks[1:]) == text
    assert max(len(chunk) for chunk, _ in chunks) == LENGTH
    assert chunks[0][1] == (1, 5)
    assert chunks[1][1] == (5, 10)
    assert chunks[-1][1][1] == 12


@pytest.mark.parametrize("text", ["甲", "甲\n乙", "甲" * LENGTH])
def test_a_short_text_is_one_chunk(text):
    assert [chunk for chunk, _ in cut_chunks(text)] == [text]


def test_both_ways_are_measured_on_the_same_questions(small_source, small_folder, tmp_path):
    embedder = FakeEmbedder()
    index = build_index(small_source, tmp_path, embedder)
    lines = {(p.id, n): s.lines for p in small_source.passages for n, s in enumerate(p.sentences)}
    gold = [
        {"question": q.question, "lines": [lines[q.passage_id, q.sentence_index][0]]}
        for q in small_source.bank
    ]
    gold += [{"question": "沒有答案", "lines": []}, {"question": "那呢", "lines": [1], "history": ["前一題"]}]
    text = (small_folder / "report.txt").read_text(encoding="utf-8")
    result = compare_tutorial(text, embedder, index, gold)
    assert result["questions"] == len(small_source.bank)
    assert result["chunks"] == len(cut_chunks(text))
    assert result["index_hit_rate"] == 1.0
    assert 0 < result["hit_rate"] <= 1.0
    assert 0 < result["retrieval_p50_seconds"] <= result["retrieval_p95_seconds"]


def test_without_questions_only_building_is_measured(small_source, small_folder, tmp_path):
    embedder = FakeEmbedder()
    index = build_index(small_source, tmp_path, embedder)
    assert set(compare_tutorial("甲", embedder, index, [])) == {"chunks", "build_seconds"}
