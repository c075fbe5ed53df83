"""The running month at the edge, by hand (proves E5.1)."""

from datetime import date, timedelta
from decimal import Decimal

from console.domain.edge.edge_usage import EdgeUsage
from console.domain.price.edge_month import edge_month
from console.domain.price.edge_saving import edge_savings
from console.domain.price.term_cost import TermCost
from console.domain.resource import ResourceRef

TODAY = date(2026, 11, 21)


def used(product: str, day: date, resource: str = "", **amounts: float) -> EdgeUsage:
    name = f"{product} {day} {resource}"
    return EdgeUsage(ResourceRef("edge", "EdgeUsage", "", name), product, str(day), resource, tuple(amounts.items()))


def days_back(*back: int) -> list[date]:
    return [TODAY - timedelta(days=days) for days in back]


def test_complete_days_count_and_the_others_get_the_mean_of_the_last_seven() -> None:
    rows = [used("kv", day, reads=100.0) for day in days_back(*range(8, 31))]
    rows += [used("kv", day, reads=170.0) for day in days_back(*range(1, 8))]
    rows.append(used("kv", TODAY, reads=30.0))
    month = edge_month(rows, {}, TODAY)
    # 1st to 13th: 13 * 100, 14th to 20th: 7 * 170; ten days to come (with today) at 170.
    assert month.so_far["kv.reads"] == 13 * 100 + 7 * 170 + 30
    assert month.forecast["kv.reads"] == 13 * 100 + 7 * 170 + 10 * 170
    assert month.sampled == 7
    assert month.forecast["kv.writes"] == 0  # told by action: none has happened
    assert "workers.requests" not in month.forecast


def test_the_resources_of_a_day_are_added_and_a_short_past_is_not_stretched() -> None:
    rows = [used("d1", day, name, rows_read=50.0) for day in days_back(1, 2) for name in ("feeds", "proofs")]
    month = edge_month(rows, {}, TODAY)
    assert month.so_far["d1.rows_read"] == 200
    assert month.forecast["d1.rows_read"] == 200 + 10 * 100
    assert month.sampled == 2


def test_without_a_complete_day_there_is_no_forecast() -> None:
    month = edge_month([used("workers", TODAY, "router", requests=9.0)], {}, TODAY)
    assert month.so_far["workers.requests"] == 9
    assert month.sampled == 0
    assert "workers.requests" not in month.forecast


def test_a_busy_today_is_never_forecast_below_what_was_used() -> None:
    rows = [used("kv", day, reads=1.0) for day in days_back(*range(1, 8))] + [used("kv", TODAY, reads=500.0)]
    month = edge_month(rows, {}, TODAY)
    assert month.forecast["kv.reads"] == month.so_far["kv.reads"] == 507


def test_stored_amounts_are_means_over_days_and_not_sums() -> None:
    rows = [used("kv-storage", day, name, keys=1.0, bytes=1e9) for day in days_back(0, 1) for name in ("a", "b")]
    month = edge_month(rows, {"d1-storage": 3e9}, TODAY)
    assert month.so_far["kv-storage.gb"] == month.forecast["kv-storage.gb"] == 2
    assert month.forecast["d1-storage.gb"] == 3


def test_savings_apply_from_their_threshold_the_largest_first() -> None:
    def cost(key: str, quantity: int, amount: str) -> TermCost:
        return TermCost(key, Decimal(quantity), None, Decimal(amount), Decimal(amount))

    found = edge_savings([cost("workers", 5, "27"), cost("d1_reads", 5, "0"), cost("kv_writes", 100_001, "50")])
    assert [(one.term, one.amount) for one in found] == [("kv_writes", Decimal("20.0")), ("workers", Decimal("8.1"))]
    assert edge_savings([cost("kv_writes", 100_000, "50")]) == ()
    assert edge_savings([TermCost("workers", None, None, None, None)]) == ()
