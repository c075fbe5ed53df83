"""Rollouts: where each release stands."""

from __future__ import annotations

from console.domain.rollout import Rollout
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, duration, short
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind

_RANKS = {"Degraded": 0, "Paused": 1, "Progressing": 2}


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("namespace", t("Namespace"), lambda row, _now_s: row.ref.namespace),
        InventoryColumn("name", t("Name"), lambda row, _now_s: row.ref.name),
        InventoryColumn("phase", t("Phase"), lambda row, _now_s: row.phase or UNKNOWN, width=110),
        InventoryColumn("step", t("Step"), lambda row, _now_s: _step(row), lambda row: row.step, width=220),
        InventoryColumn("weight", t("New revision"), lambda row, _now_s: _weight(row), _weight_value, numeric=True),
        InventoryColumn("held", t("Held"), _held, lambda row: row.paused or bool(row.pauses), width=180),
        InventoryColumn("pods", t("New pods"), lambda row, _now_s: f"{row.updated} / {row.desired}", numeric=True),
        InventoryColumn("analysis", t("Analysis"), lambda row, _now_s: _analysis(row)),
        InventoryColumn("image", t("Image"), lambda row, _now_s: ", ".join(row.images), width=320),
        InventoryColumn("message", t("Message"), lambda row, _now_s: row.message, width=320),
    )


def _step(row: Rollout) -> str:
    if row.step is None or not row.steps:
        return UNKNOWN
    if row.step >= len(row.steps):
        return t("all {count} done", count=len(row.steps))
    one = row.steps[row.step]
    what = one.action
    if one.action == "pause":
        what = t("pause {time}", time=duration(one.pause_s)) if one.pause_s is not None else t("pause until promoted")
    elif one.weight is not None:
        what = f"{short(one.weight)} %"
    return t("{number} of {count}: {what}", number=row.step + 1, count=len(row.steps), what=what)


def _weight_value(row: Rollout) -> float | None:
    return row.live_weight if row.live_weight is not None else row.weight


def _weight(row: Rollout) -> str:
    value = _weight_value(row)
    return f"{short(value)} %" if value is not None else UNKNOWN


def _held(row: Rollout, now_s: float) -> str:
    if row.paused:
        return t("by hand")
    if row.aborted:
        return t("aborted {time}", time=ago(row.aborted_at_s, now_s))
    return ", ".join(f"{one.reason} {ago(one.since_s, now_s)}" for one in row.pauses)


def _analysis(row: Rollout) -> str:
    return ", ".join(status for _, status in row.analyses)


INVENTORIES.add(
    InventoryKind(
        key="Rollout",
        topic="rollouts",
        row=Rollout,
        title=lambda: t("Rollouts"),
        columns=_columns,
        order=lambda row: (_RANKS.get(row.phase, 3), row.ref.namespace, row.ref.name),
    )
)
