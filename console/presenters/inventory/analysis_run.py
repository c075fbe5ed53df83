"""AnalysisRuns: what was measured of a release."""

from __future__ import annotations

from console.domain.rollout import AnalysisMetric, AnalysisRun
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name, width=220),
        InventoryColumn("of", t("Of"), lambda row, _now_s: row.owner or UNKNOWN, width=160),
        InventoryColumn("phase", t("Phase"), lambda row, _now_s: row.phase or UNKNOWN, width=110),
        InventoryColumn(
            "metrics",
            t("Metrics"),
            lambda row, _now_s: "; ".join(map(_metric, row.metrics)) or UNKNOWN,
            lambda row: [[one.name, one.phase, one.value, one.failed, one.count, one.dry_run] for one in row.metrics],
            width=360,
        ),
        InventoryColumn("began", t("Began"), _began, lambda row: row.started_at_s),
        InventoryColumn("message", t("Message"), lambda row, _now_s: row.message, width=320),
    )


def _metric(one: AnalysisMetric) -> str:
    words = {"name": one.name, "phase": one.phase or UNKNOWN, "value": one.value or UNKNOWN}
    counts = {"failed": one.failed, "count": one.count}
    if one.dry_run:
        return t("{name} {phase} {value}, {failed} of {count} failed (only told)", **words, **counts)
    return t("{name} {phase} {value}, {failed} of {count} failed", **words, **counts)


def _began(row: AnalysisRun, now_s: float) -> str:
    return ago(row.started_at_s, now_s) if row.started_at_s is not None else UNKNOWN


INVENTORIES.add(
    InventoryKind(
        key="AnalysisRun",
        topic="rollouts",
        row=AnalysisRun,
        title=lambda: t("Analysis runs"),
        columns=_columns,
        order=lambda row: -(row.started_at_s or 0.0),
    )
)
