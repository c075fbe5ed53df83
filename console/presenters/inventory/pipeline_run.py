"""CI runs of a forge."""

from __future__ import annotations

from console.domain.forge.pipeline_run import PipelineRun
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, duration
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.run_word import run_word


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("repository", t("Repository"), lambda row, _now_s: row.ref.namespace, width=220),
        InventoryColumn("run", t("Run"), lambda row, _now_s: row.ref.name, width=110),
        InventoryColumn("title", t("Title"), lambda row, _now_s: row.title or UNKNOWN, width=260),
        InventoryColumn("state", t("State"), lambda row, _now_s: run_word(row.state), lambda row: str(row.state)),
        InventoryColumn("branch", t("Branch"), lambda row, _now_s: row.branch or UNKNOWN),
        InventoryColumn("commit", t("Commit"), lambda row, _now_s: row.sha[:10] or UNKNOWN, lambda row: row.sha),
        InventoryColumn("event", t("Started by"), lambda row, _now_s: row.event or UNKNOWN),
        InventoryColumn("started", t("Started"), _started, lambda row: row.started_at_s),
        InventoryColumn("took", t("Took"), lambda row, _now_s: duration(row.took_s), lambda row: row.took_s, True),
    )


def _started(row: PipelineRun, now_s: float) -> str:
    return UNKNOWN if row.started_at_s is None else ago(row.started_at_s, now_s)


INVENTORIES.add(
    InventoryKind(
        key="PipelineRun",
        topic="pipeline-runs",
        row=PipelineRun,
        title=lambda: t("CI runs"),
        columns=_columns,
        order=lambda row: -(row.started_at_s or 0.0),
    )
)
