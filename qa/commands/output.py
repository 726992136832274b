"""Files that a command writes: regular ones only, and whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from qa.errors import InputError


def check_output(target: Path, source: Path | None = None) -> None:
    """Raise InputError where `target` cannot be written: a folder, link, device or pipe, or the input itself.

    A link is refused even if it leads to a regular file, since nobody sees where it leads.
    """
    if not target.parent.is_dir():
        raise InputError(f"輸出檔的資料夾「{target.parent}」不存在。")
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError(f"寫不進輸出檔「{target}」：{error.strerror or error}。") from error
    if stat.S_ISDIR(mode):
        raise InputError(f"輸出檔「{target}」是資料夾，請給檔名。")
    if not stat.S_ISREG(mode):
        raise InputError(f"輸出檔「{target}」是連結、裝置或管線，請給一般的檔名。")
    if source is not None and source.exists() and os.path.samefile(source, target):
        raise InputError(f"輸出檔「{target}」就是輸入檔，請給別的檔名。")


@contextmanager
def write_whole(target: Path, source: Path | None = None) -> Iterator[TextIO]:
    """A file to write UTF-8 to, that takes the place of `target` when the block ends without an error.

    Until then it stands beside it under a name that nobody can have laid a link at; after an error it is
    removed and an older `target` is as it was.  Raises InputError as `check_output` does.
    """
    check_output(target, source)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            yield out
        umask = os.umask(0)
        os.umask(umask)
        partial.chmod(0o666 & ~umask)
        check_output(target, source)  # it may have become something else meanwhile
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
