"""Budgets against what was spent and what it comes to (proves L6.1, L6.2)."""

from datetime import UTC, datetime

import pytest

from console.domain.cost import Allocation
from console.domain.health import Health
from console.domain.price.budget_span import budget_span
from console.domain.resource import ResourceRef
from console.estate.schema.estate import Estate
from console.presenters.budget_rows import BudgetRow, budget_rows

HALF = datetime(2026, 11, 16, tzinfo=UTC)  # of November, 15 of 30 days


def cost(cell: str, total: float, *, currency: str = "USD", is_idle: bool = False) -> Allocation:
    ref = ResourceRef("cost", "Allocation", cell, cell)
    return Allocation(ref, cell, cell, cell, total, 0, 0, 0, 0, 0, total, currency, 0, 1, None, is_idle)


def rows_of(*budgets: dict[str, object], costs: list[Allocation]) -> dict[str, BudgetRow]:
    estate = Estate.model_validate(
        {
            "name": "shop",
            "clusters": [{"key": "main"}],
            "teams": [{"key": "east"}],
            "cells": [
                {"key": "tokyo", "kind": "regional", "cluster": "main", "team": "east"},
                {"key": "osaka", "kind": "regional", "cluster": "main"},
            ],
            "budgets": [{"limit": {"amount": 100, "currency": "USD"}, **one} for one in budgets],
        }
    )
    return {row.key: row for row in budget_rows(estate, {"month": costs}, HALF)}


@pytest.mark.parametrize(
    ("spent", "warning_at", "health", "note"),
    [
        (40.0, 0.8, Health.OK, ""),
        (40.0, 0.4, Health.WARNING, "The budget's warning threshold is passed."),
        (51.0, 0.8, Health.CRITICAL, "The limit will be passed at this pace."),
        (101.0, 0.8, Health.CRITICAL, "The limit is passed."),
    ],
)
def test_the_guardrail_warns_before_the_limit_is_passed(
    spent: float, warning_at: float, health: Health, note: str
) -> None:
    row = rows_of({"key": "one", "cells": ["tokyo"], "warning_at": warning_at}, costs=[cost("tokyo", spent)])["one"]
    assert (row.spent, row.forecast, row.health, row.note) == (spent, spent * 2, health, note)


def test_a_budget_counts_its_cells_its_team_or_everything_but_idle() -> None:
    costs = [cost("tokyo", 10), cost("osaka", 5), cost("", 2), cost("", 50, is_idle=True)]
    rows = rows_of({"key": "cell", "cells": ["osaka"]}, {"key": "team", "teams": ["east"]}, {"key": "all"}, costs=costs)
    assert [(rows[key].spent, rows[key].cells) for key in ("cell", "team", "all")] == [
        (5, ("osaka",)),
        (10, ("tokyo",)),
        (17, ()),
    ]


def test_what_cannot_be_told_is_unknown_with_its_reason() -> None:
    rows = rows_of(
        {"key": "service", "services": ["web"]},
        {"key": "foreign", "cells": ["osaka"]},
        {"key": "silent", "cells": ["tokyo"]},
        costs=[cost("osaka", 5, currency="JPY")],
    )
    assert {(row.spent, row.forecast, row.health) for row in rows.values()} == {(None, None, Health.UNKNOWN)}
    assert len({row.note for row in rows.values()}) == 3


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
