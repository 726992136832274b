"""Passages: what they hold, where they are cut, what their sentences know."""

from __future__ import annotations

from corpus.cutting.passages import cut_passages
from corpus.model import Section
from corpus.traced import Traced
from tests.corpus.reports import SHORTFALL_HEADER, ReportText


def sentence_texts(passage):
    return [passage.sentence_text(sentence) for sentence in passage.sentences]


def test_indicator_row_is_one_passage_with_its_goal_in_the_first_row():
    chapter = ReportText().indicators("一 淨化海岸\t1 清理沙灘\t3 場\t4 場\t100%\t清理四場。 共 50 人。")
    chapter.rows("\t2 巡查\t1 次\t1 次\t100%\t完成。")
    first, second = chapter.passages()
    assert first.text == "一 淨化海岸｜1 清理沙灘｜3 場｜4 場｜100%｜清理四場。 共 50 人。"
    assert second.text == "2 巡查｜1 次｜1 次｜100%｜完成。"
    assert first.path == ("一 淨化海岸", "1 清理沙灘")
    assert second.path == ("一 淨化海岸", "2 巡查")
    assert first.section is Section.INDICATORS
    assert first.indicator is not None and first.indicator.actual == "4 場"
    assert sentence_texts(first) == ["1 清理沙灘｜3 場｜4 場｜100%", "清理四場。", "共 50 人。"]
    assert [one.text for one in first.figures] == ["3 場", "4 場", "100%", "四場", "50 人"]


def test_row_that_borrows_its_goal_from_the_next_page_cites_only_its_own_lines():
    chapter = ReportText().indicators(
        "三 普及教育及\t1 甲計畫\t1 次\t1 次\t100%\t完成。", "\t2 乙計畫\t1 次\t1 次\t100%\t完成。"
    )
    chapter.page().rows("經濟改善\t3 丙計畫\t1 次\t1 次\t100%\t完成。")
    first = chapter.passages()[0]
    assert first.text.startswith("三 普及教育及經濟改善｜1 甲計畫")
    assert first.lines == (chapter.line_of("甲計畫"), chapter.line_of("甲計畫"))


def test_shortfall_is_one_passage():
    chapter = ReportText().section("四、未達成目標項目檢討", SHORTFALL_HEADER)
    chapter.rows("一、道路\t1. 刨鋪\t-13.9%\t1. 原因：經費不足。 2. 措施：爭取補助。")
    (passage,) = chapter.passages()
    assert passage.path == ("一、道路", "1. 刨鋪")
    assert passage.shortfall is not None
    assert sentence_texts(passage) == ["1. 刨鋪｜-13.9%", "1. 原因：經費不足。", "2. 措施：爭取補助。"]


def programme(*rows: str):
    return ReportText().programmes(*rows).passages()


def test_names_and_completion_stand_in_the_first_passage_only():
    passages = programme(
        "港務部門\t一、港務\t(一)清潔\t"
        "<p>1. 清理港區及周邊垃圾共計三次。</p> <p>2. 清理海面漂流廢棄物共計五次。</p>\t100%",
        "\t\t(二)巡查\t1. 巡查港區及周邊道路共計十次。\t40",
    )
    assert [one.text for one in passages] == [
        "港務部門｜一、港務｜(一)清潔｜1. 清理港區及周邊垃圾共計三次。｜完成程度 100%",
        "2. 清理海面漂流廢棄物共計五次。",
        "(二)巡查｜1. 巡查港區及周邊道路共計十次。｜完成程度 40",
    ]
    assert {one.path for one in passages[:2]} == {("港務部門", "一、港務", "(一)清潔")}
    assert sentence_texts(passages[0]) == ["1. 清理港區及周邊垃圾共計三次。", "完成程度 100%"]


def test_sdg_line_is_a_sentence_of_its_own():
    (passage,) = programme("民政部門\t一、行政\t(一)交流\tSDGs 目標 16 促進和平 1. 參訪外縣市共三次。\t100%")
    assert sentence_texts(passage) == ["SDGs 目標 16 促進和平", "1. 參訪外縣市共三次。", "完成程度 100%"]


def test_programme_without_a_result_is_still_found():
    (passage,) = programme("文化部門\t一、推廣\t(一)文創\t\t100%")
    assert passage.text == "文化部門｜一、推廣｜(一)文創｜完成程度 100%"
    assert sentence_texts(passage) == ["文化部門｜一、推廣｜(一)文創", "完成程度 100%"]


def test_long_item_is_cut_at_its_items_and_keeps_their_heading():
    items = " ".join(f"({number}){'辦理活動' * 20}。" for number in range(1, 13))
    passages = programme(f"文化部門\t一、推廣\t(一)活動\t1. 辦理各項活動如下： {items}\t100%")
    assert len(passages) > 1
    assert all(len(one.text) <= 500 for one in passages)
    assert passages[1].text.startswith("(")
    assert passages[1].sentences[0].headings == ("1. 辦理各項活動如下：",)


def test_sentence_is_never_cut():
    passages = programme(f"文化部門\t一、推廣\t(一)活動\t{'辦理各項活動，' * 90}完成。其餘無。\t100%")
    assert any(
        passage.sentence_text(one).count("，") == 90 for passage in passages for one in passage.sentences
    )


def test_tiny_item_joins_the_next_one():
    passages = programme(
        "文化部門\t一、推廣\t(一)活動\t<p>1. 無。</p> <p>2. 辦理社區營造課程共五十八小時。</p>\t100%"
    )
    assert len(passages) == 1


def test_sentences_have_the_lines_they_are_from():
    chapter = ReportText().programmes("港務部門\t一、港務\t(一)清潔\t<p>1. 清理港區三次。清理海</p>\t100%")
    chapter.next_page("\t\t\t<p>漂五次。共計八次。</p>\t")
    (passage,) = chapter.passages()
    first, second = chapter.line_of("清理港區"), chapter.line_of("漂五次")
    assert [one.lines for one in passage.sentences[:3]] == [(first, first), (first, second), (second, second)]
    assert passage.lines == (first, second)


def test_ids_are_stable_and_tell_twins_apart():
    row = "\t\t(二)巡查\t1. 巡查港區及周邊道路共計十次。\t100%"
    chapter = ReportText().programmes(
        "港務部門\t一、港務\t(一)清潔\t1. 清理港區及周邊道路共計十次。\t100%", row, row
    )
    again = cut_passages(chapter.report())
    assert [one.id for one in chapter.passages()] == [one.id for one in again]
    assert len({one.id for one in again}) == len(again)


def test_plain_report_built_by_hand_is_cut_too():
    report = ReportText().programmes("港務部門\t一、港務\t(一)清潔\t1. 清理港區三次。\t100%").report()
    (passage,) = cut_passages(report)
    assert isinstance(passage.text, Traced)
    assert passage.report.city == "東港市政府"
