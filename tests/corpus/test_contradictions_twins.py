"""Figures for one thing that differ between two places; targets told otherwise."""

from __future__ import annotations

import pytest

from corpus.contradictions import Contradiction, find_contradictions
from corpus.contradictions.measures import agree, shows, slack_of, step_of
from corpus.figures import find_figures
from tests.corpus.reports import ReportText


def chapter_of(row: str, results: str, name: str = "(一)巡護") -> ReportText:
    chapter = ReportText().indicators(row)
    return chapter.programmes(f"海洋部門\t一、海洋保育\t{name}\t{results}\t100%")


def found_in(chapter: ReportText) -> list[Contradiction]:
    return find_contradictions(chapter.report(), chapter.passages())


def row(name: str, actual: str, text: str) -> str:
    return f"一 海洋保育\t1 {name}\t1 {actual.split()[-1]}\t{actual}\t100%\t{text}"


REEF = "珊瑚礁潛水體檢由保育志工隊執行，共調查珊瑚礁體檢樣點 {} 處。"


def test_same_sentence_with_another_figure():
    chapter = chapter_of(row("調查海域", "25 處", REEF.format(25)), "1. " + REEF.format(23))
    (one,) = found_in(chapter)
    assert one.kind == "twin"
    assert set(one.values) == {"25 處", "23 處"}
    assert set(one.lines) == {chapter.line_of("調查海域"), chapter.line_of("海洋部門")}
    assert not found_in(chapter_of(row("調查海域", "25 處", REEF.format(25)), "1. " + REEF.format(25)))


def test_same_name_with_another_figure():
    text = "依實際申請核實補助，年度累計 {} 人次。"
    chapter = chapter_of(
        row("遠洋船員返鄉交通補助", "70 人次", text.format(70)), text.format(64), "(二)遠洋船員返鄉交通補助"
    )
    (one,) = found_in(chapter)
    assert one.values == ("70 人次", "64 人次")


def test_phrase_that_several_rows_have_names_nothing():
    text = "依實際申請核實補助，年度累計 {} 人次。"
    rows = [row(name, f"{n} 人次", text.format(n)) for name, n in (("船員返鄉交通", 70), ("漁村醫療船", 95))]
    chapter = ReportText().indicators(*rows)
    chapter.programmes(f"海洋部門\t一、補助\t(一)離島學童船票\t{text.format(64)}\t100%")
    assert not found_in(chapter)


def test_list_of_which_one_figure_differs():
    first = "清除海漂保麗龍浮具 {} 件、清除廢棄刺網漁具 45 件、清除沉底輪胎碰墊 88 件。"
    chapter = chapter_of(row("清除海廢", "254 件", first.format(121)), "1. " + first.format(112))
    assert [set(one.values) for one in found_in(chapter) if one.kind == "twin"] == [{"121 件", "112 件"}]


CENTRES = ("1. 北岸海洋中心", "2. 南岸海洋中心", "3. 離島海洋中心", "4. 港區海洋中心")


def centres(*visitors: int) -> str:
    """What each centre did, told centre by centre."""
    parts = [
        f"{name}<p>(1) 提供導覽 {40 + n} 人次；船艇體驗 {count} 人次。</p>"
        for n, (name, count) in enumerate(zip(CENTRES, visitors, strict=True))
    ]
    return " ".join(parts)


def test_list_of_one_place_is_found_under_the_headings_of_another():
    listed = (
        "船艇體驗：1. 北岸館：322 人次。 2. 南岸館：477 人次。 3. 離島館：180 人次。 4. 港區館：95 人次。"
    )
    chapter = chapter_of(row("海洋中心活動", "9 份", listed), centres(322, 477, 164, 95), "(一)經營海洋中心")
    assert [set(one.values) for one in found_in(chapter)] == [{"180 人次", "164 人次"}]
    chapter = chapter_of(row("海洋中心活動", "9 份", listed), centres(322, 477, 180, 95), "(一)經營海洋中心")
    assert not found_in(chapter)


def test_lists_that_agree_on_too_little_are_two_lists():
    listed = (
        "船艇體驗：1. 北岸館：322 人次。 2. 南岸館：477 人次。 3. 離島館：180 人次。 4. 港區館：95 人次。"
    )
    chapter = chapter_of(row("海洋中心活動", "9 份", listed), centres(501, 612, 733, 95), "(一)經營海洋中心")
    assert not found_in(chapter)


def test_total_over_the_things_that_another_place_lists():
    text = "北岸、南岸、離島及港區 120 年共計服務 {} 人次。"
    chapter = chapter_of(row("海洋中心服務", "900 人次", text.format(900)), centres(322, 477, 180, 95))
    (one,) = found_in(chapter)
    assert (one.kind, one.values[0]) == ("sum", "900 人次")
    assert "1,074 人次" in one.what
    assert not found_in(
        chapter_of(row("海洋中心服務", "1,074 人次", text.format("1,074")), centres(322, 477, 180, 95))
    )


def test_three_places_are_one_contradiction():
    text = "辦理離島圖書委外船運服務，委託海洋圖書協會以專船往返，每週 {} 次運送至 7 處閱覽站。"
    chapter = ReportText().section("壹、前言").rows("一、" + text.format(2))
    chapter.section("四、績效總評").rows("本處" + text.format(2))
    chapter.programmes(f"海洋部門\t一、離島服務\t(一)閱覽\t1. {text.format(21)}\t100%")
    (one,) = found_in(chapter)
    assert sorted(one.values) == ["2 次", "2 次", "21 次"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (REEF.format("2.5 萬"), REEF.format("25,012")),  # rounded
        (REEF.format("100 餘").replace("餘 ", "餘"), REEF.format("104")),
        (REEF.format(25), "上半年" + REEF.format("12").replace("共調查", "上半年調查")),
        (REEF.format(25), REEF.format(23).replace("珊瑚礁體檢", "海草床面積").replace("珊瑚礁", "海草床")),
        ("預計調查珊瑚礁潛水體檢保育樣點 30 處。", "完成調查珊瑚礁潛水體檢保育樣點 25 處。"),
        ("珊瑚礁潛水體檢保育樣點每月至少 2 處。", "珊瑚礁潛水體檢保育樣點共 25 處。"),
        (  # the same words in front, of two courses
            "珊瑚礁潛水體檢由保育志工隊執行，訓練課程參加人數計 25 人。",
            "漁港環境教育由觀光協會執行，訓練課程參加人數計 23 人。",
        ),
    ],
)
def test_other_periods_things_and_roles_are_no_twins(first, second):
    assert not [
        one for one in found_in(chapter_of(row("調查海域", "9 份", first), second)) if one.kind == "twin"
    ]


def test_another_target_beside_the_actual_value():
    text = "辦理海洋教育師資培訓課程達 48 班，超過原定 {} 班的目標值。"
    indicator = "一 海洋教育\t1 海洋教育師資培訓\t40 班\t48 班\t100%\t依計畫辦理。"
    (one,) = found_in(chapter_of(indicator, text.format(35)))
    assert (one.kind, one.values) == ("target", ("40 班", "35 班"))
    assert not found_in(chapter_of(indicator, text.format(40)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.2 萬包", "12,402 包", True),
        ("99%", "99.06%", True),
        ("5 萬 3,000 餘件", "53,120 件", True),
        ("25 家", "25 家次", True),
        ("608 人", "591 人", False),
        ("92.8%", "93.5%", False),
        ("3,444 件", "3,445 件", False),
    ],
)
def test_which_figures_agree(one, other, same):
    (first,), (second,) = find_figures(one), find_figures(other)
    assert agree(first, second) is same


def test_rounding_and_truncation():
    assert step_of("95.8 %") == pytest.approx(0.1)
    assert step_of("7.9 成") == pytest.approx(1)
    assert shows("66%", 66, 66.67) and shows("67%", 67, 66.67) and not shows("68%", 68, 66.67)
    assert slack_of(find_figures("1.6 萬株")[0]) == pytest.approx(500)
    assert slack_of(find_figures("1,600 株")[0]) == 0
