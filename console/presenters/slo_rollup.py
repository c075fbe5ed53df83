"""Objectives rolled up by cell, service or segment, as rows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.slo.named_places import named_places
from console.domain.slo.slo_rollup import roll_up
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent
from console.presenters.slo_rows import slo_health, slo_rows

if TYPE_CHECKING:
    from console.domain.slo.slo_rollup import SloRollup
    from console.domain.slo.slo_status import SloStatus
    from console.store.state import State


class SloGroup(StrEnum):
    """What objectives may be rolled up by."""

    CELL = "cell"
    SERVICE = "service"
    SEGMENT = "segment"

    def of(self, status: SloStatus) -> tuple[str, ...]:
        """Return the groups of an objective; the empty one when it belongs to none."""
        if self is SloGroup.SERVICE:
            return (status.ref.namespace,)
        return named_places(dict(status.labels).get(self.value, "")) or ("",)


class RollupRow(NamedTuple):
    """One group, ready to be shown; ``attained`` and ``budget_left`` weigh objectives by their events."""

    group: str
    key: str
    health: Health
    objectives: str
    worst: str
    worst_left: str
    attained: str
    budget_left: str
    events: str
    note: str
    rollup: SloRollup


def rollup_rows(state: State, group: SloGroup) -> tuple[RollupRow, ...]:
    """Return the groups, the worst budget first; objectives of no group come under one that says so."""
    return tuple(_row(one) for one in roll_up((row.status for row in slo_rows(state)), group.of))


def _row(one: SloRollup) -> RollupRow:
    worst = one.worst
    return RollupRow(
        group=one.key or t("(none)"),
        key=one.key,
        health=slo_health(worst) if worst is not None else Health.UNKNOWN,
        objectives=number(len(one.statuses)),
        worst=f"{worst.ref.namespace} / {worst.ref.name}" if worst is not None else UNKNOWN,
        worst_left=percent(worst.budget_left) if worst is not None else UNKNOWN,
        attained=percent(one.attained),
        budget_left=percent(one.budget_left),
        events=number(one.events),
        note=_note(one),
        rollup=one,
    )


def _note(one: SloRollup) -> str:
    silent = len(one.statuses) - one.judged
    return t("cannot be judged: {count} of {all}", count=silent, all=len(one.statuses)) if silent else ""
