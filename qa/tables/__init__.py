"""Questions computed over everything countable: a closed query language, read, evaluated and told."""

from qa.tables.answerer import TableAnswerer

__all__ = ["TableAnswerer"]
