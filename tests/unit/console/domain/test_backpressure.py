"""The backpressure chain: where the signal stops."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.backpressure import (
    ChainReadings,
    Link,
    LinkState,
    StopReason,
    backpressure_chain,
    wanted_replicas,
)

# 1,500 waiting, 300 a replica: 5 of at most 10 replicas are asked for and there.
FLOWING = ChainReadings(
    lag=1500, target=300, activation=5, keda_value=1500, keda_active=True,
    hpa_desired=5, hpa_max=10, available=5, throttled_rps=0,
)  # fmt: skip


def _states(readings: ChainReadings) -> list[LinkState]:
    return [finding.state for finding in backpressure_chain(readings).links]


def test_a_signal_that_passes_all_links() -> None:
    # proves L2.2
    chain = backpressure_chain(FLOWING)
    assert chain.stops_at is None
    assert chain.is_known
    assert [finding.link for finding in chain.links] == list(Link)
    assert _states(FLOWING) == [LinkState.PASSES] * 4 + [LinkState.QUIET]


@pytest.mark.parametrize(
    ("change", "link", "reason", "value", "expected"),
    [
        ({"keda_value": 0.0}, Link.KEDA, StopReason.KEDA_SEES_NOTHING, 0.0, 1500),
        ({"keda_value": 700.0}, Link.KEDA, StopReason.KEDA_SEES_OTHER, 700.0, 1500),
        ({"keda_active": False}, Link.KEDA, StopReason.KEDA_INACTIVE, 1500, 1500),
        ({"keda_paused": True, "available": 3.0}, Link.KEDA, StopReason.KEDA_PAUSED, 1500, 1500),
        ({"hpa_desired": 2.0}, Link.HPA, StopReason.HPA_DOES_NOT_ASK, 2.0, 5),
        ({"available": 3.0}, Link.PODS, StopReason.PODS_MISSING, 3.0, 5),
        (
            {"lag": 6000.0, "keda_value": 6000.0, "hpa_desired": 10.0, "available": 10.0},
            Link.EDGE, StopReason.EDGE_LETS_ALL_IN, 0.0, None,
        ),
    ],
)  # fmt: skip
def test_where_and_why_it_stops(
    change: dict[str, float], link: Link, reason: StopReason, value: float, expected: float | None
) -> None:
    chain = backpressure_chain(replace(FLOWING, **change))
    stop = chain.stops_at
    assert stop is not None
    assert (stop.link, stop.reason, stop.value, stop.expected) == (link, reason, value, expected)
    after = chain.links[list(Link).index(link) + 1 :]
    assert all(finding.state is LinkState.UNKNOWN for finding in after)
    assert chain.is_known


def test_at_the_maximum_the_signal_goes_on_to_the_edge() -> None:
    full = replace(FLOWING, lag=6000, keda_value=6000, hpa_desired=10, available=10, throttled_rps=40)
    chain = backpressure_chain(full)
    assert chain.stops_at is None
    assert _states(full) == [LinkState.PASSES] * 5
    assert chain.links[2].reason is StopReason.HPA_AT_MAXIMUM


def test_keda_counts_no_more_of_a_lag_than_its_partitions_can_take() -> None:
    # KEDA's Kafka scaler cuts the lag to the target times the partitions: 4 of them here.
    cut = replace(FLOWING, lag=9000, keda_value=1200, hpa_desired=4, available=4, throttled_rps=7)
    chain = backpressure_chain(cut)
    assert chain.stops_at is None
    assert _states(cut) == [LinkState.PASSES] * 5
    assert chain.links[1].reason is StopReason.KEDA_AT_PARTITIONS
    behind = backpressure_chain(replace(cut, hpa_desired=2)).stops_at
    assert behind is not None
    assert (behind.link, behind.reason) == (Link.HPA, StopReason.HPA_DOES_NOT_ASK)
    open_edge = backpressure_chain(replace(cut, throttled_rps=0)).stops_at
    assert open_edge is not None
    assert open_edge.reason is StopReason.EDGE_LETS_ALL_IN
    idle = backpressure_chain(replace(cut, keda_active=False)).stops_at
    assert idle is not None
    assert idle.reason is StopReason.KEDA_INACTIVE


@pytest.mark.parametrize("lag", [1700, 2000, 2400, 2401])
def test_an_autoscaler_at_its_partitions_is_not_blamed_for_a_lag_that_grows(lag: float) -> None:
    cut = replace(FLOWING, lag=lag, keda_value=1200, hpa_desired=4, available=4, throttled_rps=7)
    chain = backpressure_chain(cut)
    assert chain.stops_at is None
    assert chain.links[1].reason is StopReason.KEDA_AT_PARTITIONS
    behind = backpressure_chain(replace(cut, hpa_desired=2, available=2)).stops_at
    assert behind is not None
    assert behind.reason is StopReason.HPA_DOES_NOT_ASK


def test_little_lag_is_quiet_not_a_fault() -> None:
    idle = ChainReadings(
        lag=3, target=300, activation=5, keda_value=3, keda_active=False,
        hpa_desired=1, hpa_max=10, available=1, throttled_rps=0,
    )  # fmt: skip
    assert backpressure_chain(idle).stops_at is None
    assert _states(idle) == [LinkState.QUIET] * 5


def test_a_pause_that_leaves_enough_replicas_stops_nothing() -> None:
    assert backpressure_chain(replace(FLOWING, keda_paused=True)).stops_at is None
    quiet = replace(FLOWING, keda_paused=True, lag=3.0, keda_value=None, keda_active=None)
    assert backpressure_chain(quiet).stops_at is None
    unseen = ChainReadings(lag=1500, target=300, available=2, keda_paused=True)  # no HPA, no value: KEDA reads nothing
    stop = backpressure_chain(unseen).stops_at
    assert stop is not None
    assert stop.reason is StopReason.KEDA_PAUSED


@pytest.mark.parametrize("last", [{"keda_active": False}, {"keda_value": 0.0}, {"keda_value": 700.0}])
def test_what_keda_read_before_a_pause_that_leaves_enough_replicas_stops_nothing(last: dict[str, float]) -> None:
    chain = backpressure_chain(replace(FLOWING, keda_paused=True, **last))
    assert (chain.stops_at, chain.links[1].state) == (None, LinkState.UNKNOWN)


def test_what_is_not_measured_is_unknown_and_no_stop() -> None:
    chain = backpressure_chain(ChainReadings())
    assert chain.stops_at is None
    assert not chain.is_known
    assert _states(ChainReadings()) == [LinkState.UNKNOWN] * 5
    assert not backpressure_chain(replace(FLOWING, available=None)).is_known


def test_age_of_keda_s_value_and_a_replica_of_rounding_are_tolerated() -> None:
    assert backpressure_chain(replace(FLOWING, keda_value=1210.0)).stops_at is None
    assert backpressure_chain(replace(FLOWING, hpa_desired=4, available=4)).stops_at is None


@pytest.mark.parametrize(
    ("lag", "target", "wanted"), [(0, 300, 0), (1, 300, 1), (300, 300, 1), (301, 300, 2), (1500, 300, 5), (5, 0, None)]
)
def test_wanted_replicas_round_up(lag: float, target: float, wanted: int | None) -> None:
    assert wanted_replicas(ChainReadings(lag=lag, target=target)) == wanted


_NUMBER = st.none() | st.floats(0, 1e6)


@given(
    st.builds(
        ChainReadings, lag=_NUMBER, target=_NUMBER, activation=st.floats(0, 100), keda_value=_NUMBER,
        keda_active=st.none() | st.booleans(), hpa_desired=_NUMBER, hpa_max=_NUMBER, available=_NUMBER,
        throttled_rps=_NUMBER, keda_paused=st.booleans(),
    )
)  # fmt: skip
def test_at_most_one_link_stops_and_it_has_a_reason(readings: ChainReadings) -> None:
    chain = backpressure_chain(readings)
    stops = [finding for finding in chain.links if finding.state is LinkState.STOPS]
    assert stops == ([] if chain.stops_at is None else [chain.stops_at])
    assert all(finding.reason is not None for finding in stops)
    if readings.lag is None:
        assert chain.stops_at is None or chain.stops_at.link is Link.PODS
