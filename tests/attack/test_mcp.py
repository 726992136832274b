"""The MCP endpoint answers from this process, whoever asks and whatever the request says of the host."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("mcp")

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "績優鄰長有幾位獲得表揚？"}},
}
ACCEPT = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine, and what anybody sends to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                with peer:
                    peer.settimeout(1)
                    heard.append(peer.recv(1000))
                    peer.sendall(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], heard


@pytest.mark.parametrize("name", ["host", "x-forwarded-host", "forwarded"])
def test_no_header_leads_the_server_elsewhere(client, listener, name):
    port, heard = listener
    value = f"host=127.0.0.1:{port}" if name == "forwarded" else f"127.0.0.1:{port}"
    client.post("/gradio_api/mcp/", json=CALL, headers={**ACCEPT, name: value, "x-forwarded-proto": "http"})
    assert heard == []
    assert "364 位" in client.post("/gradio_api/mcp/", json=CALL, headers=ACCEPT).text
    assert heard == []
