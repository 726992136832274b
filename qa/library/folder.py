"""The folder of reports: one folder each, with its file, its questions and its index.

    reports/
        NAME/
            report.pdf      or .txt, .docx, .odt
            report.json     its city and year, so that listing reads no report
            bank/, gaps/    its anticipated questions and near misses, where it has any
            index/          its indexes, and with them its vectors

A report is put together beside its place and moved there when it is whole, so that one that cannot be
read leaves nothing behind.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReportError
from corpus.model import Report, ReportId
from corpus.reading.parse import parse_report
from corpus.reading.source import read_report
from corpus.reading.wholeness import refuse_hollow
from qa.errors import InputError

LOG = logging.getLogger(__name__)

KINDS = (".txt", ".pdf", ".docx", ".odt")
ABOUT = "report.json"
QUESTIONS = ("bank", "gaps")
_NAME = re.compile(r"[\w-]{1,60}")


@dataclass(frozen=True)
class Entry:
    """A report of the library; `name` stands in addresses and commands."""

    name: str
    id: ReportId
    file: Path
    index_dir: Path


class ReportFolder:
    """The reports of one folder; what is in it is looked up anew each time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> list[Entry]:
        """The reports by city and year; a folder without a readable report is left out with a warning."""
        found = []
        for folder in sorted(self.path.iterdir()) if self.path.is_dir() else ():
            if not folder.is_dir() or folder.name.startswith("."):
                continue
            try:
                found.append(_read_entry(folder))
            except ReportError as error:
                LOG.warning("報告資料夾「%s」略過不用：%s", folder, error)
        return sorted(found, key=lambda entry: (entry.id.city, entry.id.year, entry.name))

    def add(self, file: Path, name: str | None = None, others: Iterable[ReportId] = ()) -> Entry:
        """Put a report's file with the questions beside it into the folder; its index is not built yet.

        `name` is by default its city and year.  `others` are reports that there are besides.
        Raises ReportError where the file is no report, InputError where the name cannot be or is taken, or
        the library has a report of the same city and year.
        """
        report = _read(file)
        if any(report.id == one for one in (*others, *(entry.id for entry in self.entries()))):
            raise InputError(f"已經有「{report.id}」的報告了；要換掉它，請先用 reports remove 移除。")
        name = name or f"{report.id.city.removesuffix('政府')}-{report.id.year}"
        if not _NAME.fullmatch(name):
            raise InputError(f"名稱「{name[:60]}」不能用，要是 60 個以內的文字、數字、- 或 _。")
        place = self.path / name
        if place.exists():
            raise InputError(f"報告資料夾裡已經有「{name}」，請用 --name 給別的名稱。")
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=self.path))
            try:
                kind = file.suffix.lower() if file.suffix.lower() in KINDS else KINDS[0]
                shutil.copyfile(file, aside / f"report{kind}")
                for questions in QUESTIONS:
                    if (file.parent / questions).is_dir():
                        shutil.copytree(file.parent / questions, aside / questions)
                _write_about(aside, report)
                aside.chmod(0o755)
                aside.rename(place)
            except BaseException:
                shutil.rmtree(aside, ignore_errors=True)
                raise
        except OSError as error:
            raise InputError(f"寫不進報告資料夾「{self.path}」：{error.strerror or error}。") from error
        return _read_entry(place)

    def remove(self, name: str) -> Entry:
        """Delete a report with its index; raises InputError where there is none of that name."""
        entry = next((entry for entry in self.entries() if name in (entry.name, str(entry.id))), None)
        if entry is None:
            raise InputError(f"報告資料夾「{self.path}」裡沒有「{name[:60]}」；用 reports list 看有哪些。")
        try:
            aside = self.path / f".removed-{entry.name}"
            shutil.rmtree(aside, ignore_errors=True)
            entry.file.parent.rename(aside)  # gone for others in one step, whatever happens next
            shutil.rmtree(aside)
        except OSError as error:
            raise InputError(f"移除不了「{entry.file.parent}」：{error.strerror or error}。") from error
        return entry


def name_of(file: Path) -> str:
    """What a report outside the folder is called: its file's name, or its folder's where all are alike."""
    name = file.parent.name if file.stem == "report" else file.stem
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:60] or "report"


def _read_entry(folder: Path) -> Entry:
    """Raises ReportError where the folder holds no report."""
    file = next((folder / f"report{kind}" for kind in KINDS if (folder / f"report{kind}").is_file()), None)
    if file is None:
        raise ReportError(f"裡面沒有 report{'、report'.join(KINDS)} 任何一個檔案。")
    if not _NAME.fullmatch(folder.name):
        raise ReportError("資料夾的名稱要是 60 個以內的文字、數字、- 或 _。")
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        identity = ReportId(str(about["city"]), int(about["year"]))
    except (OSError, ValueError, KeyError, TypeError):
        report = _read(file, folder / "index")
        identity = report.id
        try:
            _write_about(folder, report)
        except OSError:
            LOG.warning("寫不進「%s」，每次都要重讀這份報告。", folder / ABOUT)
    return Entry(folder.name, identity, file, folder / "index")


def _read(file: Path, kept: Path | None = None) -> Report:
    return refuse_hollow(parse_report(*read_report(file, kept)))


def _write_about(folder: Path, report: Report) -> None:
    about = {"city": report.id.city, "year": report.id.year}
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8")
