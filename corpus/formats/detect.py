"""Which format a file has, told by its first bytes and not by its name; and its text."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.errors import ReportError
from corpus.formats.blocks import Block, ReportText, join_blocks

MAX_UNPACKED = 500 * 1024 * 1024
"""Bytes that a Word or ODT file may unpack to."""
FORM = b"1"
"""Changes whenever the same file gives another text, so that a kept one is not taken for it."""
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_document(raw: bytes) -> bool:
    """Whether the bytes of a file are of a format whose text has to be taken out."""
    return b"%PDF-" in raw[:1024] or raw.startswith(b"PK\x03\x04")


def read_document(path: Path, raw: bytes) -> ReportText | None:
    """Return the text of a PDF, Word or ODT file, None where its bytes are of no such format.

    Raises ReportError where the file is of an office format that cannot be read, or damaged.
    """
    blocks: list[Block] | None = None
    if b"%PDF-" in raw[:1024]:
        from corpus.formats.pdf import read_pdf

        blocks = read_pdf(path)
    elif raw.startswith(b"PK\x03\x04"):
        blocks = _read_zipped(path)
    elif raw.startswith(_OLD_OFFICE):
        raise ReportError(f"「{path.name}」是舊的 Word 格式（.doc），請先在文書軟體另存成 .docx 或 PDF。")
    elif raw.startswith(b"{\\rtf"):
        raise ReportError(f"「{path.name}」是 RTF 格式，請先在文書軟體另存成 .docx 或 PDF。")
    if blocks is None:
        return None
    text = join_blocks(blocks)
    if not text.text.strip():
        raise ReportError(f"「{path.name}」裡沒有文字。")
    return text


def _read_zipped(path: Path) -> list[Block]:
    try:
        with zipfile.ZipFile(path) as file:
            names = set(file.namelist())
            unpacked = sum(entry.file_size for entry in file.infolist())
            kind = file.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ReportError(f"「{path.name}」已損壞或不完整，請重新下載。") from error
    if unpacked > MAX_UNPACKED:
        raise ReportError(
            f"「{path.name}」解開後有 {unpacked / 1e6:,.0f} MB，"
            f"超過上限 {MAX_UNPACKED / 1e6:,.0f} MB，不予讀取。"
        )
    if "word/document.xml" in names:
        from corpus.formats.word import read_word

        return read_word(path)
    if "opendocument.text" in kind:
        from corpus.formats.opendocument import read_opendocument

        return read_opendocument(path)
    if "EncryptedPackage" in names or "META-INF/manifest.xml" in names:
        raise ReportError(f"「{path.name}」不是文字文件；可以讀純文字、PDF、Word（.docx）與 ODT。")
    raise ReportError(f"「{path.name}」是壓縮檔或其他格式；可以讀純文字、PDF、Word（.docx）與 ODT。")
