"""Which records of the trail a review tells of. Proves L4.5."""

import pytest

from console.domain.trail_record import TrailRecord
from console.reports.told_record import is_told
from tests.fakes.reviewed_estate import record


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("change.verified", True),
        ("change.undone", True),
        ("change.applying", False),
        ("rollout.begun", True),
        ("approval.given", True),
        ("connection.opened", False),
        ("rollouts.begun", False),
    ],
)
def test_ends_of_changes_and_all_of_rollouts_and_approvals_are_told(kind: str, told: bool) -> None:
    assert is_told(record(kind, "tokyo")) is told


def test_a_line_that_nobody_can_read_is_not_told() -> None:
    assert not is_told(TrailRecord(0, b"{", None))
