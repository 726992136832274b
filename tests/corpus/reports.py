"""Small reports put together from their parts."""

from __future__ import annotations

from corpus.cutting.passages import cut_passages
from corpus.model import Department, Passage, Report
from corpus.reading.parse import parse_report

KPI_HEADER = "關鍵策略目標\t關鍵績效指標\t原定目標值\t達成目標值\t達成度\t績效衡量暨達成情形說明"
COMMON_HEADER = "共同性目標\t共同性指標\t原定目標值\t達成目標值\t達成度\t績效衡量暨達成情形說明"
SHORTFALL_HEADER = "關鍵策略目標 /共同性目標\t關鍵績效指標 /共同性指標\t達成度 差異值\t未達成原因暨因應策略"
PROGRAMME_HEADER = "計畫名稱\t\t\t執行成果\t完成程度(%)\n類\t項\t目\t\t"
SUMMARY = (
    "關鍵策略目標合計數\t關鍵績效指標\t\t\t\t\t\t\n"
    "\t指標合計項數(A)\t達成度=100%\t\t100% > 達成度 ≥ 80%\t\t達成度 < 80%\t\n"
    "\t\t項數(B)\t比率 (B/A) × 100\t項數(C)\t比率 (C/A) × 100\t項數(D)\t比率 (D/A) × 100\n"
)


class ReportText:
    """A department's chapter from its parts; `page` begins a new page of the table above it."""

    def __init__(self, name: str = "海洋處", city: str = "東港市政府", year: int = 120) -> None:
        self.lines = [f"{city}{name} {year} 年度施政績效成果報告", ""]
        self.header = ""

    def section(self, heading: str, header: str = "") -> ReportText:
        self.lines += [heading, ""]
        self.header = header
        self.lines += header.split("\n") if header else []
        return self

    def rows(self, *rows: str) -> ReportText:
        self.lines += rows
        return self

    def page(self, header: str | None = None, heading: str = "") -> ReportText:
        self.header = self.header if header is None else header
        self.lines += ["", *([heading, ""] if heading else []), *self.header.split("\n")]
        return self

    def indicators(self, *rows: str, header: str = KPI_HEADER) -> ReportText:
        return self.section("二、關鍵績效指標執行情形", header).rows(*rows)

    def programmes(self, *rows: str, header: str = PROGRAMME_HEADER) -> ReportText:
        return self.section("參、重要施政成果", header).rows(*rows)

    def next_page(self, *rows: str, header: str | None = None) -> ReportText:
        """Begin a page of 重要施政成果, which repeats its heading."""
        return self.page(header, "參、重要施政成果").rows(*rows)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    def line_of(self, part: str) -> int:
        """Return the number of the first line that has `part` in it."""
        return next(number for number, line in enumerate(self.text.split("\n"), 1) if part in line)

    def report(self) -> Report:
        return parse_report(self.text)

    def department(self) -> Department:
        return self.report().departments[0]

    def passages(self) -> list[Passage]:
        return cut_passages(self.report())
