"""The text of a report file, or one clear sentence why there is none."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import ReportError

MAX_BYTES = 50 * 1024 * 1024
"""Largest file that is read; a year's report of one city has less than 1 MB."""


def read_report(path: str | Path) -> str:
    """Return the text of the file at `path`, with `\\n` as the only line end and no byte-order mark.

    Raises ReportError when the file is missing, no file, empty, too large, binary or not UTF-8.
    Whether the text is a report is decided by `corpus.parse.parse_report`.
    """
    path = Path(path)
    if not path.exists():
        raise ReportError(f"找不到報告檔「{path}」，請確認路徑與檔名。")
    if not path.is_file():
        raise ReportError(f"「{path}」不是檔案，請指定報告的純文字檔（UTF-8）。")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReportError(
                f"報告檔「{path}」有 {size / 1024 / 1024:.1f} MB，超過上限 {MAX_BYTES // 1024 // 1024} MB，"
                "請確認是否為報告的純文字檔。"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise ReportError(f"無法讀取報告檔「{path}」（{error.strerror}），請確認檔案權限。") from error
    return decode_report(raw, str(path))


def decode_report(raw: bytes, name: str) -> str:
    """Return the bytes of a report as text; `name` is what an error message calls it."""
    if not raw.strip():
        raise ReportError(f"報告檔「{name}」是空的，請指定有內容的報告純文字檔。")
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReportError(f"「{name}」是二進位檔，不是純文字；請先將報告轉成 UTF-8 純文字檔。")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportError(
            f"報告檔「{name}」不是 UTF-8 編碼（第 {error.start + 1} 個位元組無法解讀），"
            "請另存為 UTF-8 純文字檔。"
        ) from error
    if "\x00" in text:
        raise ReportError(f"「{name}」是二進位檔，不是純文字；請先將報告轉成 UTF-8 純文字檔。")
    return text.replace("\r\n", "\n").replace("\r", "\n")
