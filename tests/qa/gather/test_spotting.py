"""Which words of a message name its subject: what stands beside them, and what is learned from that."""

from __future__ import annotations

import pytest

from qa.gather.spotting import SUBJECT, SURVEY_SUBJECT, describe_message, describe_word, find_breadth
from qa.lab.linear import Examples, fit
from qa.lab.train_spotting import TIMES, collect, vary


def describe(text: str, word: str, weight: float = 0.5, every=(0.5,), hollow: bool = False) -> set[str]:
    start = text.index(word)
    return set(describe_word(text, start, start + len(word), weight, every, hollow))


def test_a_word_is_described_by_what_stands_beside_it():
    features = describe("哪些局處提到颱風？", "颱風")
    assert {"L提到", "R？", "l到", "r？", "word=颱風", "length=2"} <= features
    assert "L^" not in features


def test_the_edges_of_a_message_stand_beside_its_first_and_last_word():
    features = describe("颱風", "颱風")
    assert {"L^", "L^^", "R$", "R$$"} <= features


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("提到「颱風」的局處", True),
        ("「局處」提到颱風", False),
        ('mention "颱風"', True),
        ("提到颱風", False),
    ],
)
def test_whether_a_word_is_quoted(text, quoted):
    assert f"quoted={quoted}" in describe(text, "颱風")


def test_a_word_is_ranked_by_how_telling_it_is():
    assert "rank=0" in describe("颱風", "颱風", 0.9, (0.9, 0.3))
    assert "rank=1" in describe("颱風", "颱風", 0.3, (0.9, 0.3))


def test_a_word_that_names_no_subject_is_marked():
    assert "hollow=True" in describe("做了什麼", "什麼", hollow=True)


def test_messages_are_varied_with_the_subjects_of_others():
    lines = ["哪些局處提到颱風\t颱風", "list what mentions Japan\tJapan", "哪些單位提到志工\t志工"]
    varied = vary([line.split("\t") for line in lines])
    assert len(varied) == len(lines) * (1 + TIMES)
    assert varied[0] == ("哪些局處提到颱風", ["颱風"])
    for message, named in varied:
        assert all(one in message for one in named)
        assert all(one.isascii() == message.isascii() for one in named)
    assert len({message for message, _ in varied}) > len(lines)


SUBJECTS = [
    "鄰居昨天跌倒，哪些局處提到颱風\t颱風",
    "阿嬤很擔心，哪些局處提到地震\t地震",
    "我想搬家，哪些單位提到志工\t志工",
    "公園太髒，哪些單位提到淨灘\t淨灘",
    "半夜很吵，哪些單位提到火災\t火災",
    "朋友受傷，哪些單位提到救護\t救護",
]


def test_few_messages_teach_which_word_is_the_subject(small_assistant):
    reader = small_assistant.stages.gathering.reader
    examples = Examples()
    collect([line.split("\t") for line in SUBJECTS], SUBJECT, reader, examples)
    model = fit(examples, 1.0)
    text = "房東漲租，哪些單位提到婚禮"
    found = reader.find_words(text, hollow=True)
    weights = [reader.weigh(word) for _, word in found]
    sure = {}
    for (start, word), weight in zip(found, weights, strict=True):
        end = start + len(word.text)
        features = describe_word(text, start, end, weight, weights, reader.is_hollow(word))
        sure[word.text] = model.score(SUBJECT, features)["yes"]
    assert max(sure, key=sure.get) == "婚禮"
    assert len(sure) > 1


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("哪些局處提到颱風？", {"颱風"}),
        ("請幫我整理各單位跟志工有關的內容", {"志工"}),
        ("提到「淨灘」的有哪些單位", {"淨灘"}),
    ],
)
def test_the_subject_of_a_survey(small_assistant, message, subject):
    read = small_assistant.stages.gathering.read(small_assistant.understand(message), SURVEY_SUBJECT)
    assert {word.text for word in read.words} == subject


def test_what_a_message_asks_of_its_subject_is_read_without_the_subject():
    assert describe_message("颱風怎麼防", ["颱風"]) == describe_message("地震怎麼防？", ["地震"])
    assert describe_message("颱風 地震怎麼防", ["颱風", "地震"]) == describe_message("颱風怎麼防", ["颱風"])


@pytest.mark.parametrize("subject", ["颱風", "志工", "淨灘"])
def test_what_there_is_on_a_subject_is_more_than_one_thing_of_it(subject):
    assert find_breadth(f"市府在{subject}這塊做了哪些事", [subject]) > 0.9
    assert find_breadth(f"{subject}是哪一天", [subject]) < 0.5
