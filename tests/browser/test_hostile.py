"""Markup of the question, the report and a tampered browser stays text and reaches no other host."""

import pytest

from tests.browser.conftest import ask
from tests.qa.web.fakes import HOSTILE

pytestmark = pytest.mark.browser
# A link to a place of the report is ours; any other would be foreign text come alive.
OURS = ("/report/at/", "/department/", "/en/report/at/", "/en/department/")
_LINKS = ", ".join(f"[href^='{path}']" for path in OURS)
FORBIDDEN = (
    f"img, a:not({_LINKS}), script, iframe, object, embed, form, "
    "input, style, link, video, audio, .katex, .mermaid"
)


@pytest.mark.parametrize(
    "typed",
    [
        HOSTILE,
        "<script>document.title=1</script>",
        "[a](javascript:document.title=1) ![b](https://example.com/b.png)",
        "https://example.com www.example.com me@example.com",
        "```mermaid\ngraph TD; A-->B\n``` <details open ontoggle=document.title=1>",
        "# 標題\n\n| a | b |\n|---|---|\n| <b>c</b> | d |",
        "</div></div><h1>假的</h1>",
        "&lt;b&gt; &#60;i&#62; \u202e反",
    ],
)
def test_typed_markup_stays_text(visit, typed: str) -> None:
    page = visit()
    title = page.title()
    ask(page, f"惡意 {typed}")
    page.locator("#thread button.cite").first.click()
    assert page.locator("#thread .md").locator(FORBIDDEN).count() == 0
    assert page.title() == title
    shown = page.inner_text("#thread .asked-text")
    assert "".join(shown.split()) == "".join(f"惡意{typed}".replace("\u202e", "").split())


@pytest.mark.parametrize(
    "path", ["/indicators?q=館藏", "/report/圖書局", "/search?q=館藏", "/brief?topic=館藏"]
)
def test_markup_of_the_report_stays_text_on_every_page(look, path: str) -> None:
    page = look(path)
    assert page.locator("main img, main script, main iframe, main b").count() == 0
    assert page.title() != "1" and "<率>" in page.inner_text("main")


def test_an_address_cannot_carry_markup(visit) -> None:
    page = visit("/?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E&department=%3Cb%3E")
    page.wait_for_selector("#thread .reply.done")
    assert page.locator("#thread .md").locator(FORBIDDEN).count() == 0
    assert page.inner_text("#thread .asked-text") == "<img src=x onerror=document.title=1>"


def test_a_damaged_history_starts_anew(visit) -> None:
    page = visit()
    ask(page, "碼頭巡查幾次？")
    # The page keeps an answer after it has shown it: what is damaged before is written over.
    page.wait_for_function("() => localStorage.getItem('report-assistant.conversations')?.includes('碼頭')")
    page.evaluate("() => localStorage.setItem('report-assistant.conversations', '{nonsense')")
    page.reload()
    page.wait_for_selector(".welcome")
    ask(page, "講座有多少人參加？")
