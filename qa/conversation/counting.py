"""How many things a message says that it means."""

from __future__ import annotations

import re

HOW_MANY = re.compile(
    r"(?<!第)((?<!\d)\d{1,2}|[兩二三四五六七八九十])\s*(?:個|項|筆|件|種|家|處|所|則|者|樣|次|位|題|季|年|隊|科|社|校|期|條|段)(?![的證])"
)
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"兩": 2}


def how_many(text: str) -> int | None:
    """How many things a message says that it means (四個加起來), from 2 to 10; None where it does not."""
    match = HOW_MANY.search(text)
    if match is None:
        return None
    value = _HAN.get(match[1]) or (int(match[1]) if match[1].isdigit() else 0)
    return value if 2 <= value <= 10 else None
