"""Several reports in the browser: the list to choose from, a comparison, the way to each printed place."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.browser.conftest import ask
from tests.qa import small_report
from tests.qa.conftest import (  # noqa: F401  (fixtures)
    small_assistant,
    small_folder,
    small_settings,
    small_source,
)
from tests.qa.library.conftest import BEFORE, library, texts  # noqa: F401  (fixtures)
from tests.qa.web.serving import serve

pytestmark = pytest.mark.browser
EARLIER = f"{small_report.CITY} {BEFORE} 年度"


@pytest.fixture(scope="module")
def site(library, tmp_path_factory):  # noqa: F811
    folder = tmp_path_factory.mktemp("reports")
    with serve(library, folder) as address:
        yield SimpleNamespace(address=address, assistant=library, folder=folder)


def test_the_report_chosen_answers_and_the_conversation_goes_on_from_there(visit) -> None:
    page = visit()
    page.locator("#report-choice input").click()
    page.get_by_role("option", name=EARLIER).click()
    reply = ask(page, "淨灘辦了幾場？")
    assert "53 場次" in reply.inner_text()
    assert EARLIER in reply.locator(".basis").inner_text()
    assert EARLIER in page.locator(".asked .within").first.inner_text()
    assert "24 場次" in ask(page, f"{small_report.YEAR} 年呢", 2).inner_text()


def test_a_comparison_is_a_table_whose_sources_lead_to_each_report(visit) -> None:
    page = visit()
    reply = ask(page, f"廢食用油回收 {small_report.YEAR} 年和 {BEFORE} 年比如何？")
    assert reply.locator(".answer-text table tr").count() == 3
    assert reply.locator(".source-report").all_inner_texts()[0] == EARLIER
    reply.locator("button.cite").first.click()
    reply.locator("details.source[open] a.read").first.click()
    page.locator("#reader .target").first.wait_for()
    assert "10 公噸" in page.locator("#reader").inner_text()


def test_the_pages_of_a_report_lead_on_within_it(look, site) -> None:
    page = look("/reports/before/report")
    assert page.locator(".site-reports a[aria-current]").inner_text() == EARLIER
    page.locator("main a", has_text="消防局").first.click()
    assert page.url.startswith(f"{site.address}/reports/before/")
    page.locator(".site-reports a").first.click()
    assert page.url == f"{site.address}/report"
