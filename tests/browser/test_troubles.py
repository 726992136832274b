"""What goes wrong on the way: lost lines, crowded servers, full browsers; each is said in plain words."""

import pytest

from tests.browser.conftest import ask

pytestmark = pytest.mark.browser
FILL = """() => { for (const part of ['x'.repeat(1 << 18), 'x'.repeat(64)])
  try { for (let n = 0; ; n++) localStorage.setItem(`${part.length} ${n}`, part); } catch { /* full */ } }"""


def send(page, question: str) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_a_lost_network_is_said_in_plain_words(visit) -> None:
    page = visit()
    page.route("**/queue/join*", lambda route: route.abort())
    send(page, "講座有多少人參加？")
    page.wait_for_selector("text=連不上伺服器，請檢查網路後再試一次。")
    assert page.inner_text(".toast-title") == "沒有成功"
    assert page.input_value("#question textarea") == "講座有多少人參加？"
    page.unroute("**/queue/join*")
    page.wait_for_function("() => !document.querySelector('.toast-message-text')")  # connected again
    page.wait_for_function(
        "() => document.querySelector('#question textarea')?.value === '講座有多少人參加？'"
    )
    page.wait_for_timeout(1500)
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#thread .reply.done:has-text('1,342 人次')")
    visit.errors.clear()  # the browser notes the lost request itself


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "no JSON", "連不上伺服器，請檢查網路後再試一次。"),
        (503, '{"detail": "現在提問的人很多"}', "現在提問的人很多，請過幾秒再試。"),
        (429, '{"detail": "提問太頻繁，請在 9 秒後再試。"}', "提問太頻繁，請在 9 秒後再試。"),
    ],
)
def test_what_the_server_refuses_is_said_in_plain_words(visit, status: int, body: str, said: str) -> None:
    page = visit()
    given = {"status": status, "body": body, "content_type": "application/json"}
    page.route("**/queue/join*", lambda route: route.fulfill(**given))
    send(page, "講座")
    page.wait_for_selector(f".toast-message-text:has-text('{said}')")
    assert page.input_value("#question textarea") == "講座"
    visit.errors.clear()


def test_a_line_that_breaks_in_the_middle_of_an_answer_is_said_and_the_question_is_kept(visit) -> None:
    page = visit()
    page.clock.install()
    # The stream ends after the question was taken: no answer ever comes.
    page.route("**/queue/data*", lambda route: route.fulfill(content_type="text/event-stream", body="\n\n"))
    send(page, "講座有多少人參加？")
    page.clock.run_for(25_000)
    page.wait_for_selector("#box-note:has-text('很久沒有回應')")
    page.unroute("**/queue/data*")
    page.reload()
    page.wait_for_function(
        "() => document.querySelector('#question textarea')?.value === '講座有多少人參加？'"
    )
    visit.errors.clear()


def test_a_page_loaded_again_in_the_middle_of_an_answer_keeps_the_question(visit) -> None:
    page = visit()
    send(page, "慢慢說講座")
    page.wait_for_selector("#thread .reply.asking .answer-text")
    page.reload()
    page.wait_for_function("() => document.querySelector('#question textarea')?.value === '慢慢說講座'")
    assert "1,342 人次" in ask(page, "講座有多少人參加？").inner_text()
    visit.errors.clear()


def test_a_full_browser_answers_and_says_that_it_keeps_nothing(visit) -> None:
    page = visit()
    page.evaluate(FILL)
    ask(page, "講座有多少人參加？")
    page.wait_for_selector("#box-note:has-text('這個瀏覽器沒有空間')")


def test_what_keeps_a_question_from_being_sent_is_said_at_the_box(visit) -> None:
    page = visit()
    for nothing in ("", "😀🚌", "？？"):
        send(page, nothing)
        assert "請先打一個問題" in page.inner_text("#box-note")
    page.fill("#question textarea", "長" * 250)
    assert page.inner_text("#box-note") == "250／300 字"
    send(page, "長" * 400)
    assert "問題有 400 個字，最多 300 個字" in page.inner_text("#box-note")
    assert page.locator("#thread .reply").count() == 0
    assert len(page.input_value("#question textarea")) == 400


def test_a_second_press_asks_once(visit, site) -> None:
    page, before = visit(), len(site.assistant.asked)
    page.fill("#question textarea", "講座有多少人參加？")
    page.evaluate("() => { for (let n = 0; n < 3; n++) document.getElementById('send').click(); }")
    page.wait_for_selector("#thread .reply.done")
    page.wait_for_timeout(500)
    assert len(site.assistant.asked) == before + 1 and page.locator("#thread .reply").count() == 1


def test_back_and_forward_lead_to_the_conversation_again(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    page.click(".site-nav a:has-text('指標')")
    page.wait_for_selector("td.name")
    page.go_back()
    page.wait_for_selector("#thread .reply.done")
    page.go_forward()
    page.wait_for_selector("td.name")
    page.go_back()
    page.wait_for_selector("#thread .reply.done")
    ask(page, "那防波堤呢？", 2)
