"""Briefings: every statement carries its source, and rules find what is worth asking."""

import re
from dataclasses import replace

import pytest

from corpus.figures import find_figures
from corpus.model import Section, Sentence
from qa.brief.briefing import Brief, build_brief, shorten
from qa.brief.patterns import find_shared
from qa.brief.questions import ask_about
from qa.brief.scope import Scope, split_review
from qa.brief.words import load_words
from qa.web.pages.paper import Paper
from tests.qa.web.fakes import gather_printed, indicator, make_contradiction, make_passages, make_report

REPORT = make_report()
PASSAGES = make_passages(REPORT)
CONFLICT = make_contradiction(PASSAGES)
WORDS = load_words("zh")


def gather(topic: str, department: str | None):
    return gather_printed(PASSAGES, topic, department)


def brief_of(department: str | None = None, topic: str = "") -> Brief:
    made = build_brief(REPORT, PASSAGES, [CONFLICT], department, topic, gather, WORDS)
    assert made is not None
    return made


def text_of(brief: Brief) -> str:
    paper = Paper.of(brief, lambda passage: f"{passage.department}第 {passage.lines[0]} 行")
    return paper.to_markdown([], "出處")


def questions_about(rows=(), shortfalls=()) -> list[str]:
    """The open questions that rows and the reviews of the first of them raise, in a scope of nothing else."""
    passage = replace(PASSAGES[0], section=Section.INDICATORS)
    pairs = tuple((row, replace(passage, id=f"r{n}")) for n, row in enumerate(rows))
    reviews = {row: (entry, replace(passage, id="s")) for row, entry in zip(rows, shortfalls, strict=False)}
    return [text for text, _ in ask_about(Scope((), (passage,), pairs, reviews, (), WORDS))]


def test_parts_of_a_departments_briefing() -> None:
    titles = [part.title for part in brief_of("港務處").parts]
    assert titles == [
        "值得追問",
        "未達標項目、原因與承諾措施",
        "相關指標",
        "報告內的矛盾",
    ]


def test_missed_target_with_reason_and_measure() -> None:
    text = text_of(brief_of("港務處"))
    assert "- 「防波堤整建進度」：目標值 工程進度 40%，達成值 尚未決標，達成度 52%。[" in text
    assert "  - 原因：(1)水土保持審查意見要求補正。(2)設計多次修正。[" in text
    assert "  - 因應措施：(1)已委託鑑定，預計 112 年 6 月底完成。[" in text


def test_every_statement_carries_sources_that_are_listed() -> None:
    text = text_of(brief_of("港務處"))
    body, sources = text.split("## 出處")
    lines = [line for line in body.split("\n") if re.match(r"\s*- |\| (?!指標|---|局處)", line)]
    assert lines and all(re.search(r"\[\d+\](?: \|)?$", line) for line in lines)
    assert set(re.findall(r"\[\d+\]", body)) == set(re.findall(r"^\[\d+\]", sources, re.MULTILINE))


def test_topic_takes_what_prints_its_words() -> None:
    text = text_of(brief_of(topic="講座"))
    assert "主要數字" not in text or "講座" in text
    assert "| 港務處 |" not in text and "港務處「講座」寫 1,342 人次，圖書局「講座」寫 12 場。[" in text


def test_topic_within_a_department() -> None:
    assert "圖書局" not in text_of(brief_of("港務處", "巡查")).split("## 出處")[0]
    assert build_brief(REPORT, PASSAGES, [], "圖書局", "巡查", gather, WORDS) is None


def test_nothing_found_and_nothing_asked() -> None:
    assert build_brief(REPORT, PASSAGES, [], None, "捷運", gather, WORDS) is None
    with pytest.raises(ValueError, match="department or a topic"):
        build_brief(REPORT, PASSAGES, [], None, "  ", gather, WORDS)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("未達成原因： 甲。 因應策略： 乙。", ("甲。", "乙。")),
        ("1、遭遇問題(未達成原因): (1)甲。\n2、解決方式：\n(1)乙。", ("(1)甲。", "(1)乙。")),
        ("申請量未達目標，後續請公所加強宣導。", ("申請量未達目標", "後續請公所加強宣導。")),
        ("只有原因。", ("只有原因。", "")),
        ("1、遭遇問題(未達成原因): (1)甲。 2、解決方式", ("(1)甲。", "")),
    ],
)
def test_review_is_split_at_the_reports_headings(text: str, parts: tuple[str, str]) -> None:
    assert split_review(text) == parts


def test_missed_without_review_is_asked_about() -> None:
    (text,) = questions_about([indicator("甲處", 1, "巡查", 70, 1)])
    assert "沒有對應的說明" in text


def test_review_without_a_date_is_asked_about() -> None:
    row = indicator("甲處", 1, "巡查", 70, 1)
    made = next(p.shortfall for p in PASSAGES if p.shortfall)
    entry = replace(made, department="甲處", name="1. 巡查", text="將加強辦理。")
    entry = replace(entry, difference="-30%", difference_percent=-30.0)
    assert ["沒有寫出改善的期限" in text for text in questions_about([row], [entry])] == [True]
    lowered = replace(entry, text="將下修目標值。")  # that another target has a date of its own is no promise
    assert not any("沒有寫出改善的期限" in text for text in questions_about([row], [lowered]))


@pytest.mark.parametrize(
    ("target", "actual", "name", "asked"),
    [
        ("350 件", "862 件", "工程", "≈ 2.5 倍"),
        ("2%", "5.9%", "業務費賸餘數百分比", "沒有用掉的經費"),
        ("1,600 格", "1600 格", "停車", "目標是照現況訂的嗎"),
    ],
)
def test_targets_that_do_not_fit_are_asked_about(target: str, actual: str, name: str, asked: str) -> None:
    row = indicator("甲處", 1, name, 100, 1, target=target, actual=actual, explanation="共 3 件")
    (text,) = questions_about([row])
    assert asked in text


@pytest.mark.parametrize(
    ("target", "actual", "name"),
    [
        ("100 件", "150 件", "工程"),
        ("10 日", "8 日", "縮短處理天數"),
        ("2 場", "300 人次", "講座"),
        ("28 萬", "39 萬", "租金"),
        ("1 次", "第 1、2 次", "班"),
    ],
)
def test_ordinary_targets_are_not_asked_about(target: str, actual: str, name: str) -> None:
    row = indicator("甲處", 1, name, 100, 1, target=target, actual=actual, explanation="共 3 件")
    assert questions_about([row]) == []


def test_attainment_without_a_figure_is_asked_about() -> None:
    row = indicator("甲處", 1, "扶助", 100, 1, target="100%", actual="100%", explanation="均依規定辦理。")
    (text,) = questions_about([row])
    assert "說明沒有任何數字" in text


def test_what_most_reviews_share_is_told_and_what_all_reviews_have_is_not() -> None:
    own = [
        "未達成原因：採購流標兩次。",
        "未達成原因：招標流標，續辦。",
        "未達成原因：第三次流標。",
        "未達成原因：雨天。",
    ]
    others = [f"未達成原因：申請量不足{n}。" for n in "甲乙丙丁"]
    assert find_shared(own, others, others) == ["流標"]
    assert find_shared(own[:2], others, others) == []


def test_an_unfinished_programme_brings_its_reason_from_its_own_text() -> None:
    passage = replace(
        PASSAGES[0],
        section=Section.PROGRAMMES,
        path=("甲", "乙案"),
        text="已辦理設計。惟採購流標，尚未決標。",
    )
    cut = passage.text.index("惟")
    sentences = (Sentence(0, cut, (1, 1)), Sentence(cut, len(passage.text), (1, 1)))
    passage = replace(passage, sentences=sentences)
    scope = Scope((), (passage,), (), {}, (), WORDS)
    assert [text for _, text in scope.reasons(passage)] == ["惟採購流標，尚未決標。"]


def programme(identifier: str, name: str, text: str):
    """A programme's passage of one sentence."""
    figures = tuple(find_figures(text))
    whole = (Sentence(0, len(text), (1, 1)),)
    return replace(
        PASSAGES[0],
        id=identifier,
        section=Section.PROGRAMMES,
        path=("甲", name),
        text=text,
        sentences=whole,
        figures=figures,
        indicator=None,
    )


def test_an_amount_that_limits_others_is_no_money_of_a_programme() -> None:
    passages = [
        programme("a", "採購", "未達 10 萬元財物採購案計 506 件。"),
        programme("b", "補助", "補助 12 案，共 8 萬元。"),
    ]
    made = build_brief(REPORT, passages, [], "港務處", "", gather, WORDS)
    assert made is not None
    (money,) = [part for part in made.parts if part.name == "money"]
    assert [cells[1] for cells, _ in money.table.rows] == ["補助"]


@pytest.mark.parametrize(("explained", "asked"), [(False, True), (True, False)])
def test_no_indicator_is_missed_where_one_is_explained_by_the_topic(explained: bool, asked: bool) -> None:
    named = programme("a", "少子化對策", "辦理講座 3 場。")
    row = next(one for one in PASSAGES if one.indicator)
    told = (named, row) if explained else (named,)
    scope = Scope((), told, (), {}, (), WORDS, topic="少子化", titled=frozenset({"a"}))
    assert any("沒有以指標衡量" in text for text, _ in ask_about(scope)) is asked


def test_figures_on_a_topic_come_in_the_order_in_which_they_were_found() -> None:
    passages = [
        programme("a", "巡查", "1. 巡查 35 次。"),
        programme("b", "廣告", "曝光 4,919,280 次。"),
        programme("c", "巡查", "巡查人員 120 人次。"),
    ]
    named = [(one, True) for one in passages]
    made = build_brief(REPORT, passages, [], None, "安全", lambda *_: named, WORDS)
    assert made is not None
    (figures,) = [part for part in made.parts if part.name == "figures"]
    assert [one.text.rsplit("：", 1)[1] for one in figures.statements] == [
        "巡查 35 次。",
        "巡查人員 120 人次。",
        "曝光 4,919,280 次。",
    ]


def test_shorten_cuts_at_a_sentence() -> None:
    assert shorten("短。", "…") == "短。"
    assert shorten("甲" * 30 + "。" + "乙" * 50, "…", 50) == "甲" * 30 + "。…"
    assert shorten("甲" * 400, "…", 100) == "甲" * 400


def test_an_english_briefing_says_its_own_words_in_english() -> None:
    words = load_words("en", {"港務處": "Port Department"})
    made = build_brief(REPORT, PASSAGES, [CONFLICT], "港務處", "", gather, words)
    assert made is not None
    assert [part.name for part in made.parts] == [part.name for part in brief_of("港務處").parts]
    own = [made.title, *(part.title for part in made.parts), *(part.note for part in made.parts)]
    own += [cell for part in made.parts if part.table for cell in part.table.head]
    assert not re.search(r"[一-鿿]", "".join(own).replace(str(REPORT.id), ""))
    assert "「防波堤整建進度」: target 工程進度 40%, result 尚未決標, attainment 52%." in text_of(made)


def test_both_languages_have_the_same_sentences_with_the_same_blanks() -> None:
    chinese, english = (dict(load_words(language).sentences) for language in ("zh", "en"))
    blanks = re.compile(r"{(\w+)}")
    told = [blanks.findall(words.pop("conflict_told")) for words in (chinese, english)]
    assert told == [["what"], ["department", "name", "values"]]  # what was found is worded in Chinese alone
    assert {key: set(blanks.findall(text)) for key, text in chinese.items()} == {
        key: set(blanks.findall(text)) for key, text in english.items()
    }
