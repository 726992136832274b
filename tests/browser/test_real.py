"""The page over the real assistant and its index; also measures the seconds that a visitor waits."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.browser.conftest import ask
from tests.qa.web.serving import serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Marks in the browser when the first words of a new answer and when the whole of it are there.
_WATCH = """() => {
  window.seen = {};
  const look = () => {
    const replies = document.querySelectorAll('#thread .reply');
    const last = replies[replies.length - 1];
    if (!last || replies.length !== window.expected) return;
    const now = performance.now();
    if (!window.seen.first && last.querySelector('.answer-text')?.innerText) window.seen.first = now;
    if (!window.seen.whole && last.classList.contains('done')) window.seen.whole = now;
  };
  const all = {childList: true, subtree: true, characterData: true, attributes: true};
  new MutationObserver(look).observe(document.getElementById('main'), all);
  const begin = event => { if (event.key === 'Enter') window.seen = {start: performance.now()}; };
  document.addEventListener('keydown', begin, true);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Takes the place of the fake site for the tests of this module."""
    from qa.assistant import Assistant

    assistant, folder = Assistant.load(), tmp_path_factory.mktemp("real")
    with serve(assistant, folder) as address:
        yield SimpleNamespace(address=address, assistant=assistant, folder=folder)


def test_every_citation_of_an_answer_opens_with_its_quotation(visit, site) -> None:
    page = visit()
    question = site.assistant.suggestions(1)[0]
    reply = ask(page, question)
    assert reply.locator("button.cite").count() >= 1
    for number in reply.locator("button.cite").all():
        number.click()
    for card in reply.locator("details.source[open]").all():
        assert card.locator("mark").count() >= 1


def test_a_question_about_a_missed_target(look) -> None:
    page = look("/indicators?attainment=missed")
    page.locator(".ask a").first.click()
    page.wait_for_selector("#thread .reply.done")
    assert page.locator("#thread details.source").count() >= 1


def test_briefing_of_every_department(site) -> None:
    from qa.brief.briefing import build_brief
    from qa.brief.words import load_words

    one = site.assistant
    for department in one.departments:
        brief = build_brief(
            one.report, one.passages, one.contradictions, department, "", one.gather, load_words("zh")
        )
        assert brief is not None and brief.sources


def test_seconds_from_enter_to_the_answer(visit, site, capsys) -> None:
    page = visit()
    page.evaluate(_WATCH)
    first, whole = [], []
    questions = site.assistant.suggestions(12)
    for turns, question in enumerate(questions, start=1):
        page.evaluate("turns => { window.expected = turns; }", turns)
        ask(page, question, turns)
        seen = page.evaluate("window.seen")
        first.append((seen["first"] - seen["start"]) / 1000)
        whole.append((seen["whole"] - seen["start"]) / 1000)
    with capsys.disabled():
        for name, seconds in (("first words", first), ("whole answer", whole)):
            print(
                f"\nEnter to {name}: median {statistics.median(seconds):.3f} s, worst {max(seconds):.3f} s",
                end="",
            )
        print(f" ({len(questions)} questions)")
    assert statistics.median(whole) < 3


def test_what_the_report_lacks_is_said_and_leads_on(visit) -> None:
    reply = ask(visit(), "火星殖民地")
    assert reply.locator(".verdict-title").inner_text() == "報告裡沒有寫到"
    assert reply.locator(".ways-on a").count() >= 2
