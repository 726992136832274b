"""The plain pages over the fake report."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from qa.web.pages.lost import LostPages
from qa.web.pages.routes import add_pages
from tests.qa.web.fakes import FakeAssistant


@pytest.fixture(scope="session")
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(LostPages, sites=add_pages(app, FakeAssistant(), limit=300))
    return TestClient(app, headers={"accept": "text/html"}, follow_redirects=False)


@pytest.fixture(scope="session")
def get(client: TestClient) -> Callable[[str], str]:
    """The document at an address that must be there."""

    def text(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200, address
        return response.text

    return text
