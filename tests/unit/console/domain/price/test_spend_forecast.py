"""What a period comes to, and the days that must be known for it (proves L6.1, L6.2)."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.price.course_days import course_days, week_begins
from console.domain.price.replica_need import needed_replicas
from console.domain.price.spend_forecast import spend_forecast
from console.domain.price.workload_cost import ResourceHours, WorkloadHours, gib_hours
from console.domain.resource import ResourceRef

HOUR_S = 3_600.0
PERIOD = (0.0, 100 * HOUR_S, 300 * HOUR_S)


@pytest.mark.parametrize(
    ("recent", "before", "deviation", "forecast", "rise"),
    [
        (None, None, None, 300.0, None),  # 1 an hour so far goes on
        (2.0, None, None, 500.0, None),  # the last days decide
        (2.0, 2.0, 0.1, 500.0, None),  # a tenth is no news
        (2.0, 2.0, 0.5, 700.0, 0.5),  # 3 an hour since now
        (3.0, 2.0, 0.5, 700.0, None),  # the last days hold the rise already
        (2.0, 4.0, -0.5, 500.0, None),  # a fall has to last before it counts
    ],
)
def test_a_rise_counts_at_once_and_a_fall_when_it_lasts(
    recent: float | None, before: float | None, deviation: float | None, forecast: float, rise: float | None
) -> None:
    found = spend_forecast(100.0, PERIOD, recent, before, deviation)
    assert (found.spent, found.forecast, found.rise) == (100.0, forecast, rise)


def test_what_is_over_needs_no_forecast() -> None:
    assert spend_forecast(100.0, (0.0, 10.0, 10.0), 5.0).forecast == 100.0
    assert spend_forecast(0.0, (10.0, 10.0, 20.0), None).forecast == 0.0


def test_this_month_and_five_weeks_are_read_by_day_and_longer_periods_before_them_at_once() -> None:
    now = datetime(2026, 11, 21, 13, 40, tzinfo=UTC)
    days = course_days(now, {"month", "quarter", "year"})
    assert datetime.fromtimestamp(days.begin_s, UTC) == datetime(2026, 10, 19, tzinfo=UTC)  # a Monday
    assert datetime.fromtimestamp(days.today_s, UTC) == datetime(2026, 11, 21, tzinfo=UTC)
    assert datetime.fromtimestamp(days.until_s, UTC) == datetime(2026, 11, 21, 13, tzinfo=UTC)
    edges = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 19, tzinfo=UTC)]
    told = [one.timestamp() for one in edges]
    assert days.earlier == ((told[0], told[1]), (told[1], told[2]))
    assert [datetime.fromtimestamp(one, UTC).isocalendar()[1] for one in week_begins(now)] == [47, 46, 45, 44, 43]


def test_the_month_is_read_when_it_is_longer_than_the_weeks() -> None:
    days = course_days(datetime(2026, 3, 30, 1, tzinfo=UTC))  # a Monday: the weeks begin on March 2nd
    assert datetime.fromtimestamp(days.begin_s, UTC) == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "begins"), [((12, 1), (11, 1)), ((12, 10), (11, 1)), ((12, 11), (11, 9)), ((1, 1), (11, 30))]
)
def test_the_month_before_is_read_whole_while_its_review_is_made(day: tuple[int, int], begins: tuple[int, int]) -> None:
    """Four weeks before the first of December lack the first of November. (proves L4.5)"""
    year = 2027 if day[0] == 1 else 2026
    days = course_days(datetime(year, *day, 6, tzinfo=UTC), {"year"})
    assert datetime.fromtimestamp(days.begin_s, UTC) == datetime(2026, *begins, tzinfo=UTC)
    first = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    assert days.earlier == (() if day[0] == 1 else ((first, days.begin_s),))


def test_workloads_cost_what_opencost_says(shared_dir: Path) -> None:
    vectors = json.loads((shared_dir / "oracles" / "cost" / "opencost.json").read_text())["vectors"]
    assert vectors
    for one in vectors:
        hours = one["hours"]
        cores = ResourceHours(
            None, one["cpuCoreRequestAverage"] * hours, one["cpuCoreUsageAverage"] * hours, one["cpuHourly"]
        )
        gib = ResourceHours(None, one["ramGiBRequest"] * hours, one["ramGiBUsage"] * hours, one["ramGiBHourly"])
        cost = WorkloadHours(0.0, hours * HOUR_S, cores, gib).cost()
        assert cost is not None
        assert (cost.cpu, cost.memory) == pytest.approx((one["cpuCost"], one["ramCost"]))
        assert cost.used == pytest.approx(one["totalEfficiency"])
        assert (cost.core_hours, cost.gib_hours) == pytest.approx((one["cpuCoreHours"], one["ramGiBHours"]))


def test_what_was_allocated_is_charged_and_what_has_no_price_is_not() -> None:
    told = ResourceHours(allocated=48.0, requested=24.0, used=12.0, price=0.5)
    cost = WorkloadHours(0.0, 24 * HOUR_S, told, told).cost()
    assert cost is not None
    assert (cost.cpu, cost.total, cost.used) == (24.0, 48.0, 0.5)
    assert WorkloadHours(0.0, 24 * HOUR_S, told._replace(price=None), told).cost() is None
    assert WorkloadHours(0.0, 24 * HOUR_S, ResourceHours(None, None, None, 0.5), told).cost() is None
    assert (gib_hours(2.0**31), gib_hours(None)) == (2.0, None)


@pytest.mark.parametrize(
    ("current", "metrics", "needed"),
    [
        (10, (("cpu", "18%", "65%"),), 4),  # 10 x 18/65 x 1.1 = 3.05
        (10, (("cpu", "18%", "65%"), ("lag", "300", "600")), 6),  # the lag asks for more
        (1, (("lag", "377800m", "600"),), 1),
        (4, (("cpu", None, "65%"),), None),
        (4, (), None),
        (None, (("cpu", "18%", "65%"),), None),
    ],
)
def test_replicas_follow_the_autoscalers_own_rule(
    current: int | None, metrics: tuple[tuple[str, str | None, str], ...], needed: int | None
) -> None:
    ref = ResourceRef("asia", "HorizontalPodAutoscaler", "cell-tokyo", "web")
    told = tuple(ScalingMetric(*one) for one in metrics)
    scaler = Autoscaler(ref, "Deployment", "web", 1, 20, current, current, told, (), None)
    assert needed_replicas(scaler) == needed
