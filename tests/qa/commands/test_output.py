"""A command writes regular files only, whole or not at all."""

import os
from pathlib import Path

import pytest

from qa.commands.output import check_output, write_whole
from qa.errors import InputError


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.jsonl"
    path.write_text("old", encoding="utf-8")
    return path


def refuse(target: Path, word: str, source: Path | None = None) -> None:
    with pytest.raises(InputError, match=word):
        check_output(target, source)
    with pytest.raises(InputError, match=word), write_whole(target, source):
        pass


def test_a_link_is_left_as_it_is(old, tmp_path):
    for aim in (old, tmp_path / "none", tmp_path):
        link = tmp_path / f"to-{aim.name}"
        link.symlink_to(aim)
        refuse(link, "連結")
        assert link.is_symlink()
    assert old.read_text(encoding="utf-8") == "old"


def test_devices_pipes_and_folders_are_left_as_they_are(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refuse(pipe, "管線")
    refuse(Path("/dev/null"), "裝置")
    refuse(tmp_path, "資料夾")
    refuse(tmp_path / "none" / "out", "不存在")
    assert pipe.is_fifo()


def test_the_input_is_never_the_output(old, tmp_path):
    refuse(old, "輸入檔", source=old)
    same = tmp_path / "same"
    os.link(old, same)
    refuse(same, "輸入檔", source=old)


def test_an_old_file_stays_until_the_new_one_is_whole(old):
    with pytest.raises(KeyboardInterrupt), write_whole(old) as out:
        out.write("half")
        raise KeyboardInterrupt
    assert old.read_text(encoding="utf-8") == "old"
    with write_whole(old) as out:
        out.write("new")
        out.flush()
        assert old.read_text(encoding="utf-8") == "old"
    assert old.read_text(encoding="utf-8") == "new"
    assert [path.name for path in old.parent.iterdir()] == ["old.jsonl"]


def test_what_turned_into_a_link_meanwhile_is_not_replaced(old, tmp_path):
    other = tmp_path / "other"
    with pytest.raises(InputError), write_whole(other) as out:
        out.write("new")
        other.symlink_to(old)
    assert other.is_symlink()
    assert old.read_text(encoding="utf-8") == "old"
