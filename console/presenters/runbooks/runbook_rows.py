"""The library as rows: the runbooks whose symptoms hold right now first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.alert import Alert, AlertState
from console.domain.diagnosis.fault import known_faults
from console.domain.runbooks.symptom_match import matching_runbooks
from console.estate.cell_label import named_cell
from console.kernel.i18n import t
from console.presenters.diagnosis_rows import diagnosis_rows
from console.presenters.format import UNKNOWN, ago, duration
from console.presenters.runbooks.runbook_word import origin_word, run_state_word, severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.health import Health
    from console.domain.runbooks.runbook import Runbook
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.store.state import State


class Holding(NamedTuple):
    """A symptom that holds now: what shows it, and the cell where it does (may be empty)."""

    text: str
    cell: str


class RunbookRow(NamedTuple):
    """One runbook; ``holds`` are its symptoms that hold now, ``lacks`` the connections that the estate has not."""

    id: str
    title: str
    severity: str
    health: Health
    holds: tuple[Holding, ...]
    now: str
    time: str
    steps: str
    origin: str
    tags: str
    last: str
    last_health: Health | None
    lacks: tuple[str, ...]
    runbook: Runbook


def runbook_rows(
    runbooks: Iterable[Runbook], state: State, now_s: float, runs: Iterable[RunbookRun] = ()
) -> tuple[RunbookRow, ...]:
    """Return rows: those with symptoms now first, then the worst, then by title."""
    known = tuple(runbooks)
    holding = _holding(known, state, now_s)
    newest = {run.runbook: run for run in sorted(runs, key=lambda one: one.begun_s)}
    rows = [_row(one, holding.get(one.id, ()), newest.get(one.id), state, now_s) for one in known]
    return tuple(sorted(rows, key=lambda row: (not row.holds, -row.health, row.title.casefold())))


def _row(
    runbook: Runbook, holds: tuple[Holding, ...], last: RunbookRun | None, state: State, now_s: float
) -> RunbookRow:
    severity, health = severity_word(runbook.severity)
    word, last_health = run_state_word(last) if last is not None else (UNKNOWN, None)
    kinds = {one.connector for one in state.estate.connections()} if state.estate is not None else set()
    return RunbookRow(
        id=runbook.id,
        title=runbook.title,
        severity=severity,
        health=health,
        holds=holds,
        now="; ".join(one.text for one in holds),
        time=duration(runbook.time_s) if runbook.time_s else UNKNOWN,
        steps=str(len(runbook.steps)),
        origin=origin_word(runbook.origin),
        tags=", ".join(runbook.tags),
        last=f"{word} · {ago(last.begun_s, now_s)}" if last is not None else UNKNOWN,
        last_health=last_health,
        lacks=tuple(one for one in runbook.requires if one not in kinds),
        runbook=runbook,
    )


def _holding(runbooks: tuple[Runbook, ...], state: State, now_s: float) -> dict[str, tuple[Holding, ...]]:
    """Return the symptoms that alerts and diagnoses show now, by the id of the runbook."""
    found: dict[str, dict[Holding, None]] = {}
    for fault in diagnosis_rows(state, now_s):
        holding = Holding(t("Diagnosis: {title}", title=fault.title), next(iter(fault.cells), ""))
        for one in matching_runbooks(runbooks, diagnosis=fault.fault):
            found.setdefault(one.id, {})[holding] = None
    for alert in _firing(state):
        holding = Holding(t("Alert: {name}", name=alert.name), _cell(state, alert))
        for one in matching_runbooks(runbooks, alertname=alert.name, labels=alert.labels):
            found.setdefault(one.id, {})[holding] = None
    return {key: tuple(holdings) for key, holdings in found.items()}


def _firing(state: State) -> tuple[Alert, ...]:
    keys = (key for key, topic in state.objects if topic == "alerts")
    rows = (alert for key in keys for alert in state.rows(key, "alerts", Alert))
    return tuple(one for one in rows if one.state is AlertState.FIRING)


def _cell(state: State, alert: Alert) -> str:
    """Return the cell that an alert names by its labels, by key or by the name that metrics know it by."""
    cells = state.estate.cells if state.estate is not None else ()
    named = {named_cell(state.estate, alert.labels), alert.labels.get("namespace", "")} - {""}
    return next(
        (one.key for one in cells if named & {one.key, one.selectors.metrics_cell, *one.selectors.namespaces}), ""
    )


def symptom_texts(runbook: Runbook) -> tuple[str, ...]:
    """Return what a runbook is for, one sentence for each symptom."""
    told = []
    for one in runbook.symptoms:
        if one.alert:
            labels = ", ".join(f"{key}={value}" for key, value in one.labels.items())
            told.append(t("Alert: {name}", name=f"{one.alert} ({labels})" if labels else one.alert))
        elif one.diagnosis:
            known = one.diagnosis in known_faults()
            title = known_faults().get(one.diagnosis).title() if known else one.diagnosis
            told.append(t("Diagnosis: {title}", title=title))
        else:
            told.append(t("Metric: {query}", query=one.promql))
    return tuple(told)
