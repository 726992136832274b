"""`audit`: what was read, held against what the report says of itself."""

from __future__ import annotations

import json

from tests.qa.small_report import DEPARTMENTS


def test_the_json_has_the_keys_of_the_contract(run):
    status, out, err = run("audit", "--json")
    assert (status, err) == (0, "")
    audit = json.loads(out)
    assert set(audit) >= {"departments", "text", "contradictions"}
    assert [row["name"] for row in audit["departments"]] == list(DEPARTMENTS)
    counts = ("goals", "indicators", "full", "partial", "below80", "common", "shortfalls", "programmes")
    for row in audit["departments"]:
        assert row["agrees"] is True
        assert all(isinstance(row[name], int) for name in (*counts, "passages"))
    civil = audit["departments"][0]
    assert [civil[name] for name in counts] == [3, 4, 3, 0, 1, 1, 1, 3]
    assert audit["text"]["passage_characters"] <= audit["text"]["source_characters"]
    assert all(one["why"] for one in audit["text"]["left_out"])


def test_the_audit_can_be_read_on_the_terminal(run):
    _, out, _ = run("audit")
    for name in DEPARTMENTS:
        assert name in out


def test_a_count_that_differs_is_shown(run, small_folder, tmp_path):
    text = (small_folder / "report.txt").read_text(encoding="utf-8")
    other = tmp_path / "report.txt"
    other.write_text(
        text.replace("3\t4\t3\t75%\t0\t0%\t1\t25%", "3\t5\t4\t80%\t0\t0%\t1\t20%"), encoding="utf-8"
    )
    _, out, _ = run("audit", "--json", REPORT=str(other))
    rows = {row["name"]: row for row in json.loads(out)["departments"]}
    assert rows["民政處"]["agrees"] is False
    assert rows["民政處"]["declared"]["indicators"] == 5
    assert rows["消防局"]["agrees"] is True
