"""The issues that a search of Jira is asked to look at as they are now."""

import pytest

from connectors.notify.recent_issues import RecentIssues


def test_the_fifty_that_were_touched_last_are_remembered() -> None:
    recent = RecentIssues()
    for number in range(60):
        recent.note(str(number))
    recent.note("10")
    recent.note("30")
    assert recent.ids == [*range(11, 30), *range(31, 60), 10, 30]


@pytest.mark.parametrize("identity", ["", "OPS-1", "-1", "1.0", "١", "²", "9" * 19])
def test_what_is_no_number_of_64_bits_is_left_out(identity: str) -> None:
    recent = RecentIssues()
    recent.note(identity)
    assert recent.ids == []
