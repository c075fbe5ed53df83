"""Chaos experiments as rows, those that say something is wrong first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.chaos_experiment import TOPIC, ChaosExperiment, ChaosOutcome
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, duration

if TYPE_CHECKING:
    from console.store.state import State

_HEALTH = {
    ChaosOutcome.RUNNING: Health.WARNING,
    ChaosOutcome.PASSED: Health.OK,
    ChaosOutcome.FAILED: Health.CRITICAL,
    ChaosOutcome.ENDED: Health.OK,
    ChaosOutcome.PAUSED: Health.UNKNOWN,
    ChaosOutcome.UNKNOWN: Health.UNKNOWN,
}


class ChaosRow(NamedTuple):
    """One experiment, ready to be shown; an expected alert that did not fire is a warning.

    ``took_s`` is the number behind ``took``.
    """

    name: str
    tool: str
    kind: str
    target: str
    health: Health
    outcome: str
    when: str
    took: str
    took_s: float | None
    alert: str
    fired: str
    experiment: ChaosExperiment


def chaos_rows(state: State, now_s: float) -> tuple[ChaosRow, ...]:
    """Return the experiments of every cluster, the worst first, then the newest."""
    clusters = state.estate.clusters if state.estate is not None else ()
    found = (row for one in clusters for row in state.rows(one.key, TOPIC, ChaosExperiment))
    rows = (_row(one, now_s) for one in found)
    return tuple(sorted(rows, key=lambda row: (-row.health, -(row.experiment.began_s or 0.0), row.name)))


def _row(one: ChaosExperiment, now_s: float) -> ChaosRow:
    health = _HEALTH[one.outcome]
    if one.alert_fired is False and one.outcome is not ChaosOutcome.RUNNING:
        health = Health.worst(health, Health.WARNING)
    took_s = one.ended_s - one.began_s if one.ended_s is not None and one.began_s is not None else None
    return ChaosRow(
        name=one.ref.name,
        tool=one.tool,
        kind=one.ref.kind,
        target=one.target,
        health=health,
        outcome=_outcome(one.outcome),
        when=UNKNOWN if one.began_s is None else ago(one.began_s, now_s),
        took=duration(took_s),
        took_s=took_s,
        alert=one.expected_alert or t("none named"),
        fired=_fired(one),
        experiment=one,
    )


def _outcome(outcome: ChaosOutcome) -> str:
    return {
        ChaosOutcome.RUNNING: t("on its way"),
        ChaosOutcome.PASSED: t("passed"),
        ChaosOutcome.FAILED: t("failed"),
        ChaosOutcome.ENDED: t("ended"),
        ChaosOutcome.PAUSED: t("paused"),
        ChaosOutcome.UNKNOWN: t("not known yet"),
    }[outcome]


def _fired(one: ChaosExperiment) -> str:
    if not one.expected_alert:
        return UNKNOWN
    return {True: t("fired"), False: t("did not fire"), None: t("cannot be told")}[one.alert_fired]
