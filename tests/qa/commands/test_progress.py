"""The progress bar: silent on what is quick, one bar for each thing done."""

from __future__ import annotations

import sys

import pytest

from qa.commands.progress import Bar


def test_quick_work_shows_no_bar(capsys):
    with Bar() as bar:
        for done in (5, 10):
            bar("計算句子向量", done, 10)
        bar("計算題庫向量", 3, 3)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == ""


def test_slow_work_shows_what_is_done(monkeypatch, capsys):
    import tqdm

    real = tqdm.tqdm
    monkeypatch.setattr(tqdm, "tqdm", lambda **given: real(**(given | {"delay": 0, "file": sys.stderr})))
    with Bar() as bar:
        bar("計算句子向量", 10, 10)
        bar("計算題庫向量", 3, 3)
    err = capsys.readouterr().err
    assert "計算句子向量: 100%" in err
    assert "計算題庫向量: 100%" in err


def test_an_error_inside_is_not_swallowed():
    with pytest.raises(ValueError, match="壞了"), Bar() as bar:
        bar("計算句子向量", 1, 10)
        raise ValueError("壞了")


def test_without_work_there_is_nothing_to_close():
    with Bar():
        pass
