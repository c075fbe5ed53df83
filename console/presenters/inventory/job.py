"""Jobs and CronJobs."""

from __future__ import annotations

from console.domain.route import Job
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("kind", t("Kind"), lambda row, _now_s: row.ref.kind),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name, width=220),
        InventoryColumn("schedule", t("Schedule"), lambda row, _now_s: row.schedule),
        InventoryColumn("state", t("State"), lambda row, _now_s: _state(row), _stated),
        InventoryColumn(
            "counts",
            t("Running, succeeded, failed"),
            lambda row, _now_s: f"{row.active}, {row.succeeded}, {row.failed}",
            lambda row: row.failed,
            numeric=True,
        ),
        InventoryColumn("began", t("Last start"), _began, lambda row: row.last_start_at_s),
    )


def _state(row: Job) -> str:
    return t("suspended") if row.suspended else _stated(row) or UNKNOWN


def _stated(row: Job) -> str:
    """Return the conditions that hold, in Kubernetes' own words."""
    return "suspended" if row.suspended else ", ".join(one.type for one in row.conditions if one.status == "True")


def _began(row: Job, now_s: float) -> str:
    return ago(row.last_start_at_s, now_s) if row.last_start_at_s is not None else UNKNOWN


INVENTORIES.add(
    InventoryKind(
        key="Job",
        topic="jobs",
        row=Job,
        title=lambda: t("Jobs"),
        columns=_columns,
        order=lambda row: (-(row.last_start_at_s or 0.0), row.ref.name),
    )
)
