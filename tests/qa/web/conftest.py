"""What the tests of the page share."""

import pytest

from qa.web.conversation import ConversationView
from qa.web.silence import Searched
from qa.web.sources import SourceBook
from qa.web.texts import Texts, load_texts
from tests.qa.web.fakes import FakeAssistant


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts("zh-TW")


@pytest.fixture(scope="module")
def book(assistant: FakeAssistant) -> SourceBook:
    return SourceBook.of(assistant.report, assistant.passages)


@pytest.fixture(scope="module")
def view(assistant: FakeAssistant, book: SourceBook, texts: Texts) -> ConversationView:
    return ConversationView(book, texts, searched=Searched.of(assistant.find_words, assistant.passages))
