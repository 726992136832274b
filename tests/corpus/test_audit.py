"""The audit: counts against what is declared, characters, what is left out and why."""

from __future__ import annotations

from dataclasses import replace

from corpus.audit import audit_report, render_audit
from corpus.contradictions import Contradiction
from tests.corpus.reports import PROGRAMME_HEADER, SUMMARY, ReportText

FAKE = Contradiction("海洋處「件數」：一處寫 3 件，一處寫 4 件", "twin", ("3 件", "4 件"), (5, 9), ())


def chapter(values: str = "1\t2\t1\t50%\t1\t50%\t0\t0%") -> ReportText:
    text = ReportText().section("一、關鍵績效指標達成一覽表").rows(SUMMARY + values)
    text.indicators("一 淨化\t1 清理\t3 場\t4 場\t100%\t完成。", "\t2 巡查\t5 次\t4 次\t80%\t部分完成。")
    return text.programmes("港務部門\t一、港務\t(一)清潔\t1. 清理港區三次。\t100%", "--\t--\t--\t--\t--")


def audit_of(text: ReportText, contradictions=()):
    report = text.report()
    return audit_report(report, text.passages(), contradictions)


def test_counts_agree_with_what_is_declared():
    (department,) = audit_of(chapter()).departments
    assert (department.goals, department.indicators, department.full, department.partial) == (1, 2, 1, 1)
    assert department.declared == {"goals": 1, "indicators": 2, "full": 1, "partial": 1, "below80": 0}
    assert department.agrees is True
    assert department.programmes == 1


def test_wrong_declaration_and_none_at_all():
    assert audit_of(chapter("1\t3\t2\t67%\t1\t33%\t0\t0%")).departments[0].agrees is False
    bare = ReportText().indicators("一 淨化\t1 清理\t3 場\t4 場\t100%\t完成。")
    assert audit_of(bare).departments[0].agrees is None


def test_every_character_is_in_one_passage_or_on_a_line_left_out_with_a_reason():
    audit = audit_of(chapter())
    assert audit.share == 1.0
    assert audit.twice == 0
    assert audit.source_characters == audit.passage_characters + audit.left_out_characters
    assert {one.why for one in audit.left_out} == {"標題", "表頭", "分隔線"}


def test_lost_text_shows():
    text = chapter()
    passages = [one for one in text.passages() if "清理港區" not in one.text]
    audit = audit_report(text.report(), passages)
    assert audit.share < 1
    assert [one.why for one in audit.left_out if one.line == text.line_of("清理港區")] == ["未歸入任何段落"]


def test_text_in_two_passages_shows():
    text = chapter()
    passages = text.passages()
    twin = replace(passages[-1], id="twin")
    assert audit_report(text.report(), [*passages, twin]).twice > 0


def test_plain_data_has_the_keys_of_the_command():
    data = audit_of(chapter(), (FAKE,)).to_dict()
    assert set(data["departments"][0]) == {
        "name",
        "goals",
        "indicators",
        "full",
        "partial",
        "below80",
        "common",
        "shortfalls",
        "programmes",
        "passages",
        "declared",
        "agrees",
    }
    assert {"source_characters", "passage_characters", "left_out"} <= set(data["text"])
    (one,) = data["contradictions"]
    assert {"what": FAKE.what, "values": ["3 件", "4 件"], "lines": [5, 9]}.items() <= one.items()


def test_text_for_the_terminal():
    text = render_audit(audit_of(chapter(), (FAKE,)))
    assert "海洋處" in text and "1／2／1／1／0" in text and "100.00%" in text
    assert "3 件；4 件（第 5 行、第 9 行）" in text


def test_many_lines_are_named_in_short():
    text = chapter()
    for number in range(40):
        text.next_page(
            f"\t\t(二)巡查{number}\t1. 巡查港區及周邊道路共計 {number} 次。\t100%", header=PROGRAMME_HEADER
        )
    assert "全部行號見 audit --json" in render_audit(audit_of(text))
