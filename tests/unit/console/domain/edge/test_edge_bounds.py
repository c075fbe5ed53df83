"""What can be asked of the edge at all: percentages, weights, rates, purges, values (proves L4.2, L5.2)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from console.domain.edge.pool_weight import stepped
from console.domain.edge.rate_limit import requests_allowed
from console.domain.operations.purge_cache import PurgeCache
from console.domain.operations.put_kv_value import MOST_BYTES, PutKvValue
from console.domain.operations.set_pool_weights import SetPoolWeights
from console.domain.operations.set_rate_limit import PERIODS_S, SetRateLimit
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.kernel.errors import UserError

HUNDREDTHS = some.integers(1, 9_999)


@given(HUNDREDTHS)
def test_any_two_percentages_that_total_100_can_be_deployed(hundredths: int) -> None:
    change = SetWorkerPercentages("cf", "ranker", (("a", hundredths / 100), ("b", (10_000 - hundredths) / 100)))
    assert "a" in change.summary()


@given(some.floats(0.01, 99.99), some.floats(0.01, 99.99))
def test_percentages_with_another_total_are_refused(one: float, other: float) -> None:
    if abs(one + other - 100) > 1e-3:
        with pytest.raises(UserError, match="not 100"):
            SetWorkerPercentages("cf", "ranker", (("a", one), ("b", other)))


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((), "one or two versions"),
        ((("a", 50.0), ("b", 30.0), ("c", 20.0)), "one or two versions"),
        ((("a", 50.0), ("a", 50.0)), "named once"),
        ((("", 100.0),), "named once"),
        ((("a", 0.0), ("b", 100.0)), "not a percentage"),
        ((("a", float("nan")), ("b", 50.0)), "not a percentage"),
    ],
)
def test_deployments_that_the_provider_does_not_take_are_refused(shares: Any, words: str) -> None:
    with pytest.raises(UserError, match=words):
        SetWorkerPercentages("cf", "ranker", shares)


@given(some.floats(0, 1))
def test_weights_become_tenths_and_never_lose_a_pool(weight: float) -> None:
    allowed = stepped(weight)
    assert abs(allowed * 10 - round(allowed * 10)) < 1e-9
    assert 0 <= allowed <= 1
    assert (allowed > 0) == (weight > 0)
    if weight >= 0.05:
        assert abs(allowed - weight) <= 0.05 + 1e-9
    assert stepped(allowed) == allowed


@given(some.lists(some.floats(0, 1), min_size=1, max_size=8))
def test_any_weights_from_nothing_to_all_are_taken_also_to_drain_a_pool(weights: list[float]) -> None:
    named = tuple((f"pool-{place}", weight) for place, weight in enumerate(weights))
    allowed = SetPoolWeights("cf", "z", "app", named).allowed
    assert [weight > 0 for _pool, weight in allowed] == [weight > 0 for weight in weights]


@pytest.mark.parametrize(
    "weights", [(), (("a", 1.2),), (("a", -0.1),), (("a", float("nan")),), (("a", 1.0), ("a", 0.5)), (("", 1.0),)]
)
def test_weights_that_cannot_be_are_refused(weights: Any) -> None:
    with pytest.raises(UserError):
        SetPoolWeights("cf", "z", "app", weights)


@given(some.floats(0.1, 50_000), some.floats(0, 100_000), some.sampled_from(PERIODS_S))
def test_a_rule_allows_what_a_token_bucket_would_let_through(rps: float, burst: float, period_s: int) -> None:
    # A bucket that is full at the beginning of a period, asked for more than it can give, second by second.
    level, passed = burst, 0.0
    for _ in range(period_s):
        level += rps
        passed += level
        level = 0.0
    assert requests_allowed(rps, burst, period_s) == pytest.approx(max(1, passed), abs=0.5 + 1e-6 * passed)


def test_a_burst_is_twice_the_rate_unless_said_otherwise() -> None:
    assert SetRateLimit("cf", "z", "b2b", 50.0).requests == 50 * 60 + 100
    assert SetRateLimit("cf", "z", "b2b", 50.0, burst=0.0, period_s=10).requests == 500
    assert SetRateLimit("cf", "z", "b2b", None).requests is None
    assert SetRateLimit("cf", "z", "b2b", 0.0).requests == 1


@pytest.mark.parametrize(
    "more",
    [
        {"rule": ""},
        {"rps": -1.0},
        {"rps": float("inf")},
        {"burst": -1.0},
        {"period_s": 7},
    ],
)
def test_limits_that_cannot_be_are_refused(more: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        SetRateLimit(**{"connection": "cf", "zone": "z", "rule": "b2b", "rps": 5.0, **more})


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"files": ("a",), "everything": True},
        {"tags": ("a",), "hosts": ("b",)},
        {"tags": ("",)},
        {"tags": ("t",) * 31},
    ],
)
def test_a_purge_is_of_exactly_one_kind_of_thing(more: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        PurgeCache("cf", "z", **more)


@pytest.mark.parametrize("name", ["", ".", "..", "ü" * 257])
def test_a_key_must_be_one(name: str) -> None:
    with pytest.raises(UserError):
        PutKvValue("cf", "config", name, "x")


def test_a_value_that_nobody_would_read_is_refused() -> None:
    assert PutKvValue("cf", "config", "a", "x" * MOST_BYTES).value
    with pytest.raises(UserError, match="larger than 16 KiB"):
        PutKvValue("cf", "config", "a", "x" * (MOST_BYTES + 1))
