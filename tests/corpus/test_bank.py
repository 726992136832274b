"""Anticipated questions and known gaps: tied by their anchors, figures aside, and honest when absent."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from corpus.bank import load_bank, load_gaps, plain_letters, read_questions
from corpus.bundled import report_folder
from corpus.cutting.passages import cut_passages
from corpus.errors import ReportError
from corpus.reading.parse import parse_report
from tests.qa import small_report

GOLD = report_folder().parents[2] / "tests" / "gold"
CLOSE = 0.6
"""Overlap of character pairs from which two questions count as close."""


@pytest.fixture(scope="module")
def report():
    return parse_report(small_report.TEXT)


@pytest.fixture(scope="module")
def passages(report):
    return cut_passages(report)


def write(folder, records, department="民政處"):
    folder.mkdir(exist_ok=True)
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    (folder / f"{department}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def record(anchor, question="？", line=None):
    return {"line": line or small_report.line_of(anchor), "anchor": anchor, "q": question}


def text_of(passages, tied):
    passage = next(passage for passage in passages if passage.id == tied.passage_id)
    return passage.sentence_text(passage.sentences[tied.sentence_index])


def test_a_question_is_tied_to_the_sentence_of_its_anchor(tmp_path, report, passages):
    folder = write(tmp_path / "bank", [record("計有 38 對新人參加", "幾對新人？")])
    (tied,) = load_bank(folder, report, passages)
    assert (tied.question, tied.anchor) == ("幾對新人？", "計有 38 對新人參加")
    assert "市民聯合婚禮" in text_of(passages, tied)


@pytest.mark.parametrize("written", ["計有38對新人參加", "計有　38 對<p>新人參加", "計有 99 對新人參加"])
def test_blanks_tags_and_figures_do_not_part_an_anchor_from_its_item(tmp_path, report, passages, written):
    line = small_report.line_of("計有 38 對新人參加")
    folder = write(tmp_path / "bank", [record(written, line=line)])
    (tied,) = load_bank(folder, report, passages)
    assert "38 對新人" in text_of(passages, tied)


def test_of_two_places_with_the_same_words_the_nearer_line_counts(tmp_path, report, passages):
    anchor = "單位公務人員完成年度學習時數"
    line = small_report.line_of("本處公務人員為 29 人")
    folder = write(tmp_path / "bank", [record(anchor, line=line)])
    (tied,) = load_bank(folder, report, passages)
    assert "80%｜96%" in text_of(passages, tied)


def test_the_item_of_another_department_is_not_taken(tmp_path, report, passages, caplog):
    folder = write(tmp_path / "bank", [record("汰換水箱消防車 3 輛")], "民政處")
    assert load_bank(folder, report, passages) == []
    assert "民政處 1" in caplog.text


def test_questions_whose_item_is_gone_are_left_out_with_one_warning(tmp_path, report, passages, caplog):
    records = [
        record("不存在的事項若干", line=9),
        record("計有 38 對新人參加"),
        record("別的不存在事項", line=9),
    ]
    assert len(load_bank(write(tmp_path / "bank", records), report, passages)) == 1
    assert len(caplog.records) == 1
    assert "2 anticipated questions" in caplog.text


def test_an_anchor_over_the_end_of_a_sentence_belongs_to_where_most_of_it_stands(tmp_path, report, passages):
    line = small_report.line_of("委員要求確認擋土牆安全性")
    folder = write(tmp_path / "bank", [record("延宕。因應策略：已委託結構技師公會", line=line)])
    (tied,) = load_bank(folder, report, passages)
    assert "結構技師公會" in text_of(passages, tied)


def test_a_gap_may_have_no_place_and_a_file_of_no_department_finds_it_anywhere(tmp_path, report, passages):
    nowhere = {"q": "市長幾歲？", "missing": "年齡", "why": "person"}
    near = record("汰換水箱消防車 3 輛", "車是哪家公司賣的？") | {"missing": "廠商", "why": "detail"}
    gaps = load_gaps(write(tmp_path / "gaps", [nowhere, near], "全府"), report, passages)
    assert [gap.missing for gap in gaps] == ["年齡", "廠商"]
    assert gaps[0].passage_id is None
    assert "水箱消防車" in text_of(passages, gaps[1])


@pytest.mark.parametrize(
    "line", ["不是 JSON", '{"anchor": "計有 38 對"}', '{"q": "問", "anchor": "計有"}', "[1]"]
)
def test_a_broken_line_is_named(tmp_path, report, passages, line):
    folder = write(tmp_path / "bank", [record("計有 38 對新人參加")])
    path = folder / "民政處.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + line, encoding="utf-8")
    with pytest.raises(ReportError, match=r"民政處\.jsonl 第 2 行"):
        load_bank(folder, report, passages)


def test_no_folder_means_no_questions(tmp_path, report, passages):
    assert load_bank(tmp_path / "none", report, passages) == []


@pytest.fixture(scope="module")
def shipped(bundled, bundled_passages):
    return load_bank(report_folder() / "bank", bundled, bundled_passages)


def test_every_shipped_question_finds_its_item(bundled, bundled_passages, shipped, caplog):
    gaps = load_gaps(report_folder() / "gaps", bundled, bundled_passages)
    assert len(shipped) == sum(len(records) for _, records in read_questions(report_folder() / "bank"))
    assert len(gaps) == sum(len(records) for _, records in read_questions(report_folder() / "gaps"))
    assert caplog.records == []


def test_nearly_all_shipped_questions_are_tied_to_their_own_line(bundled_passages, shipped):
    by_id = {passage.id: passage for passage in bundled_passages}
    off = 0
    for question in shipped:
        first, last = by_id[question.passage_id].lines
        off += not first <= question.line <= last
    assert off / len(shipped) < 0.01


def test_shipped_questions_find_their_item_when_every_figure_is_another(bundled, bundled_passages, shipped):
    def change(text):
        return re.sub(r"\d", lambda match: str(9 - int(match.group())), text)

    changed = [replace(passage, text=change(passage.text)) for passage in bundled_passages]
    other = load_bank(report_folder() / "bank", bundled, changed)
    places = {(question.question, question.line): question.passage_id for question in shipped}
    same = sum(places[question.question, question.line] == question.passage_id for question in other)
    assert same / len(shipped) > 0.98


@pytest.mark.slow
def test_no_shipped_question_is_close_to_a_development_question():
    asked = []
    for line in (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        asked += [(gold["id"], pairs(text)) for text in (*gold.get("history", []), gold["question"])]
    by_pair: dict[str, set[int]] = {}
    for number, (_, own) in enumerate(asked):
        for pair in own:
            by_pair.setdefault(pair, set()).add(number)
    close = []
    for _, records in read_questions(report_folder() / "bank"):
        for one in records:
            own = pairs(one["q"])
            for number in set().union(*(by_pair.get(pair, set()) for pair in own)):
                identifier, other = asked[number]
                if len(own & other) >= CLOSE * len(own | other):
                    close.append((identifier, one["q"]))
    assert close == []


def pairs(text):
    letters = plain_letters(text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}
