"""Members of lists that a message points to, and what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.words import normalize
from qa.answer import Answer, Status
from qa.conversation.acts import OPERATIONS, find_acts, may
from qa.conversation.arithmetic import Reckoner
from qa.conversation.collected import Collected
from qa.conversation.cues import hints, strip
from qa.conversation.ledger import make_ledger
from qa.conversation.moment import Moment
from qa.conversation.pointing import (
    LISTS,
    Listing,
    Member,
    find_lists,
    find_ordinal,
    ordinal_with_next,
    strip_ordinal,
    take,
)
from qa.conversation.reading import Readings, shorten
from qa.conversation.scope import Scope
from qa.conversation.shown import RECKONED
from qa.conversation.state import Exchange
from qa.understand.question import Reading, find_language
from qa.wording.phrases import phrases_of

if TYPE_CHECKING:
    from qa.assistant import Assistant

AGED = 0.7
"""What a list is less likely meant for each turn that was told since."""
PARTICLES = "呢咧勒哩嗎啊的那 ？?"


class Members:
    """Answers messages that point into an answer."""

    def __init__(self, assistant: Assistant, scope: Scope, readings: Readings) -> None:
        self._assistant = assistant
        self.scope = scope
        self.readings = readings

    def point(self, moment: Moment) -> Answer | None:
        """The member of a list that a message points to, with what is asked of it."""
        place = find_ordinal(moment.typed)
        if place is None or hints("superlative", moment.typed) or self._is_name(moment):
            return None
        again = may("again", moment.typed)
        rest = strip_ordinal(moment.ledger.strip_acts(moment.typed) if again else moment.typed)
        if not rest.strip(PARTICLES):  # the next member: what was asked of the one before
            rest = strip_ordinal(moment.last.question)
        told = [turn for turn in moment.past if turn.told and not turn.answer.answer.startswith(RECKONED)]
        pool = [
            (self._fit(listing, rest, turn) - AGED * age, listing, turn)
            for age, turn in enumerate(reversed(told[-LISTS:]))
            for listing in find_lists(turn)
            if len(listing.members) > 1 and take(listing.members, place) is not None
        ]
        _, listing, turn = max(pool, key=lambda found: found[0], default=(0.0, None, None))
        if listing is None or turn is None:
            return None
        member = take(listing.members, place)
        assert member is not None
        return self._tell_member(member, rest, turn, moment)

    def _is_name(self, moment: Moment) -> bool:
        """Is an ordinal part of a name that was shown (第二季, 第一中隊), or one side of a comparison?"""
        assert moment.told is not None
        name = ordinal_with_next(moment.typed)
        shown = " ".join(c.passage for c in moment.told.answer.citations)
        return (bool(name) and name in normalize(shown)) or hints("sides", moment.typed)

    def _fit(self, listing: Listing, rest: str, turn: Exchange) -> float:
        """How well a list is the one that was asked for, and holds what is asked of its members."""
        asks, matcher = self._assistant.weigher.asks, self._assistant.weigher.matcher
        demands = [d for d in asks.find_demands(normalize(rest)) if d.kind not in ("yes_no", "name", "list")]
        texts = [normalize(member.text).lower() for member in listing.members]
        proved = [all(asks.proves(d, text) for d in demands) for text in texts]
        words = self._assistant.find_words(turn.question)
        cover = matcher.cover(words, f"{normalize(listing.lead).lower()} {' '.join(texts)}")
        short = sum(len(text) < 3 for text in texts) / len(texts)
        holds = sum(proved) / len(proved) if demands else 0.0
        made = 0.3 * listing.shown + 0.5 * bool(listing.members[0].name)
        return cover + holds + made - short + 0.05 * min(len(texts), 6)

    def _tell_member(self, member: Member, rest: str, turn: Exchange, moment: Moment) -> Answer | None:
        """A member as printed; what is computed over its figures; where more is asked, the report's answer.

        None where a computation is asked for that its own figures do not allow.
        """
        gather = Collected()
        text = f"{member.text}{gather.cite(member.citation)}"
        name = shorten(member.name or member.text, 40)
        operation = next(iter(find_acts(rest, OPERATIONS)), None)
        if operation and not self._assistant.find_words(strip("generic", moment.ledger.strip_acts(rest))):
            alone = [Exchange(f"{name} {rest}", gather.answer(text, turn.answer, ""))]
            ledger = make_ledger(alone, self._assistant.weigher, self.scope)
            found = Reckoner(ledger).answer(rest, operation)
            return found[0].with_(asked=alone[0].question) if found else None
        asks = self._assistant.weigher.asks
        demands = [d for d in asks.find_demands(normalize(rest)) if d.kind not in ("yes_no", "name", "list")]
        flat = normalize(member.text).lower()
        note = phrases_of(moment.typed, turn.asked).means.format(text=shorten(name))
        words = self._assistant.find_words(rest)
        cover = self._assistant.weigher.matcher.cover(words, flat)
        if (demands and not all(asks.proves(d, flat) for d in demands)) or (words and cover < 0.5):
            cited = [member.citation] if member.citation else turn.answer.citations
            near = self.readings.near(rest, cited, moment.past)
            reading = Reading(rest, name, near, note)
            answer, _ = self._assistant.read(moment.typed, moment.department, reading)
            if answer.status == Status.ANSWERED:
                return answer.with_(asked=reading.asked)
        english = find_language(moment.typed, turn.asked) == "en"
        answer = gather.answer(f"The report says: 「{text}」" if english else text, turn.answer, note)
        return answer.with_(asked=f"{turn.question} {name}")
