"""Budgets against what was spent and what it comes to, in numbers that are reckoned by hand (proves L6.1, L6.2)."""

from datetime import UTC, datetime

import pytest

from console.domain.cost_course import CostCourse
from console.domain.health import Health
from console.domain.load_course import LoadCourse
from console.domain.price.budget_span import budget_span
from console.presenters.budget_rows import BudgetRow
from console.presenters.cost_view import CostView
from tests.fakes.spending import COSTS, LOADS, NOW_S, cost, estate, spending

WEB = "Deployment/web"


def rows_of(*budgets: dict[str, object], rises: dict[str, float] | None = None) -> dict[str, BudgetRow]:
    view = CostView(spending(estate(*budgets), rises=rises), NOW_S)
    return {row.key: row for row in view.budgets}


def limit(amount: float, currency: str = "USD") -> dict[str, object]:
    return {"amount": amount, "currency": currency}


def test_a_month_comes_to_what_was_spent_and_ten_days_like_the_last_seven() -> None:
    row = rows_of({"key": "tokyo", "cells": ["tokyo"], "limit": limit(2_000)})["tokyo"]
    assert (row.spent, row.forecast, row.left) == pytest.approx((800.0, 1_200.0, 1_200.0))
    assert (row.health, row.note) == (Health.OK, "")
    assert row.method == "The rest of the period costs 1.67 USD an hour, the mean of the last complete days."
    assert row.query == "asked for costs"


@pytest.mark.parametrize(
    ("amount", "warning_at", "health", "note"),
    [
        (1_201, 0.8, Health.OK, ""),
        (1_201, 0.6, Health.WARNING, "The budget's warning threshold is passed."),
        (1_199, 0.8, Health.CRITICAL, "The limit will be passed at this pace."),
        (799, 0.8, Health.CRITICAL, "The limit is passed."),
    ],
)
def test_the_guardrail_warns_before_the_limit_is_passed(
    amount: float, warning_at: float, health: Health, note: str
) -> None:
    row = rows_of({"key": "one", "cells": ["tokyo"], "limit": limit(amount), "warning_at": warning_at})["one"]
    assert (row.health, row.note) == (health, note)


def test_a_rise_is_seen_at_once_by_what_a_whole_period_would_cost() -> None:
    """Half as much again since now: 60 a day are 800 + 600 to the end, and 1,800 in a whole month."""
    row = rows_of({"key": "one", "cells": ["tokyo"], "limit": limit(1_500)}, rises={"tokyo": 0.5})["one"]
    assert (row.spent, row.forecast) == pytest.approx((800.0, 1_400.0))
    assert (row.health, row.note) == (Health.WARNING, "At the present pace a whole period would cost 1,800.00 USD.")
    assert "50.0 % more than at the same time last week" in row.method


def test_a_budget_covers_its_bills_cells_teams_services_and_segments() -> None:
    """Idle machines are nobody's. Segments share by requests: of tokyo's web 3/4 are b2c, of its models nothing."""
    rows = rows_of(
        {"key": "all"},
        {"key": "team", "teams": ["east"]},
        {"key": "service", "services": ["web"]},
        {"key": "segment", "cells": ["tokyo"], "segments": ["b2c"]},
        {"key": "models", "sources": ["models"]},
        {"key": "both", "cells": ["tokyo"], "sources": ["clusters", "models"]},
    )
    spent = {key: row.spent for key, row in rows.items()}
    assert spent == pytest.approx(
        {"all": 62 * 20, "team": 800, "service": 600, "segment": 10 * 20 * 0.75, "models": 1_200, "both": 2_000}
    )
    assert rows["both"].query == "asked for costs\nasked for model-usd"


def test_a_part_of_a_week_and_periods_that_are_longer_than_what_is_known() -> None:
    rows = rows_of(
        {"key": "week", "cells": ["tokyo"], "period": "week"},
        {"key": "quarter", "sources": ["models"], "period": "quarter"},
    )
    assert rows["week"].spent == pytest.approx(5 * 40)  # since Monday
    assert rows["week"].forecast == pytest.approx(7 * 40)
    assert (rows["quarter"].spent, rows["quarter"].health) == (None, Health.UNKNOWN)
    assert rows["quarter"].note == "What was spent on models is not known for the whole period."


def test_what_cannot_be_told_is_unknown_with_its_reason() -> None:
    chosen = estate(
        {"key": "foreign", "cells": ["osaka"]},
        {"key": "silent", "services": ["nothing"]},
        {"key": "edge", "sources": ["edge"], "cells": ["tokyo"]},
        {"key": "edge-week", "sources": ["edge"], "period": "week"},
    )
    view = CostView(spending(chosen, (*COSTS[:2], cost("osaka", WEB, 5, currency="JPY")), LOADS), NOW_S)
    assert {(row.spent, row.forecast, row.left, row.health) for row in view.budgets} == {
        (None, None, None, Health.UNKNOWN)
    }
    assert len({row.note for row in view.budgets}) == 4


@pytest.mark.parametrize(
    ("costs", "loads", "bill"), [((), LOADS, "Clusters"), (COSTS, (), "Model calls"), (COSTS, LOADS, "Edge")]
)
def test_a_bill_that_nobody_tells_is_not_taken_for_nothing(
    costs: tuple[CostCourse, ...], loads: tuple[LoadCourse, ...], bill: str
) -> None:
    sources = ["clusters", "models", *(["edge"] if bill == "Edge" else [])]
    view = CostView(spending(estate({"key": "one", "sources": sources, "limit": limit(2_000)}), costs, loads), NOW_S)
    (row,) = view.budgets
    assert (row.spent, row.health, row.note) == (None, Health.UNKNOWN, f"Nobody tells this bill: {bill}.")


def test_the_worst_comes_first() -> None:
    rows = rows_of(
        {"key": "fine", "cells": ["osaka"], "limit": limit(10_000)},
        {"key": "close", "cells": ["osaka"], "limit": limit(700)},
        {"key": "passed", "cells": ["tokyo"], "limit": limit(10)},
        {"key": "unknown", "services": ["nothing"]},
    )
    assert list(rows) == ["passed", "unknown", "close", "fine"]


def test_sums_are_kept_until_something_new_is_told() -> None:
    state = spending(estate({"key": "one"}))
    first = CostView(state, NOW_S)
    again = CostView(state, NOW_S + 5, first)
    assert again.budgets is first.budgets
    assert again.book is first.book
    other = CostView(spending(estate({"key": "one"})), NOW_S, first)
    assert other.book is not first.book


@pytest.mark.parametrize(
    ("period", "begin", "end"),
    [
        ("week", (2026, 12, 28), (2027, 1, 4)),
        ("month", (2026, 12, 1), (2027, 1, 1)),
        ("quarter", (2026, 10, 1), (2027, 1, 1)),
        ("year", (2026, 1, 1), (2027, 1, 1)),
    ],
)
def test_spans_cross_the_year(period: str, begin: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    at = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)
    assert budget_span(period, at) == (datetime(*begin, tzinfo=UTC), datetime(*end, tzinfo=UTC))
