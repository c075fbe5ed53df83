"""Agreed, configured and observed shares of a router: a change is told, rounding and a moving rate are not."""

# proves L1.3

import pytest

from console.domain.route_share import RouteShare, observed_shares, share


@pytest.mark.parametrize(
    ("agreed", "configured", "is_changed"),
    [
        (0.20, 0.72, True),
        (0.30, 0.11, True),
        (0.30, 0.35, False),  # five points are within a careful step
        (0.30, 0.3501, True),
        (0.30, 0.0, True),  # drained
        (None, 0.72, False),  # nothing was agreed, so nothing can be broken
        (0.20, None, False),
    ],
)
def test_a_weight_is_changed_when_it_is_more_than_five_points_off_the_agreed_one(
    agreed: float | None, configured: float | None, is_changed: bool
) -> None:
    assert RouteShare("tokyo", agreed, configured, None).is_changed is is_changed


@pytest.mark.parametrize(
    ("configured", "observed", "is_off"), [(0.6, 0.7, False), (0.6, 0.71, True), (0.0, 0.2, True), (0.6, None, False)]
)
def test_traffic_does_not_follow_when_it_is_more_than_ten_points_off_the_weight(
    configured: float, observed: float | None, is_off: bool
) -> None:
    assert RouteShare("tokyo", None, configured, observed).is_not_followed is is_off


def test_a_share_of_nothing_is_unknown() -> None:
    assert share(3.0, 12.0) == 0.25
    assert share(3.0, 0.0) is None
    assert share(None, 12.0) is None


def test_shares_are_of_everything_that_has_a_weight() -> None:
    assert observed_shares((30.0, 10.0), (0.5, 0.5)) == (0.75, 0.25)
    assert observed_shares((30.0, None), (100.0, 0.0)) == (1.0, None)  # a drained cell has no rate
    assert observed_shares((30.0, None), (60.0, 40.0)) == (None, None)
    assert observed_shares((0.0, 0.0), (60.0, 40.0)) == (None, None)
