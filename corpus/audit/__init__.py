"""What was read, held against what the report says of itself, as data and as text."""

from __future__ import annotations

from corpus.audit.counting import UNPLACED, Audit, DepartmentAudit, Partly, audit_report
from corpus.audit.text import render_audit

__all__ = ["UNPLACED", "Audit", "DepartmentAudit", "Partly", "audit_report", "render_audit"]
