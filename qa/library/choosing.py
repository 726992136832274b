"""A report chosen by its name, in commands, batches and the API."""

from __future__ import annotations

from typing import Any

from qa.errors import ReportChoiceError
from qa.library.folder import name_of
from qa.library.phrases import load_phrases


def report_option(assistant: Any, report: Any) -> dict[str, str]:
    """The argument of `ask` that chooses a report; none where none is chosen, or the only one that there is.

    Raises ReportChoiceError where the name is no text, or there is one report only and it is not that.
    """
    if report is None or report == "":
        return {}
    if not isinstance(report, str):
        raise ReportChoiceError("report 必須是文字。", "The report has to be text.")
    if hasattr(assistant, "reports"):
        return {"report": report}
    own = assistant.report.id
    if report not in (name_of(assistant.settings.report), str(own)):
        raise ReportChoiceError(*(load_phrases(kind)("only", report=own) for kind in ("zh", "en")))
    return {}
