"""`serve`: where the page listens, and ports that cannot be."""

from __future__ import annotations

import pytest


@pytest.fixture
def served(monkeypatch):
    """What was served, instead of a server that would wait for visitors."""
    calls: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "qa.service.serving.serve",
        lambda assistant, settings: calls.append((settings.host, settings.port)),
    )
    return calls


def test_without_a_command_the_page_is_served(run, served):
    status, out, _ = run()
    assert status == 0
    assert served == [("127.0.0.1", 7860)]
    assert "http://127.0.0.1:7860" in out


def test_host_and_port_come_from_the_line_before_the_settings(run, served):
    run("--host", "0.0.0.0", "--port", "8000", PORT="9000")
    run("serve", "--port", "8001", HOST="0.0.0.0")
    run("serve", PORT="9000")
    assert served == [("0.0.0.0", 8000), ("0.0.0.0", 8001), ("127.0.0.1", 9000)]


def test_a_port_in_use_is_one_sentence(run, monkeypatch):
    def refuse(*given):
        raise OSError(98, "Address already in use")

    monkeypatch.setattr("qa.service.serving.serve", refuse)
    status, _, err = run("--port", "8000")
    assert status == 2
    assert "127.0.0.1:8000" in err
    assert err.count("\n") == 1


def test_port_zero_is_refused(run, served):
    assert run("--port", "0")[0] == 2
