"""The real assistant over the bundled report, loaded once."""

from __future__ import annotations

import pytest

from qa.assistant import Assistant
from qa.settings import Settings


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant.load(Settings())
