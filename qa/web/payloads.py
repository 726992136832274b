"""What a call of a function of the page may carry; looked at before Gradio sees it.

Gradio takes any JSON for any component, hands a wrong type to the function, and copies a file that an
object names.  No function of this page takes a file, so here each input must be of its component's type
and within its length, and an object that Gradio would take for a file is refused wherever it stands.
"""

from __future__ import annotations

import json
from typing import Any

import gradio as gr
from gradio_client.utils import is_file_obj_with_meta
from starlette.types import Message, Receive

MOST_TEXT = 5000
"""Characters of a text whose component sets no `max_length`."""
_MOST_NESTED = 60
_TYPES: tuple[tuple[type, tuple[type, ...]], ...] = (
    (gr.Textbox, (str,)),
    (gr.Dropdown, (str, int, float)),
    (gr.Button, (str,)),
)


class PayloadError(ValueError):
    """A body that is no call of one of the page's functions; `key` and `values` say what to tell."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def check_call(blocks: gr.Blocks, body: bytes, name: str | None = None) -> dict[str, Any]:
    """The content of a body that calls a function of `blocks`; `name` is that of the path.

    Raises PayloadError where it is no such call.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        raise PayloadError("error.malformed") from None
    if not isinstance(content, dict) or not isinstance(content.get("data"), list):
        raise PayloadError("error.types")
    check_plain(content)
    function = _find(blocks, content, name)
    # A call by name leaves out what only the page knows; Gradio fills it in.
    inputs = [one for one in function.inputs if name is None or not one.skip_api]
    data = content["data"]
    if len(data) > len(function.inputs) or (name is None and len(data) != len(inputs)):
        raise PayloadError("error.types")
    for component, value in zip(inputs, data, strict=False):
        _check_value(component, value)
    if not isinstance(content.get("session_hash"), str | None) or len(content.get("session_hash") or "") > 64:
        raise PayloadError("error.types")
    return content


def _find(blocks: gr.Blocks, content: dict[str, Any], name: str | None) -> Any:
    if name is None:
        number = content.get("fn_index")
        found = blocks.fns.get(number) if type(number) is int else None
    else:
        found = next((one for one in blocks.fns.values() if one.api_name == name), None)
    if found is None or found.fn is None:
        raise PayloadError("error.not_found")
    return found


def _check_value(component: Any, value: Any) -> None:
    if value is None or isinstance(component, gr.State):
        return
    for kind, types in _TYPES:
        if not isinstance(component, kind):
            continue
        many = getattr(component, "multiselect", False)
        for one in value if many and isinstance(value, list) else [value]:
            if not isinstance(one, types) or (isinstance(one, bool) and bool not in types):
                raise PayloadError("error.types")
            limit = getattr(component, "max_length", None) or MOST_TEXT
            if isinstance(one, str) and len(one) > limit:
                raise PayloadError("error.too_long", length=len(one), limit=limit)
        return


def check_plain(content: Any) -> None:
    """No object that Gradio takes for a file, and nothing nested deeper than a conversation is."""
    level = [content]
    for _ in range(_MOST_NESTED):
        if any(is_file_obj_with_meta(one) or "_type" in one for one in level if isinstance(one, dict)):
            raise PayloadError("error.types")
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise PayloadError("error.malformed")


async def read_body(receive: Receive) -> bytes:
    """The whole body of a request; its size is bounded outside."""
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)
    return b"".join(parts)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives a body that was read already, then what else comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
