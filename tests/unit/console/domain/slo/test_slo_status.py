"""How an objective is doing: from how many events on it can be judged. Proves L3.1."""

import pytest

from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus


def status(percent: float, events: float | None) -> SloStatus:
    ref = ResourceRef("prom", "SLO", "web", "availability")
    return SloStatus(ref, "Pages load", percent, 30 * 86_400, 0.0, (), events, "")


@pytest.mark.parametrize(
    ("percent", "needed"),
    [(50, 2), (90, 10), (99, 100), (99.5, 200), (99.9, 1_000), (99.95, 2_000), (99.97, 3_334), (99.99, 10_000),
     (99.999, 100_000), (99.9999, 1_000_000)],
)  # fmt: skip
def test_the_events_that_are_needed_are_enough_and_one_fewer_is_not(percent: float, needed: int) -> None:
    assert status(percent, needed).events_needed == needed
    assert not status(percent, needed).too_few_events
    assert status(percent, needed - 1).too_few_events


def test_where_nobody_counts_events_there_are_never_too_few() -> None:
    assert not status(99.9, None).too_few_events
