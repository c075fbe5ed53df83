"""The month at the edge as rows: two books side by side, and what nobody tells is no zero (proves E5.1)."""

from datetime import UTC, datetime
from decimal import Decimal

from console.domain.edge.edge_store import D1, EdgeStore
from console.domain.edge.edge_usage import EdgeUsage
from console.domain.event import ObjectsListed
from console.domain.resource import ResourceRef
from console.estate.price_books import DESIGN, PUBLISHED, price_book
from console.estate.schema.estate import Estate
from console.presenters.edge_cost import EdgeCost, edge_costs
from console.store.slices.estate import EstateOpened
from console.store.store import Store

NOW_S = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()


def costs_of(
    usage: list[EdgeUsage], stores: list[EdgeStore], read_s: float = NOW_S, now_s: float = NOW_S
) -> tuple[EdgeCost, ...]:
    model = Estate.model_validate(
        {"name": "shop", "cloudflare": [{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}]}
    )
    store = Store()
    store.dispatch(EstateOpened(model, {}, {}, {}))
    store.dispatch(ObjectsListed("edge", "edge-usage", tuple(usage), read_s))
    store.dispatch(ObjectsListed("edge", "edge-stores", tuple(stores), NOW_S))
    store.drain(1.0)
    return edge_costs(store.state, price_book(PUBLISHED), price_book(DESIGN), now_s)


def day(number: int, **amounts: float) -> EdgeUsage:
    ref = ResourceRef("edge", "EdgeUsage", "", f"workers {number}")
    return EdgeUsage(ref, "workers", f"2026-11-{number:02}", "router", tuple(amounts.items()))


def database(name: str, size: float | None) -> EdgeStore:
    return EdgeStore(ResourceRef("edge", D1, "", name), name, size_bytes=size)


def test_terms_tell_both_books_and_why_they_differ() -> None:
    (cost,) = costs_of([day(number, requests=2e6) for number in range(1, 21)], [database("feeds", 6e9)])
    rows = {row.key: row for row in cost.rows}
    workers = rows["workers"]
    assert workers.so_far == 40_000_000
    assert workers.forecast == 60_000_000
    assert workers.share == 6
    assert workers.amount == 15
    assert workers.other == Decimal("28.5")
    assert workers.reason == "10,000,000 included, not 3,000,000; 0.3 per 1,000,000, not 0.5"
    assert rows["base"].other is None
    assert rows["base"].reason == "The other book has no such term."
    assert rows["d1_storage"].amount == Decimal("0.75")
    assert (cost.so_far, cost.forecast, cost.other) == (Decimal("14.75"), Decimal("20.75"), Decimal("29.25"))


def test_what_the_provider_does_not_tell_is_named_and_has_no_amount() -> None:
    (cost,) = costs_of([day(20, requests=1.0)], [database("feeds", 6e9), database("proofs", None)])
    rows = {row.key: row for row in cost.rows}
    assert rows["workers_cpu"].amount is None
    assert rows["d1_storage"].amount is None
    assert "Workers CPU (ms)" in cost.unknown
    assert "Workers requests" not in cost.unknown


def test_an_account_whose_use_was_never_read_has_no_month() -> None:
    assert costs_of([], []) == ()


def test_days_without_a_network_are_not_days_without_use() -> None:
    read_s = datetime(2026, 11, 14, 9, tzinfo=UTC).timestamp()
    (cost,) = costs_of([day(number, requests=2e6) for number in range(1, 14)], [], read_s)
    workers = next(row for row in cost.rows if row.key == "workers")
    assert (workers.so_far, workers.forecast) == (26_000_000, 60_000_000)
    assert cost.method.startswith("Forecast for 2026-11 (UTC)")


def test_a_month_of_which_no_day_is_known_has_no_costs_and_not_only_those_of_the_plan() -> None:
    usage = [day(number, requests=2e6) for number in range(1, 14)]
    ends_s = [datetime(2026, month, 1, tzinfo=UTC).timestamp() - 1 for month in (11, 10)]
    assert [costs_of(usage, [], now_s=one) for one in ends_s] == [(), ()]
    october = EdgeUsage(ResourceRef("edge", "EdgeUsage", "", "last"), "workers", "2026-10-31", "router", ())
    assert len(costs_of([october, *usage], [], now_s=ends_s[0])) == 1
    (now,) = costs_of([october], [])  # the running month has begun, and nothing was used yet
    assert now.so_far > 0


def test_a_month_that_was_over_when_it_was_read_comes_to_what_was_used() -> None:
    days = [day(number, requests=2e6 if number < 30 else 1e6) for number in range(1, 31)]
    read_s = datetime(2026, 12, 4, tzinfo=UTC).timestamp()
    ends_s = datetime(2026, 12, 1, tzinfo=UTC).timestamp() - 1
    (cost,) = costs_of(days, [], read_s, ends_s)
    workers = next(row for row in cost.rows if row.key == "workers")
    assert (workers.so_far, workers.forecast) == (59_000_000, 59_000_000)
    assert cost.forecast == cost.so_far
