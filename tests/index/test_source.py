"""A report brings its own anticipated questions, or borrows those of the bundled one."""

from __future__ import annotations

import shutil

from index.source import Source


def test_questions_beside_a_report_are_its_own(small_folder, small_source):
    source = Source.read(small_folder / "report.txt")
    assert [q.question for q in source.bank] == [q.question for q in small_source.bank]
    assert [q.question for q in source.gaps] == [q.question for q in small_source.gaps]


def test_without_any_those_of_the_bundled_report_serve_where_their_items_are(small_folder, tmp_path):
    shutil.copy(small_folder / "report.txt", tmp_path)
    source = Source.read(tmp_path / "report.txt")
    passages = {passage.id for passage in source.passages}
    assert all(question.passage_id in passages for question in source.bank)
    assert 0 < len(source.bank) < 1000  # of some 23,000
