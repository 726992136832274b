"""What is read of a message that is too long to be one."""

import pytest

from qa.understand.question import LONGEST_READ, keep_ends


def test_a_message_of_a_usual_length_is_read_whole():
    assert keep_ends("問" * LONGEST_READ) == "問" * LONGEST_READ


def test_of_a_long_one_the_beginning_and_the_end_are_read():
    kept = keep_ends("資源回收率" + "很" * 5000 + "是多少？")
    assert kept.startswith("資源回收率很") and kept.endswith("很是多少？")
    assert len(kept) == LONGEST_READ


@pytest.mark.parametrize("sign", ["\ufdfa", "㌖", "ﬃ", "\u0344"])
def test_a_sign_that_stands_for_many_counts_as_many(sign):
    from index.words import normalize

    assert len(normalize(keep_ends(sign * 1000))) <= LONGEST_READ
