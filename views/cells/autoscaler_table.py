"""The autoscalers of all cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.autoscaler_rows import AutoscalerRow
from views.widgets.mark import health_word
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class AutoscalerTable(DataTable[AutoscalerRow]):
    """Blocked ones first; ``y`` shows the YAML."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="autoscalers", memory=context.memory)
        self.setAccessibleName(t("Autoscalers"))


def _columns() -> tuple[Column[AutoscalerRow], ...]:
    return (
        Column("cell", t("Cell"), lambda row: row.cell, width=88),
        Column("name", t("Autoscaler"), lambda row: row.name, health=lambda row: row.health, width=146),
        Column("kind", t("Kind"), lambda row: row.kind, tooltip=lambda row: row.kind, width=98),
        Column("state", t("State"), _state, sort=lambda row: -row.health, width=84),
        Column(
            "blocks",
            t("What blocks scaling"),
            lambda row: " ".join(row.blocks),
            tooltip=lambda row: "\n".join(row.blocks),
            width=220,
            stretch=True,
        ),
        Column(
            "target", t("Target"), lambda row: row.target.rpartition("/")[2], tooltip=lambda row: row.target, width=88
        ),
        Column("replicas", t("Replicas"), lambda row: row.replicas, numeric=True, width=68),
        Column("bounds", t("Min … max"), lambda row: row.bounds, numeric=True, width=80),
        Column("metrics", t("Metrics"), lambda row: row.metrics, tooltip=lambda row: row.metrics, width=148),
        Column("last", t("Last scaled"), lambda row: row.last_scale, sort=lambda row: row.last_scale_at_s, width=80),
    )


def _state(row: AutoscalerRow) -> str:
    if row.only_advises and row.health is Health.OK:
        return t("Advises")
    return t("Free to act") if row.health is Health.OK else health_word(row.health)
