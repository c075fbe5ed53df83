"""Tasks of an audit service."""

from __future__ import annotations

from console.domain.service_task import ServiceTask
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.shard_word import shard_word


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("project", t("Project"), lambda row, _now_s: row.ref.namespace, width=220),
        InventoryColumn("state", t("State"), lambda row, _now_s: shard_word(row.state), lambda row: row.state),
        InventoryColumn("audits", t("Audits"), lambda row, _now_s: ", ".join(row.audits), width=260),
        InventoryColumn("commit", t("Commit"), lambda row, _now_s: row.commit[:12] or UNKNOWN),
        InventoryColumn("queued", t("Queued"), _queued, lambda row: row.queued_at_s),
        InventoryColumn("worker", t("Worker"), lambda row, _now_s: row.worker or UNKNOWN),
        InventoryColumn("tries", t("Tries"), lambda row, _now_s: str(row.tries), lambda row: row.tries, True),
        InventoryColumn("why", t("Why"), lambda row, _now_s: row.why or UNKNOWN, width=260),
        InventoryColumn("task", t("Task"), lambda row, _now_s: row.ref.name, width=180),
    )


def _queued(row: ServiceTask, now_s: float) -> str:
    return UNKNOWN if row.queued_at_s is None else ago(row.queued_at_s, now_s)


INVENTORIES.add(
    InventoryKind(
        key="AuditTask",
        topic="audit-tasks",
        row=ServiceTask,
        title=lambda: t("Audit tasks"),
        columns=_columns,
        order=lambda row: -(row.queued_at_s or 0.0),
    )
)
