"""重要施政成果: names filled down and mended, each text under its own name."""

from __future__ import annotations

import pytest

from corpus.model import Programme
from tests.corpus.reports import PROGRAMME_HEADER, ReportText

NARROW = "計畫名稱\t\t執行成果\t完成程度(%)\n類\t項\t\t"


def programmes(chapter: ReportText) -> list[Programme]:
    return list(chapter.department().programmes)


def texts(programme: Programme) -> list[str]:
    return [one.text for one in programme.paragraphs]


def tree(chapter: ReportText) -> list[tuple[str, str, str]]:
    return [(one.category, one.item, one.subitem) for one in programmes(chapter)]


def test_names_are_filled_down_over_pages_and_spaces_taken_out():
    chapter = ReportText().programmes("民 政 部 門\t一、 一般 行政\t(一)交 流\t交流三次。\t100%")
    chapter.rows("\t\t(二)聯繫\t聯繫五次。\t40").next_page("\t(三)訪視\t訪視一次。\t100%", header=NARROW)
    assert tree(chapter) == [
        ("民政部門", "一、一般行政", "(一)交流"),
        ("民政部門", "一、一般行政", "(二)聯繫"),
        ("民政部門", "一、一般行政", "(三)訪視"),
    ]
    assert [one.completion for one in programmes(chapter)] == ["100%", "40", "100%"]


@pytest.mark.parametrize(
    "row",
    [
        "\t(二)檢查\t1. 檢查役男。\t100%\t",
        "\t\t(二)檢查\t1. 檢查役男。\t100%",
        "(二)檢查\t1. 檢查役男。\t100%\t\t",
        "(二)檢查\t\t1. 檢查役男。\t100%\t",
        "\t\t\t(二)檢查\t1. 檢查役男。",
        "\t(二)\t檢查\t1. 檢查役男。\t100%",
        "\t\t<p>(二)檢查</p> <p>1. 檢查役男。</p>\t100%",
    ],
)
def test_columns_shifted_left_or_right(row):
    chapter = ReportText().programmes("兵役部門\t一、徵兵\t(一)調查\t1. 調查役男。\t100%", row)
    second = programmes(chapter)[1]
    assert (second.item, second.subitem, texts(second)) == ("一、徵兵", "(二)檢查", ["1. 檢查役男。"])


def test_text_and_name_cut_by_the_page():
    chapter = ReportText().programmes("港務部門\t一、港務\t(一)維護港區設施及\t<p>1. 選</p>\t100%")
    chapter.next_page("\t\t環境清潔\t<p>手出賽。</p> <p>2. 清潔。</p>\t", "\t\t(二)巡查\t巡查。\t100%")
    first, second = programmes(chapter)
    assert (first.subitem, texts(first)) == ("(一)維護港區設施及環境清潔", ["1. 選手出賽。", "2. 清潔。"])
    assert first.paragraphs[0].lines == (chapter.line_of("1. 選"), chapter.line_of("手出賽"))
    assert {one.rule for one in first.repairs} == {"joined-page-break"}
    assert second.subitem == "(二)巡查"


def test_end_of_a_text_opens_the_next_cell_until_the_numbering_restarts():
    chapter = ReportText().programmes(
        "稅務部門\t一、稽徵\t(一)房屋稅\t<p>1. 清查。</p> <p>2. 通知計 22</p>\t100%"
    )
    chapter.next_page("\t\t(二)契稅\t<p>件。</p> <p>3. 催繳。</p> <p>1. 網路申報。</p>\t100%")
    first, second = programmes(chapter)
    assert texts(first) == ["1. 清查。", "2. 通知計 22件。", "3. 催繳。"]
    assert texts(second) == ["1. 網路申報。"]
    assert second.repairs[0].rule == "returned-spill"


def test_spilled_text_goes_on_by_its_number_without_a_page_break():
    chapter = ReportText().programmes(
        "稅務部門\t一、稽徵\t(一)土地稅\t1. 申報。\t100%", "\t\t(二)地價稅\t2. 併購。\t100%"
    )
    chapter.rows("\t\t\t1. 開徵。\t100%")
    first, second = programmes(chapter)
    assert texts(first) == ["1. 申報。", "2. 併購。"]
    assert texts(second) == ["1. 開徵。"]


def test_spill_without_a_number_ends_with_its_paragraph():
    chapter = ReportText().programmes("主計部門\t一、會計\t(一)清理\t由專人負\t100%")
    chapter.next_page("\t\t(二)監辦\t<p>責清理。</p> <p>依法監辦。</p>\t100%")
    first, second = programmes(chapter)
    assert (texts(first), texts(second)) == (["由專人負責清理。"], ["依法監辦。"])


def test_words_that_open_the_new_list_go_with_it():
    chapter = ReportText().programmes(
        "人事部門\t一、人事\t(一)紀律\t<p>1. 建立制度。</p> <p>2. 記一</p>\t100%"
    )
    chapter.next_page("\t\t(二)訓練\t<p>大過一人。</p> <p>各班如下：</p> <p>1. 甲班。</p>\t100%")
    first, second = programmes(chapter)
    assert texts(first)[-1] == "2. 記一大過一人。"
    assert texts(second) == ["各班如下：", "1. 甲班。"]


def test_list_that_begins_at_four_is_its_own():
    chapter = ReportText().programmes(
        "地政部門\t一、地政\t(一)測量\t辦理測量。\t100%", "\t\t(二)資訊\t4. 維護系統。\t100%"
    )
    assert texts(programmes(chapter)[1]) == ["4. 維護系統。"]


def test_names_one_programme_too_early():
    chapter = ReportText().programmes("警政部門\t一、行政\t(一)宣導\t1. 宣導甲。\t100%")
    chapter.rows("\t\t(二)諮詢\t2. 宣導乙。\t100%", "\t\t\t1. 諮詢甲。\t", "\t\t(三)法制\t2. 諮詢乙。\t100%")
    chapter.rows("\t\t(四)人事\t1. 法制甲。\t100%", "\t\t(五)政風\t1. 人事甲。\t100%", "\t\t\t1. 政風甲。\t")
    got = {one.subitem: texts(one) for one in programmes(chapter)}
    assert got == {
        "(一)宣導": ["1. 宣導甲。", "2. 宣導乙。"],
        "(二)諮詢": ["1. 諮詢甲。", "2. 諮詢乙。"],
        "(三)法制": ["1. 法制甲。"],
        "(四)人事": ["1. 人事甲。"],
        "(五)政風": ["1. 政風甲。"],
    }


def test_list_under_a_colon_belongs_to_what_stands_above():
    chapter = ReportText().programmes("社會部門\t一、福利\t(一)支持服務\t<p>提供服務。成效如下：</p>\t100%")
    chapter.next_page("\t二、工會\t(一)健全工會\t1. 服務 15 人。\t", "\t\t\t2. 宣導 19 場。\t")
    chapter.rows("\t\t(二)勞工教育\t1. 列席會議。\t100%", "\t\t\t1. 補助訓練。\t")
    got = {one.subitem: texts(one) for one in programmes(chapter)}
    assert got["(一)支持服務"] == ["提供服務。成效如下：", "1. 服務 15 人。", "2. 宣導 19 場。"]
    assert got["(一)健全工會"] == ["1. 列席會議。"]
    assert got["(二)勞工教育"] == ["1. 補助訓練。"]


def test_names_written_downwards_one_piece_a_row():
    chapter = ReportText().programmes(
        "社會部門\t十\t(一)津貼\t發放津貼。\t100%", "\t四、\t(二)輔具\t補助輔具。\t100%"
    )
    chapter.rows("\t身\t(三)租金\t補助租金。\t100%", "\t障\t\t\t", "\t礙\t\t\t", "\t者\t\t\t")
    assert {one[1] for one in tree(chapter)} == {"十四、身障礙者"}
    assert programmes(chapter)[0].subitem == "(一)津貼"


def test_numbers_of_items_in_consecutive_rows_are_items_of_their_own():
    chapter = ReportText().programmes("消防部門\t四\t(一)調查\t調查。\t100%", "\t五\t(一)訓練\t訓練。\t100%")
    assert [one[1] for one in tree(chapter)] == ["四", "五"]


def test_downward_pieces_beside_the_items_of_one_programme():
    chapter = ReportText().programmes(
        "\t九\t(一)加強各項服務\t\t", "\t幼\t\t1. 學苑。\t100%", "\t福\t\t2. 夏令營。\t"
    )
    chapter.rows("\t利\t\t3. 活動。\t")
    (programme,) = programmes(chapter)
    assert (programme.item, programme.subitem) == ("九、幼福利", "(一)加強各項服務")
    assert texts(programme) == ["1. 學苑。", "2. 夏令營。", "3. 活動。"]


def test_item_number_and_name_in_columns_apart():
    chapter = ReportText().programmes("教育部門\t一、國小\t(一)雙語\t辦理。\t100%")
    chapter.rows(
        "九\t(一)友善 學習環境\t學前教育\t<p>1. 閱讀。</p>\t100%",
        "\t六、\t(一)\t提振產業\t<p>1. 研發。</p>\t100%",
    )
    assert tree(chapter)[1:] == [
        ("教育部門", "九、學前教育", "(一)友善學習環境"),
        ("教育部門", "六、", "(一)提振產業"),
    ]


def test_item_name_cut_by_the_page():
    chapter = ReportText().programmes("法制部門\t七、法制訴願\t(一)法制\t1. 講習。\t100%")
    chapter.next_page("\t業務\t\t2. 審查。\t", "\t\t(二)訴願\t審議。\t100%")
    assert tree(chapter) == [
        ("法制部門", "七、法制訴願業務", "(一)法制"),
        ("法制部門", "七、法制訴願業務", "(二)訴願"),
    ]


def test_headings_of_later_rows_that_slid_into_a_cell_are_no_category():
    chapter = ReportText().programmes("教育部門\t五、\t(一)改善環境\t<p>1. 改善學校、</p>\t100%")
    chapter.next_page("六、樂齡學習 七、體育保健\t營建工程\t及設備\t<p>體育場。</p>\t100%")
    chapter.rows("\t六、樂齡學習\t(一)樂齡\t樂齡課程。\t", "\t七、體育保健\t(一)體育\t體育活動。\t100%")
    assert tree(chapter) == [
        ("教育部門", "五、營建工程", "(一)改善環境及設備"),
        ("教育部門", "六、樂齡學習", "(一)樂齡"),
        ("教育部門", "七、體育保健", "(一)體育"),
    ]


def test_levels_fused_in_one_cell():
    chapter = ReportText().programmes(
        "一、 一般行政 (一) 行政管理 1、 後勤業務\t(一)修繕\t修繕五件。\t100%", header=NARROW
    )
    chapter.rows("\t(二)維護\t維護。\t100%")
    assert [one[1] for one in tree(chapter)] == ["一、一般行政(一)行政管理 1、後勤業務"] * 2
    assert [one[2] for one in tree(chapter)] == ["(一)修繕", "(二)維護"]


@pytest.mark.parametrize(
    "names",
    [
        "(一)提昇士氣 (二)瞭解市政",
        "<p>(一)提昇士氣</p> <p>(二)瞭解市政</p>",
    ],
)
def test_two_names_in_a_cell_share_its_texts_by_the_restart(names):
    chapter = ReportText().programmes(
        f"民政部門\t二、里鄰\t{names}\t1. 表揚。 2. 津貼。 1. 報紙。 2. 講習。\t100%"
    )
    first, second = programmes(chapter)
    assert (first.subitem, texts(first)) == ("(一)提昇士氣", ["1. 表揚。 2. 津貼。"])
    assert (second.subitem, texts(second)) == ("(二)瞭解市政", ["1. 報紙。 2. 講習。"])


def test_several_names_take_their_paragraphs_in_turn():
    chapter = ReportText().programmes("交通部門\t一、交通\t(一)標線\t繪製標線，道路行\t100%")
    names = "<p>及號誌工程</p> <p>(二)號誌</p> <p>(三)路側設備</p>"
    chapter.next_page(
        f"\t\t{names}\t<p>車順暢。</p> <p>汰換號誌。</p> <p>增設設備。</p>\t<p>100%</p> <p>90%</p>"
    )
    assert [(one.subitem, texts(one), one.completion) for one in programmes(chapter)] == [
        ("(一)標線及號誌工程", ["繪製標線，道路行車順暢。"], "100%"),
        ("(二)號誌", ["汰換號誌。"], "100%"),
        ("(三)路側設備", ["增設設備。"], "90%"),
    ]


def test_paragraph_without_a_number_between_lists_is_a_text_of_its_own():
    names = "(一)豐年祭 (二)居住 (三)族語"
    rows = "<p>1. 辦理。</p> <p>2. 核發。</p> <p>補助購屋 23 件。</p> <p>1. 競賽。</p>"
    chapter = ReportText().programmes(f"民政部門\t三、發展\t{names}\t{rows}\t100%")
    assert [texts(one) for one in programmes(chapter)] == [
        ["1. 辦理。", "2. 核發。"],
        ["補助購屋 23 件。"],
        ["1. 競賽。"],
    ]


def test_names_without_text_before_a_cell_with_all_their_texts():
    chapter = ReportText().programmes("文化部門\t三、推廣\t(一)文創\t1. 課程。\t100%")
    chapter.rows(
        "\t\t(二)社區\t\t100%", "\t\t(三)節慶\t\t100%", "\t\t(四)客家\t1. 社造。 1. 祭典。 1. 桐花。\t100%"
    )
    assert [texts(one) for one in programmes(chapter)[1:]] == [["1. 社造。"], ["1. 祭典。"], ["1. 桐花。"]]


def test_lost_result_does_not_take_the_next_programmes_text():
    chapter = ReportText().programmes("社會部門\t十八、條件\t(一)宣導\t1. 宣導。\t100%", "\t\t(二)退休金\t\t")
    chapter.rows("\t十九、重建\t(一)重建\t1. 補助。\t100%")
    assert [texts(one) for one in programmes(chapter)] == [["1. 宣導。"], [], ["1. 補助。"]]


def test_text_that_stands_above_its_name():
    chapter = ReportText().programmes(
        "稅務部門\t二、稽徵\t(十三)服務\t<p>1. 便民。</p> <p>2. 宣導。</p>\t100%"
    )
    chapter.next_page("\t\t\t<p>1. 汰換機車。</p> <p>2. 採購。</p>\t100%", "三\t\t(一)設備更新\t\t")
    chapter.next_page("\t建築及設備\t(二)修繕\t3. 冷氣。 1. 修繕頂樓。\t100%")
    got = {one.subitem: texts(one) for one in programmes(chapter)}
    assert got["(十三)服務"] == ["1. 便民。", "2. 宣導。"]
    assert got["(一)設備更新"] == ["1. 汰換機車。", "2. 採購。", "3. 冷氣。"]
    assert got["(二)修繕"] == ["1. 修繕頂樓。"]


def test_lost_name_leaves_a_gap_not_a_mixture():
    chapter = ReportText().programmes(
        "警政部門\t二、行政\t(二)電玩\t1. 查獲電玩。\t100%", "\t\t\t1. 取締妨害風化。\t100%"
    )
    chapter.rows("\t\t(四)志工\t招募志工。\t100%")
    assert [one[2] for one in tree(chapter)] == ["(二)電玩", "", "(四)志工"]
    assert programmes(chapter)[1].repairs[0].rule == "lost-name"


def test_lost_item_opens_an_anonymous_one():
    chapter = ReportText().programmes(
        "交通部門\t二、規劃\t(一)規劃\t規劃。\t100%", "\t\t(一)號誌\t號誌。\t100%"
    )
    assert [one[1] for one in tree(chapter)] == ["二、規劃", ""]


def test_sdg_line_stands_apart_wherever_it_is_printed():
    sdg = "SDGs 目標 16 促進和平多元的社會，確保司法平等"
    chapter = ReportText().programmes(f"民政部門\t一、行政\t(一)交流\t{sdg} 1. 參訪。 2. 座談。\t100%")
    chapter.rows("\t二、發展\t<p>SDGs 目標 11 永續城鄉</p> <p>(一)祭典</p>\t<p>1. 祭典。</p>\t100%")
    chapter.rows("三、設備\t零星工程\tSDGs 目標 9 產業創新\t100%\t", "\t\t1. 受理五件。\t\t")
    first, second, third = programmes(chapter)
    assert (first.goal_sdg, texts(first)) == (sdg, ["1. 參訪。 2. 座談。"])
    assert (second.goal_sdg, second.subitem) == ("SDGs 目標 11 永續城鄉", "(一)祭典")
    assert (third.subitem, third.goal_sdg, texts(third)) == (
        "零星工程",
        "SDGs 目標 9 產業創新",
        ["1. 受理五件。"],
    )


def test_unclosed_lists_and_bare_signs_lose_nothing():
    cell = '<ol style="list-style-type: none"> 1. 違規率 < 0.5%；辨識率 > 97%。 <ol style="x"> 2. 其他。 '
    chapter = ReportText().programmes(f"環保部門\t一、空氣\t(一)空品\t{cell}\t100%")
    assert texts(programmes(chapter)[0]) == ["1. 違規率 < 0.5%；辨識率 > 97%。", "2. 其他。"]


def test_item_without_a_programme_name_keeps_its_result():
    chapter = ReportText().programmes("民政部門\t五、 宗教 禮儀\t聯合婚禮\t100%", header=NARROW)
    chapter.rows("\t六、 零星 工程\t零星工程\t100%")
    assert tree(chapter) == [("民政部門", "五、宗教禮儀", ""), ("民政部門", "六、零星工程", "")]
    assert [texts(one) for one in programmes(chapter)] == [["聯合婚禮"], ["零星工程"]]


def test_text_before_any_name_is_kept():
    chapter = ReportText().programmes("\t\t\t1. 沒有名稱的成果。\t100%", header=PROGRAMME_HEADER)
    (programme,) = programmes(chapter)
    assert (programme.subitem, texts(programme)) == ("", ["1. 沒有名稱的成果。"])
