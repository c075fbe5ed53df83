"""One course speaks for a cell: the worst at each moment; means are compared with the time before. (proves L4.5)"""

import pytest

from console.domain.signal_course import SignalCourse
from console.domain.signal_key import SignalKey
from console.presenters.cell_course import cell_course, kpi_row
from tests.fakes.spending import estate

CELL = estate().cells[0]


def course(signal: str, service: str, *values: float, cell: str = "tokyo") -> SignalCourse:
    times = tuple(float(index) * 10 for index in range(len(values)))
    return SignalCourse(SignalKey(signal, cell, service), times, values, 10.0, f"q {signal}", "metrics")


def test_where_a_signal_is_split_the_worst_speaks_at_each_moment() -> None:
    latencies = (course("latency_p95", "web", 0.2, 0.4), course("latency_p95", "", 0.3, 0.1))
    assert cell_course(latencies, CELL, "latency_p95", 0, 100) == ((0.0, 0.3), (10.0, 0.4))
    accuracy = (course("accuracy", "a", 0.8, 0.9), course("accuracy", "b", 0.9, 0.7))
    assert cell_course(accuracy, CELL, "accuracy", 0, 100) == ((0.0, 0.8), (10.0, 0.7))


def test_services_of_other_layers_and_other_cells_do_not_speak() -> None:
    told = (
        course("latency_p95", "web", 0.2),
        course("latency_p95", "llm", 9.0),
        course("latency_p95", "web", 5.0, cell="osaka"),
    )
    assert cell_course(told, CELL, "latency_p95", 0, 100) == ((0.0, 0.2),)


def test_a_row_compares_with_the_time_before_by_hand() -> None:
    told = (course("router_rps", "", 100, 100, 140, 160),)
    row = kpi_row(told, CELL, "router_rps", 20, 40, 0)
    assert (row.mean, row.worst, row.before, row.known) == (150, 160, 100, 1.0)
    assert row.change == pytest.approx(0.5)
    assert (row.query, row.source) == ("q router_rps", "metrics")


def test_of_what_is_better_high_the_worst_is_the_lowest() -> None:
    assert kpi_row((course("accuracy", "", 0.9, 0.7),), CELL, "accuracy", 0, 20, -20).worst == 0.7


def test_what_nobody_told_is_unknown() -> None:
    row = kpi_row((), CELL, "router_rps", 0, 100, -100)
    assert (row.mean, row.worst, row.before, row.change, row.known) == (None, None, None, None, 0.0)


def test_what_is_no_number_is_no_point() -> None:
    row = kpi_row((course("router_rps", "", float("nan"), 100, float("inf")),), CELL, "router_rps", 0, 30, -30)
    assert (row.mean, row.worst) == (100, 100)
    assert row.known == pytest.approx(1 / 3)
