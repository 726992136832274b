"""The text of a report file, or one clear sentence why there is none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from corpus.errors import ReportError
from corpus.formats.blocks import ReportText
from corpus.formats.detect import FORM, is_document, read_document
from corpus.kept import read_kept, write_kept

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is read; a year's report of one city has less than 1 MB."""


def read_report(path: str | Path, kept: Path | None = None) -> ReportText:
    """Return the text of the file at `path`, with `\\n` as the only line end and no byte-order mark.

    The file may be plain text (UTF-8), PDF, Word or ODT; of these the printed pages come with the text.
    `kept` is a folder where the text of an office file is kept, since taking it out takes minutes.
    Raises ReportError when the file is missing, no file, empty, too large or cannot be read.
    Whether the text is a report is decided by `corpus.reading.parse.parse_report`.
    """
    path = Path(path)
    if not path.exists():
        raise ReportError(f"找不到報告檔「{path}」，請確認路徑與檔名。")
    if not path.is_file():
        raise ReportError(f"「{path}」不是檔案，請指定報告的檔案。")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReportError(
                f"報告檔「{path}」有 {size / 1024 / 1024:.1f} MB，超過上限 {MAX_BYTES // 1024 // 1024} MB，"
                "請確認是否為報告。"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ReportError(f"無法讀取報告檔「{path}」（{error.strerror}），請確認檔案權限。") from error
    if kept is None or not is_document(raw):
        return read_document(path, raw) or ReportText(decode_report(raw, str(path)))
    place = kept / f"text-{hashlib.sha256(raw + FORM).hexdigest()[:24]}.json"
    known = read_kept(place)
    if known is not None:
        text, pages = json.loads(known)
        return ReportText(text, tuple(pages))
    found = read_document(path, raw) or ReportText("")
    write_kept(place, json.dumps(found, ensure_ascii=False))
    return found


def decode_report(raw: bytes, name: str) -> str:
    """Return the bytes of a report as text; `name` is what an error message calls it."""
    if not raw.strip():
        raise ReportError(f"報告檔「{name}」是空的，請指定有內容的報告純文字檔。")
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReportError(f"「{name}」是二進位檔；可以讀純文字（UTF-8）、PDF、Word（.docx）與 ODT。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(
            f"報告檔「{name}」不是 UTF-8 編碼（第 {error.start + 1} 個位元組無法解讀），"
            "請另存為 UTF-8 純文字檔。"
        ) from error
    if "\x00" in text:
        raise ReportError(f"「{name}」是二進位檔；可以讀純文字（UTF-8）、PDF、Word（.docx）與 ODT。")
    return text.replace("\r\n", "\n").replace("\r", "\n")
