"""No call, whatever function it names and whatever file object it carries, reads a file of the machine."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

import httpx
import pytest


def functions(client: httpx.Client, root: str) -> list[tuple[int, int]]:
    """The number of each function that the page offers, with how many inputs it takes."""
    config = client.get(f"{root}config").json()
    return [(one["id"], len(one["inputs"])) for one in config["dependencies"]]


def call(client: httpx.Client, root: str, number: int, data: list) -> str:
    """All that the server says to a queued call."""
    session = uuid4().hex
    body = json.dumps({"data": data, "fn_index": number, "session_hash": session})
    sent = {"content-type": "application/json"}
    joined = client.post(f"{root}gradio_api/queue/join", content=body, headers=sent)
    if joined.status_code != 200:
        return joined.text
    with client.stream("GET", f"{root}gradio_api/queue/data", params={"session_hash": session}) as stream:
        lines = []
        for line in stream.iter_lines():
            lines.append(line)
            if "process_completed" in line or "close_stream" in line or "unexpected_error" in line:
                break
        return "\n".join(lines)


def file_objects(path: str) -> list:
    """The shapes in which Gradio takes a file: bare, in a list, in a field, in a chat message."""
    one = {"path": path, "meta": {"_type": "gradio.FileData"}}
    return [one, [one], {"x": one}, [{"role": "user", "content": one}], {"files": [one], "text": ""}]


def copies_of(folder: Path, text: str) -> list[Path]:
    return [path for path in folder.rglob("secret.txt") if path.is_file() and text in path.read_text("utf-8")]


@pytest.fixture(scope="module")
def gradio_folder() -> Path:
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())


@pytest.mark.parametrize("root", ["/", "/en/"])
def test_no_function_copies_a_file_where_it_is_served(client, folder, secret, gradio_folder, root):
    tried = 0
    for number, inputs in functions(client, root):
        for shape in file_objects(str(folder / "secret.txt")):
            said = call(client, root, number, [shape] * max(inputs, 1))
            assert secret not in said
            tried += 1
    assert tried >= 20  # four functions at least
    assert copies_of(gradio_folder, secret) == []


def test_the_check_of_gradio_that_this_rests_on_is_on(address):
    """`_check_allowed` lets everything through as long as `has_launched` is False."""
    import tempfile

    from gradio.context import LocalContext
    from gradio.exceptions import InvalidPathError
    from gradio.processing_utils import _check_allowed

    from qa.settings import Settings
    from qa.web.server import create_app
    from tests.qa.web.fakes import FakeAssistant

    app = create_app(FakeAssistant(), Settings())
    pages = [
        route.app.get_blocks()
        for route in app.routes
        if hasattr(route, "app") and hasattr(route.app, "get_blocks")
    ]
    assert len(pages) == 2
    for page in pages:
        assert page.has_launched is True
        token = LocalContext.blocks.set(page)
        try:
            for path in ("/etc/hostname", f"{tempfile.gettempdir()}/other.txt", __file__):
                with pytest.raises(InvalidPathError):
                    _check_allowed(path, check_in_upload_folder=True)
        finally:
            LocalContext.blocks.reset(token)
