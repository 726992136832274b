"""The optional language model: it may reword what was found, and nothing of it is shown unchecked."""

from qa.llm.answerer import ModelAnswerer

__all__ = ["ModelAnswerer"]
