"""What a correcting message means: it without what it takes back and without the words of correcting."""

from __future__ import annotations

from qa.conversation.cues import hints, strip
from qa.conversation.talk import split_clauses


def find_meant(text: str) -> str | None:
    """The question that a correcting message puts in the place of the one before; None for others.

    「不是修的，是新裝的有幾盞」 means 「新裝的有幾盞」.
    """
    if not (hints("corrects", text) or hints("denies", text, start=True) or _denies_inside(text)):
        return None
    clauses = split_clauses(text)
    kept = [clause for clause in clauses if not hints("denies", clause)] if len(clauses) > 1 else clauses
    meant = [strip("corrects", clause) for clause in kept or clauses[-1:]]
    meant = [clause.lstrip("是啊喔欸唉那就") for clause in meant]
    whole = "，".join(clause for clause in meant if clause.strip(" 了啦喔"))
    return whole or None


def _denies_inside(text: str) -> bool:
    clauses = split_clauses(text)
    return len(clauses) > 1 and any(hints("denies", clause) for clause in clauses[:-1])
