"""Operate: incidents, alerts, and runbooks that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.alert import AlertState
from console.domain.incident.incident import IncidentState
from console.domain.pipeline_stage import StageEvidence, StageState
from console.domain.runbooks.runbook_run import RunState
from console.estate.cell_label import named_cell
from console.kernel.i18n import t
from console.presenters.alert_board import TOPIC, told_alerts
from console.presenters.data_state import DataKind, data_state
from console.presenters.incident_rows import is_urgent
from console.presenters.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.pipeline.pipeline_basis import PipelineBasis

_RUNS = {
    RunState.RUNNING: StageState.RUNNING,
    RunState.RESTING: StageState.WAITING,
    RunState.WAITING: StageState.WAITING,
    RunState.FAILED: StageState.FAILED,
}


def operate_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield what is open now; when nothing is, that, but not while a server that tells alerts cannot be read."""
    found = [*_incidents(basis), *_alerts(basis), *_runbooks(basis)]
    yield from found
    read = any(topic == TOPIC for _, topic in basis.state.objects)
    if _is_blind(basis):
        text = t("Alerts cannot be read now, so nothing new would be seen.")
        yield StageEvidence(text, StageState.UNKNOWN, None, "", "incidents")
    elif not found and read:
        yield StageEvidence(t("No incident is open and no alert fires."), StageState.DONE, None, "", "incidents")


def _is_blind(basis: PipelineBasis) -> bool:
    estate = basis.state.estate
    tellers = (*estate.alertmanagers, *estate.prometheus) if estate is not None else ()
    found = data_state(basis.state, (one.key for one in tellers), (TOPIC,), basis.now_s)
    return found.kind is DataKind.FAILED


def _incidents(basis: PipelineBasis) -> Iterator[StageEvidence]:
    for one in sorted(basis.state.incidents.values(), key=lambda one: -one.level):  # the first speaks for the stage
        if one.is_over or not basis.concerns(one.place.get("cell", "")):
            continue
        begun = StageState.RUNNING if one.state is not IncidentState.OPEN else StageState.WAITING
        state = StageState.FAILED if is_urgent(one, basis.now_s) else begun
        text = t("Incident of level {level}: {title}", level=one.level, title=retold(one.title))
        yield StageEvidence(text, state, one.opened_s, one.team, "incidents", (("incident", one.id),))


def _alerts(basis: PipelineBasis) -> Iterator[StageEvidence]:
    firing: dict[str, int] = {}
    for one in told_alerts(basis.state):
        cell = named_cell(basis.state.estate, one.labels)
        if one.state is AlertState.FIRING and not one.is_sign_of_life and basis.concerns(cell):
            firing[cell] = firing.get(cell, 0) + 1
    for cell, count in sorted(firing.items()):
        place = cell or t("(no cell)")
        text = t("{cell}: {count} alerts fire", cell=place, count=count)
        yield StageEvidence(text, StageState.WAITING, None, basis.owner(cell), "incidents")


def _runbooks(basis: PipelineBasis) -> Iterator[StageEvidence]:
    for one in basis.state.runbook_runs.values():
        if one.state in _RUNS and basis.concerns(str(one.values.get("cell", ""))):
            text = t("Runbook {title}", title=one.title)
            yield StageEvidence(text, _RUNS[one.state], one.begun_s, one.actor, "runbooks", (("run", one.id),))
