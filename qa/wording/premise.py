"""Notice that a question takes for granted what the report says otherwise."""

from __future__ import annotations

import re

from corpus.figures import find_figures
from qa.understand.question import Understood

_CLAIMS = re.compile(
    r"聽說|據說|為什麼|為何|怎麼(?:只|才|會)|對嗎|對吧|是嗎|是吧|沒錯|嗎|is it true|why", re.IGNORECASE
)
_NOT_YET = re.compile(r"還沒|尚未|都沒|還未|沒有?(?:開|完|辦|做|啟|動|通)|not yet|still not")
_DONE = re.compile(r"已(?:於|經|在|完成|全)|業(?:於|已)|完成|啟用|揭牌|通車|開幕")
_NEGATED = re.compile(r"未|尚|無法|沒有|不及")
COMPARED = frozenset({"number", "money", "percent", "ordinal"})


def contradicts(question: Understood, quoted: str, cited: str = "") -> bool:
    """Does a quotation say otherwise than the question claims?

    It does when the question states a figure with a unit and the quotation has figures in that unit, all
    others, and none of the stated ones is `cited` anywhere; or when the question says that something has
    not happened and the quotation that it has.
    """
    if not _CLAIMS.search(question.text):
        return False
    if _NOT_YET.search(question.text):
        return bool(_DONE.search(quoted)) and not _NEGATED.search(quoted)
    claimed = [f for f in find_figures(question.text) if f.kind in COMPARED and f.unit]
    printed = [f for f in find_figures(quoted) if f.kind in COMPARED and f.unit]
    known = {(f.value, f.unit) for f in find_figures(cited or quoted)}
    if any((figure.value, figure.unit) in known for figure in claimed):
        return False
    return any(figure.unit == other.unit for figure in claimed for other in printed)
