"""A language model's answer: written with pointers, checked, judged, repaired once; all of it or nothing.

What is left of an answer after sentences were dropped says something else than the answer did, so a reply
that does not stand as a whole is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Passage, ReportId
from qa.llm.asking import Asking
from qa.llm.checking import Frame, find_faults
from qa.llm.judging import Verdict, judge_claim
from qa.llm.prompting import answer_messages, repair_messages, search_messages
from qa.llm.sources import Claim, Sources, read_claims

TOKENS = 400
LONG_TOKENS = 900
SEARCHES = 3
LONGEST_SEARCH = 40
MOST_CLAIMS = 12
NOTHING = "查無"


@dataclass(frozen=True)
class Order:
    """What is to be written: the kind names a prompt, `room` is in characters."""

    kind: str  # near | plain | english | overview
    question: str
    report: ReportId
    room: int

    @property
    def tokens(self) -> int:
        return LONG_TOKENS if self.kind == "overview" else TOKENS


@dataclass
class Written:
    """What came of an order: claims that stand, or none; `dropped` says why, sentence by sentence."""

    claims: list[Claim] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    silent: bool = False  # the model found nothing to say
    repaired: bool = False


def write(asking: Asking, order: Order, sources: Sources, frame: Frame) -> Written:
    """Claims of which each stands on what it points at; raises ModelError."""
    messages = answer_messages(order, sources)
    reply = asking.ask("write", messages, order.tokens)
    written = _check(asking, order, reply, sources, frame)
    if written.claims or written.silent:
        return written
    again = asking.ask("repair", repair_messages(messages, reply, written.dropped), order.tokens)
    second = _check(asking, order, again, sources, frame)
    second.dropped[:0] = written.dropped
    second.repaired = True
    return second


def _check(asking: Asking, order: Order, reply: str, sources: Sources, frame: Frame) -> Written:
    claims = read_claims(reply)
    if not claims or (len(claims) == 1 and claims[0].text.strip("。") == NOTHING):
        return Written(silent=True)
    dropped = [
        f"{claim.text}: {fault}"
        for claim in claims[:MOST_CLAIMS]
        for fault in find_faults(claim, sources, frame)
    ]
    length = sum(len(claim.text) for claim in claims)
    if len(claims) > MOST_CLAIMS or length > order.room:
        dropped.append(f"{len(claims)} sentences of {length} characters are too many")
    if len({claim.text for claim in claims}) < len(claims):
        dropped.append("says a sentence twice")
    if not dropped:  # a call for each, and only where nothing else speaks against them
        for claim in claims:
            lines = [line for pointer in claim.pointers if (line := sources.get(pointer))]
            if (verdict := judge_claim(asking, claim.text, lines)) is not Verdict.SUPPORTED:
                dropped.append(f"{claim.text}: {verdict}")
                break
    return Written([] if dropped else claims, dropped)


def choose_searches(asking: Asking, question: str, passages: Sequence[Passage]) -> list[str]:
    """Up to three searches that the model would make; raises ModelError."""
    reply = asking.ask("search", search_messages(question, passages), TOKENS // 4)
    lines = [line.strip(" -•「」\"'。") for line in reply.splitlines()]
    usable = [line for line in lines if 1 < len(line) <= LONGEST_SEARCH and line != NOTHING]
    return list(dict.fromkeys(usable))[:SEARCHES]
