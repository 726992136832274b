"""A real browser on the page over the fake assistant; whatever it asks of another host fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.qa.web.fakes import FakeAssistant
from tests.qa.web.serving import serve

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing; install Debian's package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The running page: its `address`, the `assistant` behind it and the `folder` of its files."""
    assistant, folder = FakeAssistant(step=0.05), tmp_path_factory.mktemp("site")
    with serve(assistant, folder) as address:
        yield SimpleNamespace(address=address, assistant=assistant, folder=folder)


@pytest.fixture
def visit(browser: Any, site: SimpleNamespace) -> Iterator[Callable[..., Any]]:
    """Opens the page as a new visitor; at the end no foreign request and no error may have happened."""
    contexts, foreign, errors = [], [], []

    def open_page(path: str = "/", chat: bool = True, **options: Any) -> Any:
        given = {"locale": "zh-TW", "viewport": {"width": 1280, "height": 860}} | options
        context = browser.new_context(**given)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: _note(foreign, request.url, site.address))
        page.on(
            "console", lambda message: _complain(errors, message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: _complain(errors, str(error)))
        page.goto(site.address + path)
        if chat:
            page.wait_for_selector("#question textarea")
        return page

    open_page.errors = errors  # a test that expects one takes it out
    yield open_page
    for context in contexts:
        context.close()
    assert foreign == []
    assert errors == []


@pytest.fixture
def look(visit: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a page that is not the chat."""
    return lambda path, **options: visit(path, chat=False, **options)


def _note(foreign: list[str], url: str, address: str) -> None:
    if not url.startswith((address, "data:", "blob:")):
        foreign.append(url)


def _complain(errors: list[str], text: str) -> None:
    # A page that is left gives up its open stream, and says so.
    if not text.startswith("AbortError") and "Connection errored out" not in text:
        errors.append(text)


def ask(page: Any, question: str, turns: int = 1) -> Any:
    """Type a question, send it with Enter and wait until it is answered; returns the reply."""
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    return wait_for_replies(page, turns)


def wait_for_replies(page: Any, turns: int) -> Any:
    """Wait until so many turns are answered and none is being asked; returns the newest reply."""
    page.wait_for_function(
        "n => document.querySelectorAll('#thread .reply:not(.asking)').length === n"
        " && !document.querySelector('#thread .reply.asking')",
        arg=turns,
    )
    return page.locator("#thread .reply").last
