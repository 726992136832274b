"""What a department says of its own targets, held against the rows of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.contradictions.cells import cells_of
from corpus.contradictions.finding import Contradiction, Spot, contradiction
from corpus.contradictions.naming import quote
from corpus.model import Department, Passage, Report, Section

ALL_DONE = re.compile(
    r"(?:皆|均|全數|全部|都)(?:已|能|可)?(?:如期|如質|依限|順利|圓滿)*(?:達成|完成)(?!度)"
    r"|(?:達成率|達成度)(?:皆|均|都)?[為達是]?\s?100\s?[%％]"
)
ABOUT_ALL = re.compile(r"關鍵(?:策略|績效)|衡量指標|各(?:項|策略|績效|衡量)|策略績效目標")
EXCEPT = re.compile(
    r"除[^，。]*外|僅[^。]*外|惟|未達成|未能達成|未達標|大[多致部]|多數|部分|其餘|其中|餘[均皆]"
)
COUNT = r"(?P<count>\d{1,3})\s?(?:個|項|大)?"
DECLARED = (
    (re.compile(rf"{COUNT}\s?(?:關鍵|重要)*策略(?:績效)?目標"), "goals", "策略目標"),
    (re.compile(rf"{COUNT}項?\s?(?:關鍵績效|衡量|績效)指標(?!\w{{0,2}}(?:達成|未達))"), "indicators", "指標"),
    (
        re.compile(rf"{COUNT}項?\s?(?:關鍵績效|衡量|績效)?指標(?:均|皆|全數)?(?:已)?達成(?!度)"),
        "full",
        "達成的指標",
    ),
    (
        re.compile(rf"{COUNT}項?\s?(?:關鍵績效|衡量|績效)?(?:指標)?(?:未達成|未能達成|未達標)"),
        "missed",
        "未達成的指標",
    ),
)
"""Counts that an assessment prints, and what of the table they are."""
IN_TABLE = {
    "goals": re.compile(r"策略目標合計數\s*(?P<count>\d+)"),
    "indicators": re.compile(r"項數\s*\(A\)\s*(?P<count>\d+)"),
    "full": re.compile(r"項數\s*\(B\)\s*(?P<count>\d+)"),
}
PART = re.compile(r"其中|另|共同性")


def find_claims(report: Report, passages: list[Passage]) -> Iterator[Contradiction]:
    """Yield statements of an assessment or summary table that the department's rows do not bear out."""
    for department in report.departments:
        own = [one for one in passages if one.department == department.name]
        rows = [one for one in own if one.indicator is not None and not one.indicator.common]
        if not rows:
            continue
        counts = _count(department)
        for passage in own:
            if passage.section == Section.ASSESSMENT:
                yield from _all_done(passage, rows)
            if passage.section in (Section.PREFACE, Section.ASSESSMENT):
                yield from _declared(passage, counts, own)
            if passage.section == Section.SUMMARY:
                yield from _summary(passage, department, counts)


def _count(department: Department) -> dict[str, int]:
    rows = [one for one in department.indicators if not one.common]
    attained = [one.attainment_percent for one in rows if one.attainment_percent is not None]
    return {
        "goals": len({(one.goal_number, one.goal) for one in rows}),
        "indicators": len(rows),
        "full": sum(value >= 100 for value in attained),
        "partial": sum(80 <= value < 100 for value in attained),
        "below80": sum(value < 80 for value in attained),
        "missed": sum(value < 100 for value in attained),
    }


def _all_done(passage: Passage, rows: list[Passage]) -> Iterator[Contradiction]:
    """Yield a sentence that says that all targets were met, with the rows that were not."""
    missed = [
        one
        for one in rows
        if one.indicator is not None
        and one.indicator.attainment_percent is not None
        and one.indicator.attainment_percent < 100
    ]
    if not missed:
        return
    for sentence in passage.sentences:
        words = passage.text[sentence.start : sentence.end]
        claim = ALL_DONE.search(words)
        if not claim or not ABOUT_ALL.search(words) or EXCEPT.search(words):
            continue
        first = missed[0]
        cells = cells_of(first)
        if "attainment" not in cells or first.indicator is None:
            continue
        yield contradiction(
            f"{passage.department}的績效總評寫指標「{claim.group()}」，"
            f"但{quote(first.indicator.name)}的達成度是 {cells['attainment'].text}",
            "claim",
            Spot(passage, sentence.start + claim.start(), sentence.start + claim.end()),
            cells["attainment"],
        )
        return


def _declared(passage: Passage, counts: dict[str, int], own: list[Passage]) -> Iterator[Contradiction]:
    """Yield counts of targets and indicators that are not those of the tables."""
    for sentence in passage.sentences:
        words = passage.text[sentence.start : sentence.end]
        for pattern, name, label in DECLARED:
            for match in pattern.finditer(words):
                before = words[max(0, match.start() - 8) : match.start()]
                said = int(match["count"])
                behind = words[match.end() : match.end() + 10]
                if PART.search(before + behind) or re.search(r"[\d第.]\s?$", before) or said == counts[name]:
                    continue
                if not re.search(
                    r"計|共|訂定|設|合計|有|等|達成", before + words[match.end() : match.end() + 4]
                ):
                    continue
                stretch = Spot(passage, sentence.start + match.start(), sentence.start + match.end())
                where = f"{passage.department}的{passage.section}"
                yield contradiction(
                    f"{where}寫 {said} 項{label}，指標表列出的是 {counts[name]} 項",
                    "declared",
                    stretch,
                    *_table_spots(own, name, counts[name]),
                )


def _table_spots(own: list[Passage], name: str, count: int) -> list[Spot]:
    """Return where the department's summary table prints a count, nothing where it does not."""
    for passage in own:
        pattern = IN_TABLE.get(name)
        if passage.section == Section.SUMMARY and pattern:
            match = pattern.search(passage.text)
            if match and int(match["count"]) == count:
                return [Spot(passage, *match.span())]
    return []


def _summary(passage: Passage, department: Department, counts: dict[str, int]) -> Iterator[Contradiction]:
    """Yield counts of the summary table that are not those of its rows, or do not add up."""
    summary = department.summary
    if summary is None:
        return
    labels = {"goals": "關鍵策略目標", "indicators": "指標", "full": "達成度 100% 的指標"}
    labels |= {"partial": "達成度 80% 以上未達 100% 的指標", "below80": "達成度未達 80% 的指標"}
    rows = [one for one in department.indicators if not one.common]
    for name, label in labels.items():
        said = getattr(summary, name)
        if said == counts[name] or (name == "goals" and not all(one.goal for one in rows)):
            continue
        found = re.search(rf"(?<![\d.]){said}(?![\d.%])", passage.text)
        spot = Spot(passage, *found.span()) if found else Spot(passage, 0, len(passage.text))
        yield contradiction(
            f"{passage.department}的達成一覽表寫{label} {said} 項，逐列計算是 {counts[name]} 項",
            "declared",
            spot,
        )
