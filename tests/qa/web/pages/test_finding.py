"""Full-text search: nothing is hidden by blanks or forms of characters, and hits are marked where printed."""

import html
import re
from dataclasses import replace

import pytest

from qa.understand.words import ContentWord
from qa.web.pages.finding import Finder, squeeze
from qa.web.pages.library import Library
from tests.qa.web.fakes import FakeAssistant

ASSISTANT = FakeAssistant()


def finder(expand=lambda word: (), passages=ASSISTANT.passages, find_words=ASSISTANT.find_words) -> Finder:
    library = Library.of(ASSISTANT.report, ASSISTANT.passages)
    return Finder(replace(library, passages=tuple(passages)), expand, find_words)


def marked(hit) -> list[str]:
    return [hit.passage.text[start:end] for start, end in hit.marks]


def test_every_place_is_found_and_marked() -> None:
    hits = finder().find("講座")
    assert [hit.passage.department for hit in hits] == ["港務處", "圖書局"]
    assert marked(hits[0]) == ["講座"] and hits[0].named


def test_all_words_must_be_there() -> None:
    assert [hit.passage.department for hit in finder().find("講座 圖書局")] == ["圖書局"]
    assert finder().find("講座 防波堤") == []
    assert finder().find("  ") == []


@pytest.mark.parametrize("typed", ["１,３４２ 人次", "1,342人次", "1,342 人次"])
def test_blanks_and_width_do_not_matter(typed: str) -> None:
    assert {hit.passage.department for hit in finder().find(typed.replace(" ", ""))} == {"港務處", "圖書局"}


def test_a_blank_inside_a_word_of_the_report_hides_nothing() -> None:
    passage = replace(ASSISTANT.passages[-1], text="辦理閱 讀推廣 3 場")
    (hit,) = finder(passages=[passage]).find("閱讀推廣")
    assert marked(hit) == ["閱 讀推廣"]


def test_other_names_on_request() -> None:
    found = finder(lambda word: ["講座", "沒有"] if word == "演講" else [])
    assert found.find("演講") == [] and len(found.find("演講", wider=True)) == 2
    assert found.related("演講") == [("講座", 2)]


def test_a_question_finds_what_prints_some_of_its_words(get) -> None:
    words, hits = finder().find_some("講座經費花在哪裡")
    assert {"講座", "經費"} <= set(words) and {hit.passage.department for hit in hits} == {"港務處", "圖書局"}
    assert "沒有一處同時印著這些字" in get("/search?q=講座在哪裡辦")


def test_a_question_goes_by_the_other_names_of_its_words_and_by_the_reports_terms() -> None:
    lecture = ContentWord("lecture", 1.0, ("講座",))
    found = finder(lambda typed: ["巡查"], find_words=lambda typed: [lecture] if "lecture" in typed else [])
    assert found.find_some("a lecture of it")[0] == ["講座"]
    words, hits = found.find_some("the patrol")
    assert words == ["巡查"] and [hit.passage.indicator.name for hit in hits] == ["碼頭巡查次數"]
    assert finder().find_some("nothing") == ([], [])


def test_all_names_are_told_by_which_places_are_listed(get) -> None:
    words = (ContentWord("演講", 1.0, ("講座", "論壇")), ContentWord("巡查", 1.0))
    told, hits = finder(find_words=lambda typed: words).find_some("演講和巡查")
    assert told == ["講座", "巡查"] and len(hits) == 3
    page = get("/search?q=講座在哪裡辦")
    assert "依「講座" in page and "wider=1" not in page  # it is listed already


def test_of_a_question_only_the_best_places_are_shown() -> None:
    # 碼頭巡查 stands in one row and is worth more than 講座, which two programmes print.
    _, hits = finder().find_some("碼頭巡查和講座")
    assert [hit.passage.indicator.name for hit in hits] == ["碼頭巡查次數"]


def test_squeezed_text_knows_its_places() -> None:
    assert squeeze("臺 Ａ") == ("台a", [0, 2])


def test_pieces_show_what_stands_around() -> None:
    hit = next(hit for hit in finder().find("1,342"))
    (piece,) = hit.pieces()
    assert "<mark>1,342</mark>" in piece


def test_page_counts_by_department_and_filters(get, client) -> None:
    page = get("/search?q=講座")
    assert "2 處，分布在 2 個局處" in page and "圖書局 (1)" in page
    assert get("/search?q=講座&department=圖書局").count('class="hit-place"') == 1
    assert "報告裡沒有「捷運」這些字" in get("/search?q=捷運")
    assert "1,342" in client.get("/search.csv?q=講座").content.decode("utf-8-sig")


def test_what_is_typed_stays_text(get) -> None:
    assert "<b>" not in get("/search?q=<b>x</b>")


def test_a_hit_at_the_very_beginning_opens_marked(get) -> None:
    (address,) = re.findall(r'<a href="(/report/at/[^"]*s=0[^"]*)"', get("/search?q=港務處全年"))
    assert "<mark>港務處全年</mark>" in get(html.unescape(address).split("#")[0])
