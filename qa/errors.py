"""What can be wrong with a question or a request, each with one sentence for the user.

AssistantError            anything that the user can mend
├── QuestionError         the question is empty or too long
├── DepartmentError       a department that the report does not have
├── ReportChoiceError     a report that the library does not have
└── InputError            a file or a line that cannot be read
"""

from __future__ import annotations


class AssistantError(Exception):
    """Something that the user can mend; its text is one sentence in Traditional Chinese.

    `english` says the same for those who read English; without it they get the Chinese sentence.
    """

    def __init__(self, sentence: str = "", english: str = "") -> None:
        super().__init__(sentence)
        self.english = english

    def text(self, language: str) -> str:
        """The sentence in a language of the page, `zh-TW` or `en`."""
        return self.english or str(self) if language == "en" else str(self)


class QuestionError(AssistantError):
    """The question is empty, too long or no text."""


class DepartmentError(AssistantError):
    """The report has no such department."""


class ReportChoiceError(AssistantError):
    """The library has no such report."""


class InputError(AssistantError):
    """A file or a line of input cannot be used."""
