"""Groups of alerts of an Alertmanager."""

from __future__ import annotations

from console.domain.alert_group import AlertGroup
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("receiver", t("Receiver"), lambda row, _now_s: row.receiver),
        InventoryColumn("group", t("Group"), lambda row, _now_s: row.ref.name or UNKNOWN, width=320),
        InventoryColumn("firing", t("Firing"), lambda row, _now_s: number(row.firing), lambda row: row.firing, True),
        InventoryColumn("muted", t("Muted"), lambda row, _now_s: number(row.muted), lambda row: row.muted, True),
    )


INVENTORIES.add(
    InventoryKind(
        key="AlertGroup",
        topic="alert-groups",
        row=AlertGroup,
        title=lambda: t("Alert groups"),
        columns=_columns,
        order=lambda row: (-row.firing, row.receiver, row.ref.name),
    )
)
