"""For everybody: keyboard alone, screen readers, small screens, dark, English, and a page that stays put."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import ask

pytestmark = pytest.mark.browser
PAGES = (
    "/report",
    "/report/港務處",
    "/report/p/12",
    "/search?q=講座",
    "/indicators",
    "/programmes",
    "/conflicts",
    "/department/港務處",
    "/brief?department=港務處",
)


def violations(page) -> list[str]:
    """What axe-core finds moderate, serious or critical, one line each."""
    page.wait_for_timeout(300)  # transitions would be measured half way
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found
        if one["impact"] != "minor"
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("base", ["", "/en"])
def test_no_violation(visit, base: str, scheme: str, site) -> None:
    page = visit(f"{base}/", color_scheme=scheme, bypass_csp=True)
    assert violations(page) == []
    ask(page, "防波堤的進度？").locator("button.cite").click()
    ask(page, "沒有的事", 2)
    assert violations(page) == []
    for path in PAGES:
        page.goto(f"{site.address}{base}{path}")
        for closed in page.locator("main details:not([open]) > summary").all()[:3]:
            closed.click()
        if page.locator("#brief-edit").count():
            page.click("#brief-edit")
        assert violations(page) == [], path


def test_keyboard_alone(visit) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
    page.keyboard.type("講座有多少人參加？")
    page.keyboard.press("Enter")
    page.wait_for_selector("#thread .reply.done")
    for _ in range(12):  # back from the box to the number of the source
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.name") == "source":
            break
    page.keyboard.press("Enter")
    assert page.is_visible("#thread .source mark")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert not page.is_visible("#thread .source mark")


def test_department_by_keyboard(visit, site) -> None:
    page = visit()
    page.focus("#department input")
    page.keyboard.type("圖書")
    page.get_by_role("option", name="圖書局").wait_for()  # a key before the list is there is lost on it
    page.keyboard.press("ArrowDown")
    page.locator("[role=option].active", has_text="圖書局").wait_for()  # the list follows what was typed
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('#department input').value === '圖書局'")
    ask(page, "講座有多少人參加？")
    assert site.assistant.asked[-1][2] == "圖書局"


def test_answer_is_announced_once(visit) -> None:
    page = visit()
    ask(page, "講座有多少人參加？")
    page.wait_for_function("() => document.getElementById('live').textContent.includes('1,342 人次')")
    assert page.get_attribute("#thread [role=log]", "aria-live") == "off"
    assert page.locator("#thread [data-testid][aria-label]").count() == 0


@pytest.mark.parametrize("width", [390, 320])
def test_small_screen(visit, width: int, site) -> None:
    page = visit(viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    ask(page, "防波堤的進度？").locator("button.cite").click()
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator("#composer").bounding_box()
    assert box["y"] + box["height"] <= 801 and page.is_visible("#send")
    for path in PAGES:
        page.goto(site.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.locator(".site-nav a").last.is_visible()


def test_rows_of_a_computed_answer_have_room_on_a_telephone(visit) -> None:
    page = visit(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    table = ask(page, "列出指標").locator(".computed")
    assert table.evaluate("one => one.scrollWidth <= one.clientWidth")
    heights = [cell.bounding_box()["height"] for cell in table.locator("td:nth-child(3)").all()]
    assert len(heights) == 2 and max(heights) < 40  # no figure is broken over lines
    assert table.locator("tbody").inner_text().count("目標值") == 2


def test_nothing_jumps_while_an_answer_grows(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    page.evaluate(
        """() => { window.shifts = []; new PerformanceObserver(list => { for (const one of list.getEntries())
        window.shifts.push(one.value); }).observe({type: 'layout-shift', buffered: false}); }"""
    )
    page.fill("#question textarea", "慢慢說講座")
    page.press("#question textarea", "Enter")
    page.wait_for_function("() => document.querySelector('.asking .answer-text')?.innerText.length > 3")
    page.wait_for_timeout(500)  # the one scroll to the new question has ended
    top = page.locator("#thread .asked").last.bounding_box()["y"]
    assert 0 <= top < 120
    page.wait_for_function("() => document.querySelectorAll('#thread .reply.done').length === 2")
    assert abs(page.locator("#thread .asked").last.bounding_box()["y"] - top) < 2
    assert sum(page.evaluate("window.shifts")) < 0.05


def test_dark_is_remembered(visit) -> None:
    page = visit()
    assert not page.evaluate("document.body.classList.contains('dark')")
    page.click("#theme-toggle")
    assert page.evaluate("document.body.classList.contains('dark')")
    page.reload()
    page.wait_for_selector("#question textarea")
    assert page.evaluate("document.body.classList.contains('dark')")


def test_english_by_the_browser_and_by_the_switch(visit) -> None:
    page = visit("/", locale="en-GB")
    assert page.url.endswith("/en/") and page.get_attribute("html", "lang") == "en"
    assert page.inner_text("#send") == "Send"
    ask(page, "講座有多少人參加？")
    with page.expect_navigation():
        page.click("#language-link")
    page.wait_for_selector("#thread .reply.done")  # the conversation came along
    assert page.get_attribute("html", "lang") == "zh-Hant-TW" and page.inner_text("#send") == "送出"
    page.goto(page.url.split("?")[0])
    assert page.get_attribute("html", "lang") == "zh-Hant-TW"


def test_enter_that_ends_a_composition_does_not_send(visit) -> None:
    page = visit()
    page.fill("#question textarea", "講座")
    page.evaluate(
        """() => { const box = document.querySelector('#question textarea');
        const told = {key: 'Enter', bubbles: true, isComposing: true, keyCode: 13};
        for (const kind of ['keydown', 'keypress']) box.dispatchEvent(new KeyboardEvent(kind, told)); }"""
    )
    page.wait_for_timeout(500)
    assert page.locator("#thread .reply").count() == 0 and page.input_value("#question textarea") == "講座"


def test_shift_enter_starts_a_new_line(visit) -> None:
    page = visit()
    page.focus("#question textarea")
    page.keyboard.type("講座")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("幾人")
    assert page.input_value("#question textarea") == "講座\n幾人"


def test_language_of_the_document_is_the_pages_whatever_the_browsers(visit) -> None:
    page = visit("/?language=zh-TW", locale="fr-FR")
    page.wait_for_timeout(800)
    assert page.get_attribute("html", "lang") == "zh-Hant-TW"
