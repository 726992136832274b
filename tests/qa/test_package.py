"""The way into the package that other programs use."""

import pytest

import qa


def test_the_assistant_is_had_from_the_package():
    from qa import Assistant
    from qa.assistant import Assistant as own

    assert Assistant is own


def test_an_unknown_name_is_named():
    with pytest.raises(AttributeError, match="assistent"):
        _ = qa.assistent
