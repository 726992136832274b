"""The numbers and signs that begin an item of a list."""

from __future__ import annotations

import re

ITEM_START = re.compile(
    r"\s*(?:\d{1,2}\s?[.．、](?!\d)|\d{1,2}[.．](?=1\d\d\s*年|\d{1,2}\s?月)|[（(](?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})[)）]"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}、|[A-Za-z][.．、](?![A-Za-z])|[➢●※•◆■])"
)


def starts_item(text: str) -> bool:
    """Whether a text begins with an item's number or bullet."""
    return ITEM_START.match(text) is not None
