"""Every error that a user can mend is of one kind."""

from __future__ import annotations

import pytest

from qa.errors import AssistantError, DepartmentError, InputError, QuestionError


@pytest.mark.parametrize("kind", [QuestionError, DepartmentError, InputError])
def test_errors_share_one_base_and_keep_their_sentence(kind):
    with pytest.raises(AssistantError, match="問題是空的。"):
        raise kind("問題是空的。")
