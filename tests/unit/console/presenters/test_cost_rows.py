"""Cost rows: per cell, per currency, per source, nothing added across (proves L6.1)."""

from decimal import Decimal

import pytest

from console.domain.cost import Allocation
from console.domain.focus.charge import ChargeKey
from console.domain.focus.ledger import ChargeSum
from console.domain.resource import ResourceRef
from console.presenters.cost_rows import allocation_rows, bill_rows
from console.presenters.money_text import money


def allocation(
    cell: str,
    name: str,
    cpu: float,
    ram: float,
    *,
    used: float | None = None,
    currency: str = "USD",
    from_s: float = 0.0,
    is_idle: bool = False,
) -> Allocation:
    ref = ResourceRef("cost", "Allocation", cell, name)
    total = cpu + ram + 1.0
    return Allocation(
        ref, cell, f"cell-{cell}", name, cpu, ram, 0, 0, 1.0, 0, total, currency, from_s, from_s + 60, used, is_idle
    )


def test_workloads_of_a_cell_become_one_row_weighed_by_cost() -> None:
    rows = allocation_rows(
        [
            allocation("tokyo", "web", 6.0, 3.0, used=0.5),
            allocation("tokyo", "bff", 60.0, 29.0, used=0.2),
            allocation("tokyo", "new", 0.0, 0.0),
            allocation("osaka", "web", 500.0, 0.0, used=0.9),
            allocation("", "__idle__", 40.0, 20.0, is_idle=True),
            allocation("", "coredns", 1.0, 1.0),
        ],
        "OpenCost",
    )
    assert [row.title for row in rows] == ["osaka", "tokyo", "idle", "no cell"]
    tokyo = rows[1]
    assert (tokyo.cpu, tokyo.memory, tokyo.other, tokyo.total) == (66.0, 32.0, 3.0, 101.0)
    assert tokyo.used == pytest.approx((0.5 * 10 + 0.2 * 90) / 100)
    assert rows[2].cell == ""


def test_spans_and_currencies_stay_apart() -> None:
    rows = allocation_rows(
        [
            allocation("tokyo", "web", 1.0, 1.0),
            allocation("tokyo", "web", 1.0, 1.0, from_s=86_400.0),
            allocation("tokyo", "web", 1.0, 1.0, currency="EUR"),
        ],
        "OpenCost",
    )
    assert len(rows) == 3
    assert {row.used for row in rows} == {None}


def test_bills_are_rows_of_their_own_with_exact_totals() -> None:
    key = ChargeKey("2026-11-02", "USD", "Machines", "", "", "tokyo")
    sums = {
        key: ChargeSum(Decimal(1), Decimal("0.1"), 1),
        key._replace(day="2026-11-05"): ChargeSum(Decimal(1), Decimal("0.2"), 1),
        key._replace(currency="JPY"): ChargeSum(Decimal(1), Decimal(30), 1),
        key._replace(cell=""): ChargeSum(Decimal(1), Decimal(7), 1),
    }
    rows = bill_rows(sums, "FOCUS bill.csv")
    assert [(row.title, row.total, row.currency) for row in rows] == [
        ("tokyo", Decimal(30), "JPY"),
        ("tokyo", Decimal("0.3"), "USD"),
        ("no cell", Decimal(7), "USD"),
    ]
    assert {row.window for row in rows} == {"2026-11-02 – 2026-11-05"}
    assert bill_rows({}, "empty") == ()


@pytest.mark.parametrize(
    ("amount", "text"),
    [(1234.5, "1,234.50 USD"), (0.01234, "0.0123 USD"), (0.0, "0.00 USD"), (-3.0, "-3.00 USD"),
     (Decimal("0.1"), "0.1000 USD"), (None, "–"), (float("nan"), "–")],
)  # fmt: skip
def test_money_always_names_its_currency(amount: float | Decimal | None, text: str) -> None:
    assert money(amount, "USD") == text
