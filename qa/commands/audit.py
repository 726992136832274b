"""`audit`: what was read, held against what the report says of itself."""

from __future__ import annotations

import argparse
import json
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="輸出 JSON")


def run(arguments: argparse.Namespace, settings: Any) -> int:
    """Read the report, count and compare; needs no index."""
    from corpus.audit import audit_report, render_audit
    from corpus.contradictions import find_contradictions
    from corpus.cutting.passages import cut_passages
    from corpus.reading.parse import parse_report
    from corpus.reading.source import read_report
    from corpus.reading.wholeness import refuse_hollow

    report = refuse_hollow(parse_report(*read_report(settings.report, settings.index_dir)))
    passages = cut_passages(report)
    audit = audit_report(report, passages, find_contradictions(report, passages))
    print(
        json.dumps(audit.to_dict(), ensure_ascii=False, indent=2) if arguments.json else render_audit(audit)
    )
    return 0
