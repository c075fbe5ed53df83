"""Canaries against their baselines, metric by metric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.canary_rows import CanaryRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class CanaryTable(DataTable[CanaryRow]):
    """The worst first; Enter shows the queries of a metric."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: (row.service, row.line.name), name="canary", memory=context.memory
        )
        self.setAccessibleName(t("Canary"))


def _columns() -> tuple[Column[CanaryRow], ...]:
    return (
        Column("service", t("Service"), lambda row: row.service, width=100),
        Column("metric", t("Metric"), lambda row: row.line.name, width=76),
        Column("verdict", t("Verdict"), lambda row: row.line.verdict, health=lambda row: row.line.health, width=128,
               tooltip=_reason),
        Column("baseline", t("Baseline"), lambda row: row.line.baseline,
               sort=lambda row: row.line.found.total.baseline_rate, numeric=True, width=76),
        Column("canary", t("Canary"), lambda row: row.line.canary,
               sort=lambda row: row.line.found.total.canary_rate, numeric=True, width=76),
        Column("ratio", t("Ratio"), lambda row: row.line.ratio, sort=lambda row: row.line.found.total.ratio,
               numeric=True, width=70),
        Column("needs", t("Needs"), lambda row: row.line.needs, sort=lambda row: row.line.found.needs,
               numeric=True, width=70,
               tooltip=lambda _row: t("Further canary requests until something can be said")),
        Column("kayenta", t("Kayenta"), lambda row: row.line.kayenta, width=72),
        Column("why", t("Why"), _reason, tooltip=_reason, width=160, stretch=True),
    )  # fmt: skip


def _reason(row: CanaryRow) -> str:
    return row.line.reason
