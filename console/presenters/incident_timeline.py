"""The timeline of an incident: what happened in it, and around it: alerts, changes, rollouts, runbooks, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change import ChangeState
from console.domain.health import Health
from console.domain.notice.notice import NoticeState
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time
from console.presenters.incident_place import incident_cell
from console.presenters.incident_text import moment_word
from console.presenters.retold import retold
from console.presenters.rollout_run_rows import moment_word as rollout_moment_word
from console.presenters.trail_rows import trail_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.change import Change
    from console.domain.incident.incident import Incident
    from console.domain.trail_record import TrailRecord
    from console.estate.schema.cell import Cell
    from console.store.state import State

BEFORE_S, AFTER_S = 3600.0, 600.0
_OWN_AREAS = frozenset({"change", "rollout", "runbook", "gameday", "connection_lock", "approval"})
_DONE = {ChangeState.APPLIED: Health.OK, ChangeState.FAILED: Health.CRITICAL, ChangeState.UNDONE: Health.WARNING}
_WORST = {"opened": Health.CRITICAL, "breached": Health.CRITICAL, "escalated": Health.CRITICAL,
          "reopened": Health.CRITICAL, "joined": Health.WARNING, "resolved": Health.OK,
          "quieted": Health.OK, "acknowledged": Health.OK}  # fmt: skip


class TimelineRow(NamedTuple):
    """One line; ``at_s`` is unix seconds."""

    at_s: float
    time: str
    source: str
    what: str
    actor: str
    health: Health | None


def timeline_rows(
    incident: Incident, state: State, now_s: float, trail: Iterable[TrailRecord] = ()
) -> tuple[TimelineRow, ...]:
    """Return what happened from an hour before to ten minutes after, oldest first; ``trail`` adds what it knows."""
    end_s = (incident.resolved_s if incident.resolved_s is not None else now_s) + AFTER_S
    begin_s = incident.opened_s - BEFORE_S
    own = [*_moments(incident), *_alerts(incident), *_notices(incident, state)]
    around = [*_changes(incident, state), *_rollouts(incident, state)]
    told = list(_trail(incident, state, trail))
    known = {(round(one.at_s), one.what) for one in around}
    around += [one for one in told if (round(one.at_s), one.what) not in known]
    found = [*own, *(one for one in around if begin_s <= one.at_s <= end_s)]
    return tuple(sorted(found, key=lambda one: (one.at_s, one.source, one.what)))


def _row(at_s: float, source: str, what: str, actor: str = "", health: Health | None = None) -> TimelineRow:
    return TimelineRow(at_s, local_time(at_s), source, what, actor or UNKNOWN, health)


def _moments(incident: Incident) -> Iterator[TimelineRow]:
    for one in incident.moments:
        what = f"{moment_word(one.word)}: {retold(one.note)}" if one.note else moment_word(one.word)
        yield _row(one.at_s, t("Incident"), what, one.actor, _WORST.get(one.word))


def _alerts(incident: Incident) -> Iterator[TimelineRow]:
    """Yield when each alert began by what it says itself, which is before anybody saw it."""
    for alert in incident.alerts:
        for start_s in alert.starts:
            text = f"{alert.name}: {retold(alert.summary)}" if alert.summary else alert.name
            yield _row(start_s, t("Alert"), text, health=Health.WARNING)


def _notices(incident: Incident, state: State) -> Iterator[TimelineRow]:
    for notice in state.notices.values():
        if notice.incident != incident.id or not notice.tries:
            continue
        last = notice.tries[-1]
        if notice.state is NoticeState.SENT:
            yield _row(last.at_s, t("Message"), f"{notice.channel}: {retold(notice.title)}", health=Health.OK)
        else:
            yield _row(last.at_s, t("Message"), f"{notice.channel}: {retold(last.error)}", health=Health.CRITICAL)


def _changes(incident: Incident, state: State) -> Iterator[TimelineRow]:
    for change in state.changes.values():
        if _is_here(change, incident, state):
            for moment in change.moments:
                if moment.state in _DONE:
                    what = change.operation.summary()
                    yield _row(moment.at_s, t("Change"), what, change.actor, _DONE[moment.state])


def _is_here(change: Change, incident: Incident, state: State) -> bool:
    """Return whether a change is about the incident's cell; without a cell every change is."""
    if change.id == incident.rollback:
        return True
    cell = incident_cell(state.estate, incident) if state.estate is not None else None
    if cell is None or not change.target.namespace:
        return cell is None or change.target.connection not in {one.cluster for one in _cells(state)}
    return change.target.connection == cell.cluster and change.target.namespace in cell.selectors.namespaces


def _cells(state: State) -> tuple[Cell, ...]:
    return state.estate.cells if state.estate is not None else ()


def _rollouts(incident: Incident, state: State) -> Iterator[TimelineRow]:
    cell = incident_cell(state.estate, incident) if state.estate is not None else None
    for run in state.rollouts.values():
        if cell is not None and cell.key not in run.plan.cells:
            continue
        for moment in run.moments:
            if moment.word in {"begun", "turned-back", "blocked", "completed", "rolled-back"}:
                what = f"{run.plan.name}: {rollout_moment_word(moment.word)} {retold(moment.note)}".strip()
                yield _row(moment.at_s, t("Rollout"), what, moment.actor)


def _trail(incident: Incident, state: State, records: Iterable[TrailRecord]) -> Iterator[TimelineRow]:
    cell = incident_cell(state.estate, incident) if state.estate is not None else None
    known = frozenset(state.changes) | frozenset(state.rollouts)
    for row in trail_rows(records, state.estate):
        elsewhere = cell is not None and row.cell not in {"", cell.key}
        if row.at_s is None or row.area not in _OWN_AREAS or elsewhere or row.subject in known:
            continue
        yield _row(row.at_s, row.area_word, f"{row.word}: {retold(row.what)}", row.actor, row.health)
