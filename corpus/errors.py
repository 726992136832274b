"""What can go wrong while a report is read.

ReportError — the file cannot be read as a report; its text is one sentence for the user.
"""

from __future__ import annotations


class ReportError(ValueError):
    """A file that is no readable report; `str(error)` is one sentence in Traditional Chinese."""
