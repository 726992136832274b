"""Text, numbers and markup that slipped into a cell where they do not belong."""

from __future__ import annotations

import pytest

from tests.corpus.reports import PROGRAMME_HEADER, SHORTFALL_HEADER, ReportText

LIST = "<p>1. 宣導七場。</p> <p>2. 檢查九家。</p>"


def texts(*rows: str) -> dict[str, list[str]]:
    department = ReportText().programmes(*rows).department()
    return {one.subitem: [part.text for part in one.paragraphs] for one in department.programmes}


def test_name_without_a_text_gets_the_paragraph_outside_the_list_above_it():
    chapter = ReportText().programmes(
        f"勞動部門\t一、條件\t(一)法令宣導\t{LIST} <p>辦理說明會一場。</p>\t100%", "\t\t(二)按月提撥\t\t"
    )
    chapter.rows("\t二、就業\t(一)就業服務\t1. 服務三人。\t100%")
    first, second, third = chapter.department().programmes
    assert [part.text for part in first.paragraphs] == ["1. 宣導七場。", "2. 檢查九家。"]
    assert [part.text for part in second.paragraphs] == ["辦理說明會一場。"]
    assert second.lines == (chapter.line_of("說明會"), chapter.line_of("按月提撥"))
    assert second.repairs[-1].rule == "text-above-name"
    assert [part.text for part in third.paragraphs] == ["1. 服務三人。"]


@pytest.mark.parametrize(
    "above",
    [
        f"{LIST} <p>備註：含兩處會所。</p>",
        "<p>1. 宣導七場。</p> <p>2. 檢查九家</p> <p>及三處工地。</p>",
        "<p>宣導如下。</p> <p>檢查九家。</p>",
        LIST,
    ],
)
def test_name_without_a_text_takes_no_note_and_no_part_of_a_list(above):
    rows = (f"勞動部門\t一、條件\t(一)法令宣導\t{above}\t100%", "\t\t(二)按月提撥\t\t")
    got = texts(*rows, "\t二、就業\t(一)就業服務\t1. 服務三人。\t100%")
    assert got["(二)按月提撥"] == []
    assert len(got["(一)法令宣導"]) == above.count("<p>")


def test_number_of_a_level_above_is_dropped_behind_the_level_below():
    chapter = ReportText().programmes(
        "一、 一般行政\t(一)公文管制\t1. 評比84.1\t100%", header=PROGRAMME_HEADER
    )
    chapter.next_page("2、秘書業務\t(一)\t分。\t", "\t(二)研考\t列管。\t100%")
    first, second = chapter.department().programmes
    assert (first.subitem, first.item) == ("(一)公文管制", "一、一般行政2、秘書業務")
    assert (second.subitem, second.item) == ("(二)研考", first.item)
    assert [part.text for part in first.paragraphs] == ["1. 評比84.1分。"]


def tree(*rows: str) -> list[tuple[str, str, str]]:
    department = ReportText().programmes(*rows).department()
    return [(one.category, one.item, one.subitem) for one in department.programmes]


def test_category_that_repeats_its_item_ends_with_it():
    rows = ("港務處\t一、會報\t(一)開會\t開會。\t100%", "港口規劃\t二、 港口 規劃\t(一)規劃\t規劃。\t100%")
    assert tree(*rows, "\t三、停泊\t(一)收費\t收費。\t100%") == [
        ("港務處", "一、會報", "(一)開會"),
        ("港口規劃", "二、港口規劃", "(一)規劃"),
        ("港務處", "三、停泊", "(一)收費"),
    ]


def test_categories_that_are_the_names_of_numbers_alone_end_with_them():
    rows = ("行銷業務\t一、\t(一)旅展\t參展。\t100%", "行政業務\t二、\t(一)輔導\t輔導。\t100%")
    got = tree(*rows, "三、工程業務\t(一)修繕\t修繕。\t100%\t", "\t\t(二)維護\t維護。\t100%")
    assert [one[:2] for one in got] == [
        ("行銷業務", "一、"),
        ("行政業務", "二、"),
        ("", "三、工程業務"),
        ("", "三、工程業務"),
    ]


@pytest.mark.parametrize("second", ["乙部門\t一、", "乙部門\t二、採購", "\t二、"])
def test_real_categories_are_filled_down(second):
    rows = ("甲部門\t一、\t(一)子\t子。\t100%", f"{second}\t(一)丑\t丑。\t100%")
    got = tree(*rows, "\t三、寅\t(一)卯\t卯。\t100%")
    assert got[2] == (second.split("\t")[0] or "甲部門", "三、寅", "(一)卯")


def test_name_printed_twice_stands_once():
    assert tree(
        "交通處\t五、\t(一) 增闢停車空間\t增闢停車空間\t1. 增闢十處。\t100%", "\t\t(二)號誌\t新。\t40"
    ) == [
        ("交通處", "五、增闢停車空間", "(一)增闢停車空間"),
        ("交通處", "五、增闢停車空間", "(二)號誌"),
    ]
    got = tree("部門\t一、路\t(一)規劃\t規劃。\t100%", "\t(二) 增闢空間\t增闢空間\t增闢。\t100%")
    assert got[1] == ("部門", "一、路", "(二)增闢空間")


def test_unit_cut_by_a_narrow_cell_is_joined():
    row = "一\t道路\t1\t刨鋪\t40,000 平方 公尺\t33,448 平方 公尺\t84%\t完成。"
    (indicator,) = ReportText().indicators(row).department().indicators
    assert (indicator.target, indicator.actual) == ("40,000 平方公尺", "33,448 平方公尺")


def test_header_in_full_width_signs_is_a_header():
    wide = PROGRAMME_HEADER.replace("(%)", "（％）")
    chapter = ReportText().programmes("甲部門\t一、乙\t(一)丙\t1. 丁\t100%", header=wide)
    chapter.next_page("\t\t\t戊。\t", header=wide)
    (programme,) = chapter.department().programmes
    assert [part.text for part in programme.paragraphs] == ["1. 丁戊。"]


def test_values_in_paragraphs_of_their_own_are_values():
    cells = ("一", "道路", "1", "刨鋪</p> <p>路面", "2 處", "1 處", "50%", "完成。")
    chapter = ReportText().indicators("\t".join(f"<p>{cell}</p>" for cell in cells))
    chapter.section("四、未達成目標項目檢討", SHORTFALL_HEADER).rows(
        "<p>道路</p>\t<p>刨鋪路面</p>\t<p>-50%</p>\t<p>流標。</p>"
    )
    department = chapter.department()
    (indicator,), (entry,) = department.indicators, department.shortfalls
    assert (indicator.goal, indicator.number, indicator.name) == ("道路", "1", "刨鋪路面")
    assert (indicator.target, indicator.actual, indicator.attainment_percent) == ("2 處", "1 處", 50.0)
    assert (entry.goal, entry.name, entry.difference, entry.text) == ("道路", "刨鋪路面", "-50%", "流標。")
