"""A conversation as an object: ask, and ask on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qa.answer import Answer
from qa.conversation.state import KEPT, Exchange, read_history

if TYPE_CHECKING:
    from qa.assistant import Assistant


class Conversation:
    """The turns of one user; not meant for several threads at once."""

    def __init__(
        self, assistant: Assistant, department: str | None = None, report: str | None = None
    ) -> None:
        """report: which of a library's reports the first message asks; later ones go on from there."""
        self._assistant = assistant
        self._chosen = {"report": report} if report else {}
        self.department = department
        self.turns: list[Exchange] = []

    def ask(self, question: str, department: str | None = None, *, explain: bool = False) -> Answer:
        """The next turn's answer; what cannot be asked raises as `Assistant.ask` does and is no turn."""
        chosen = {} if self.turns else self._chosen
        answer = self._assistant.ask(
            question, self.turns, department or self.department, explain=explain, **chosen
        )
        self.turns = [*self.turns, Exchange(question, answer)][-KEPT:]
        return answer

    def to_dict(self) -> dict[str, Any]:
        """The conversation as JSON; `history` is what `Assistant.ask` takes."""
        return {"department": self.department, "history": [turn.to_dict() for turn in self.turns]}

    @classmethod
    def from_dict(cls, assistant: Assistant, item: Mapping[str, Any]) -> Conversation:
        """A conversation from the JSON of `to_dict`; questions without an answer are asked again.

        Raises QuestionError where its turns are of another form.
        """
        conversation = cls(assistant, item.get("department"))
        for turn in read_history(item.get("history", ())):
            if isinstance(turn, str):
                conversation.ask(turn)
            else:
                conversation.turns.append(turn)
        return conversation
