"""Figures of some days of the year are told with these days, which stand in front of them in their item."""

from dataclasses import replace

import pytest

from qa.wording.extractive import Extractor
from qa.wording.phrases import CHINESE


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("春安工作期間(112年1月1日起至1月30日止)。", True),
        ("本計畫期間(112年1月1日起至12月31日止)。", False),
        ("112年1月1日召開會議。", False),
    ],
)
def test_the_days_of_an_item_stand_beside_its_figures(small_assistant, item, shown):
    question = small_assistant.understanding.understand("淨灘活動辦了幾場？")
    candidate = next(c for c in small_assistant.index.search(question.text) if "24 場次" in c.text)
    before = replace(candidate.passage, id="before", text=item)
    extractor = Extractor(small_assistant.weigher, [before, candidate.passage])
    draft = extractor.quote(question, [small_assistant.weigher.weigh(question, candidate)], CHINESE)
    assert ("1月1日起至1月30日" in draft.text) is shown
    assert [citation.passage for citation in draft.citations][1:] == [item] * shown
