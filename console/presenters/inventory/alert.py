"""Alerts of Prometheus and Alertmanager."""

from __future__ import annotations

from console.domain.alert import Alert
from console.kernel.i18n import t
from console.presenters.alert_words import alert_state_word, where
from console.presenters.format import UNKNOWN, ago
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("alert", t("Alert"), lambda row, _now_s: row.name or UNKNOWN, width=200),
        InventoryColumn(
            "state", t("State"), lambda row, _now_s: alert_state_word(row.state), lambda row: row.state.value
        ),
        InventoryColumn("severity", t("Severity"), lambda row, _now_s: row.severity or UNKNOWN),
        InventoryColumn("where", t("Where"), lambda row, _now_s: where(row) or UNKNOWN, width=180),
        InventoryColumn("since", t("Since"), _since, lambda row: row.started_s),
        InventoryColumn("summary", t("Summary"), lambda row, _now_s: row.summary or UNKNOWN, width=420),
        InventoryColumn("runbook", t("Runbook"), lambda row, _now_s: row.runbook or UNKNOWN),
        InventoryColumn("receivers", t("Receivers"), lambda row, _now_s: ", ".join(row.receivers) or UNKNOWN),
    )


def _since(row: Alert, now_s: float) -> str:
    return ago(row.started_s, now_s) if row.started_s is not None else UNKNOWN


INVENTORIES.add(
    InventoryKind(
        key="Alert", topic="alerts", row=Alert, title=lambda: t("Alerts"), columns=_columns, order=lambda row: row.rank
    )
)
