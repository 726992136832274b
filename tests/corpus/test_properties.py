"""Whatever a page break cuts, no character is lost and none leaves its place."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.audit import UNPLACED, audit_report
from corpus.cutting.passages import cut_passages
from corpus.figures import find_figures
from corpus.reading.markup import squeeze
from corpus.reading.parse import parse_report
from tests.corpus.reports import KPI_HEADER, PROGRAMME_HEADER, SHORTFALL_HEADER, SUMMARY, ReportText

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.text(alphabet="海港清潔沙灘巡查輔導漁民環境設施改善推動辦理", min_size=6, max_size=24)
NAMES = st.text(alphabet="海港清潔沙灘巡查輔導漁民環境設施", min_size=6, max_size=14)
SENTENCES = st.lists(WORDS, min_size=1, max_size=6)


def numbered(sentences: list[str]) -> str:
    return " ".join(f"{number}. {words}。" for number, words in enumerate(sentences, 1))


def place_in(text: str, share: float) -> int:
    return min(int(share * len(text)), len(text))


@QUICK
@given(SENTENCES, st.floats(0, 1), st.booleans())
def test_programme_text_cut_anywhere_is_whole_again(sentences, share, shifted):
    text = numbered(sentences)
    place = place_in(text, share)
    first, rest = text[:place], text[place:]
    chapter = ReportText().programmes(f"港務部門\t一、港務\t(一)清潔工作\t{first}\t100%")
    chapter.next_page(
        f"\t\t\t{rest}\t" if not shifted else f"\t\t{rest}\t", "\t\t(二)巡查工作\t1. 另行巡查。\t100%"
    )
    one, two = chapter.department().programmes
    assert squeeze("".join(part.text for part in one.paragraphs)) == squeeze(text)
    assert [part.text for part in two.paragraphs] == ["1. 另行巡查。"]


@QUICK
@given(SENTENCES, SENTENCES, st.floats(0, 0.95))
def test_spilled_text_goes_back_to_its_programme(above, below, share):
    text = numbered(["開頭", *above])
    place = max(place_in(text, share), 5)
    chapter = ReportText().programmes(f"港務部門\t一、港務\t(一)清潔工作\t{text[:place]}\t100%")
    chapter.next_page(f"\t\t(二)巡查工作\t{text[place:]} {numbered(below)}\t100%")
    one, two = chapter.department().programmes
    assert squeeze("".join(part.text for part in one.paragraphs)) == squeeze(text)
    assert squeeze("".join(part.text for part in two.paragraphs)) == squeeze(numbered(below))


@QUICK
@given(NAMES, WORDS, st.floats(0.2, 0.8), st.floats(0, 1))
def test_indicator_cut_in_name_and_text_is_whole_again(name, words, name_share, share):
    text = words + "。"
    cut, place = place_in(name, name_share), place_in(text, share)
    chapter = ReportText().indicators(f"一 淨化海岸\t1 {name[:cut]}\t3 場\t4 場\t100%\t{text[:place]}")
    chapter.page().rows(f"\t{name[cut:]}\t\t\t\t{text[place:]}", "\t2 其他\t1 次\t1 次\t100%\t完成。")
    one, two = chapter.department().indicators
    assert (one.name, squeeze(one.explanation)) == (name, squeeze(text))
    assert (two.name, two.explanation) == ("其他", "完成。")


ROWS = st.lists(st.tuples(st.integers(0, 2), NAMES, SENTENCES, st.booleans()), min_size=1, max_size=5)


@QUICK
@given(st.lists(ROWS, min_size=1, max_size=3))
def test_no_character_is_lost_and_no_passage_crosses_a_department(chapters):
    texts = []
    for number, rows in enumerate(chapters):
        chapter = ReportText(f"第{number + 1}處").section("壹、前言").rows("前言的文字一段。")
        chapter.section("一、關鍵績效指標達成一覽表").rows(SUMMARY + "1\t1\t1\t100%\t0\t0%\t0\t0%")
        chapter.indicators(f"一 淨化海岸\t1 清理\t3 場\t4 場\t100%\t{numbered(rows[0][2])}")
        chapter.programmes("港務部門\t一、港務\t(一)最初的工作\t1. 最初。\t100%")
        for place, (shift, name, sentences, page) in enumerate(rows, 2):
            if page:
                chapter.next_page()
            label = "(" + "二三四五六七"[place - 2] + ")"
            chapter.rows("\t" * shift + f"{label}{name}\t{numbered(sentences)}\t100%")
        texts.append(chapter.text)
    report = parse_report("\n".join(texts))
    passages = cut_passages(report)
    audit = audit_report(report, passages)
    assert audit.twice == 0
    assert audit.share == 1.0
    assert not [one for one in audit.left_out if one.why == UNPLACED]
    for passage in passages:
        (department,) = [one for one in report.departments if one.name == passage.department]
        assert department.lines[0] < passage.lines[0] <= passage.lines[1] <= department.lines[1]


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "壹、前言",
            "一、關鍵績效指標達成一覽表",
            "二、關鍵績效指標執行情形",
            KPI_HEADER,
            "三、共同性指標執行情形",
            "四、未達成目標項目檢討",
            SHORTFALL_HEADER,
            "五、績效總評",
            "參、重要施政成果",
            *PROGRAMME_HEADER.split("\n"),
        ]
    ),
    st.text(alphabet="一二十(一)1.2、。：100%\t\t\t <p></p>海港清潔", max_size=40),
)


@QUICK
@given(st.lists(LINES, max_size=25))
def test_any_lines_under_a_title_are_read_and_accounted_for(lines):
    text = "東港市政府海洋處 120 年度施政績效成果報告\n" + "\n".join(lines)
    report = parse_report(text)
    audit = audit_report(report, cut_passages(report))
    partly = sum(one.characters for one in audit.partly)
    unplaced = sum(report.characters[one.line - 1] for one in audit.left_out if one.why == UNPLACED)
    total = audit.passage_characters - audit.twice + audit.left_out_characters + partly + unplaced
    assert total == audit.source_characters
    assert audit.twice == 0


@QUICK
@given(st.text(alphabet="0123456789,. 萬億千元人次%第年月日-/（）()二三十", max_size=40))
def test_figures_are_found_where_they_say(text):
    end = 0
    for figure in find_figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= end
        end = figure.end
