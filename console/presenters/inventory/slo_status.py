"""Objectives as a metric server answers for them."""

from __future__ import annotations

from math import isfinite

from console.domain.slo.slo_status import SloStatus
from console.kernel.i18n import t
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.slo_rows import slo_order, slo_row


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("service", t("Service"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("slo", t("Objective"), lambda row, _now_s: row.ref.name, width=200),
        InventoryColumn("target", t("Goal"), lambda row, _now_s: slo_row(row).objective, _percent, numeric=True),
        InventoryColumn("attained", t("Attained"), lambda row, _now_s: slo_row(row).attained, _attained, numeric=True),
        InventoryColumn("left", t("Budget left"), lambda row, _now_s: slo_row(row).budget_left, _left, numeric=True),
        InventoryColumn("burn", t("Burn rate (1 h)"), lambda row, _now_s: slo_row(row).burn, _burn, numeric=True),
        InventoryColumn("exhausted", t("Used up"), lambda row, _now_s: slo_row(row).exhausted, _exhausted, width=180),
        InventoryColumn("note", t("Note"), lambda row, _now_s: slo_row(row).note, width=260),
    )


def _percent(row: SloStatus) -> float:
    return row.percent


def _attained(row: SloStatus) -> float | None:
    return row.attained


def _left(row: SloStatus) -> float | None:
    return row.budget_left


def _burn(row: SloStatus) -> float | None:
    return row.burn_rate(3600)


def _exhausted(row: SloStatus) -> float | None:
    seconds = row.exhausted_in_s()
    return seconds if seconds is not None and isfinite(seconds) else None


INVENTORIES.add(
    InventoryKind(
        key="SloStatus",
        topic="slos",
        row=SloStatus,
        title=lambda: t("Objectives"),
        columns=_columns,
        order=slo_order,
    )
)
