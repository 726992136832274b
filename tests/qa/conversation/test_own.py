"""A question alone that reckons with figures of its own answer, over the small report."""

from __future__ import annotations

import pytest

from qa.answer import Route


@pytest.mark.parametrize("text", ["裁處件數占稽查件數幾成？", "稽查 695 件裡裁處占幾成"])
def test_what_is_asked_of_two_printed_figures_is_reckoned(small_assistant, text):
    answer = small_assistant.ask(text)
    *quoted, result = answer.answer.split("\n")
    assert answer.route == Route.TABLE
    assert "31 件" in result and "695 件" in result and "4.5%" in result
    assert quoted and all("4.5" not in line for line in quoted)
    assert all("稽查 695 件" in citation.passage for citation in answer.citations)


@pytest.mark.parametrize(
    "text", ["稽查幾件、裁處幾件？", "淨灘的志工跟焚化廠參觀的人加起來多少？", "淨灘清掉多少垃圾？"]
)
def test_what_asks_for_no_reckoning_or_for_what_is_not_printed_is_told_as_it_is(small_assistant, text):
    assert "＝" not in small_assistant.ask(text).answer
