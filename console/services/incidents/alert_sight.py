"""What alerts there are now: those that servers tell, and those that this console evaluates where nobody else does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from console.domain.alert import Alert
from console.domain.connection_state import ConnectionState
from console.domain.incident.burn_alert import burn_findings
from console.domain.incident.connection_alert import connection_findings
from console.domain.incident.incident import alert_origin
from console.domain.incident.local_alert import LocalFindings, held_since, local_alerts
from console.domain.incident.local_silence import muted
from console.domain.incident.metric_alert_rule import METRIC_ALERT_RULES
from console.domain.incident.model_alert import model_findings
from console.domain.incident_event import AlertsJudged
from console.domain.metric_rule import MetricRule
from console.domain.model.model_reading import TOPIC as READINGS
from console.domain.silence import Silence
from console.domain.slo.slo_status import SloStatus
from console.ports.metric import MetricReader
from console.presenters.alert_board import TOPIC, told_alerts
from console.presenters.measure_text import standing_text
from console.presenters.slo_marks import names_objective
from console.presenters.watched_model import WATCH_TOPICS, watched_model
from console.services.incidents.metric_rules import rule_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from console.domain.incident.local_silence import LocalSilence
    from console.domain.model.model_watch import Measured, ModelWatch
    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.store.state import State
    from console.store.store import Store

INCIDENT_TOPICS = (TOPIC, "rules", "silences", "slos", *WATCH_TOPICS)
"""What must be observed for alerts to be seen."""
_RULES_EVERY_S = 30.0
_TELLERS = frozenset({"prometheus", "alertmanager"})


class Sighting(NamedTuple):
    """``unknown`` are the origins of which nobody knows now whether their alerts still fire."""

    alerts: tuple[Alert, ...]
    unknown: frozenset[str]


class AlertSight:
    """Looks on the I/O loop; keeps since when each local condition holds, so that ``for`` counts.

    ``audits`` says what the newest audits call for; it may block (disk).
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        reader: Callable[[str, type[MetricReader]], MetricReader | None],
        audits: Callable[[Estate, float], LocalFindings] = lambda _estate, _now_s: LocalFindings(),
    ) -> None:
        self._runtime, self._clock, self._store, self._reader = runtime, clock, store, reader
        self._audits = audits
        self._since: Mapping[str, float] = {}
        self._rules, self._rules_s = LocalFindings(), float("-inf")

    async def look(self, silences: Iterable[LocalSilence]) -> Sighting:
        """Return what alerts there are, and tell the store those that this console evaluates."""
        state, now_s = self._store.state, self._clock.now().timestamp()
        if state.estate is None:
            return Sighting((), frozenset())
        if now_s - self._rules_s >= _RULES_EVERY_S or now_s < self._rules_s:
            audited = await self._runtime.in_thread(self._audits, state.estate, now_s)
            self._rules, self._rules_s = _joined([await self._metric_rules(state), audited]), now_s
        told = told_alerts(state)
        found = await self._runtime.in_thread(_evaluate, state, told, now_s)
        conditions = (*found.conditions, *self._rules.conditions)
        self._since = held_since(self._since, conditions, now_s)
        own, local = tuple(silences), local_alerts(conditions, self._since, now_s)
        there = tuple(row for key in state.connections for row in state.rows(key, "silences", Silence))
        judged = tuple(muted(local, own, there, now_s))
        self._store.dispatch(AlertsJudged(state.estate.name, judged))
        unread = unread_tellers(state)
        live = (one for one in told if alert_origin(one) not in unread)
        return Sighting((*muted(live, own, (), now_s), *judged), found.unknown | self._rules.unknown | unread)

    async def _metric_rules(self, state: State) -> LocalFindings:
        """Ask the servers that have no such rule; a server that does not answer leaves its rules unknown."""
        found = [LocalFindings()]
        for server in state.estate.prometheus if state.estate is not None else ():
            reader, table = self._reader(server.key, MetricReader), state.table(server.key, "rules")
            there = {row.ref.name for row in state.rows(server.key, "rules", MetricRule)}
            ours = [rule for rule in METRIC_ALERT_RULES if rule.name not in there]
            if reader is None or table is None:
                found.append(LocalFindings((), frozenset(f"rule/{server.key}/{rule.name}" for rule in ours)))
                continue
            found += [await rule_findings(server.key, rule, reader) for rule in ours]
        return _joined(found)


def _evaluate(state: State, told: Iterable[Alert], now_s: float) -> LocalFindings:
    """Evaluate objectives that no told alert names, connections and models. Runs in a thread."""
    known = tuple(told)
    found = [burn_findings(_unwatched(state, known)), connection_findings(state.connections.values())]
    for model in state.estate.models if state.estate is not None else ():
        found.append(model_findings(_told_now(state, watched_model(state, model, now_s)), standing_text))
    stale = frozenset(
        f"slo/{key}/{row.ref.namespace}/{row.ref.name}"
        for key in state.connections
        if _is_old(state, key, "slos")
        for row in state.rows(key, "slos", SloStatus)
    )
    return _joined([*found, LocalFindings((), stale)])


def _told_now(state: State, watch: ModelWatch) -> ModelWatch:
    """Return a watch without what was read before its source fell silent: nobody knows whether it is still so."""
    told = {
        key: replace(one, value=None, parts=()) if _is_silent(state, one) else one
        for key, one in watch.measured.items()
    }
    return replace(watch, measured=told)


def _is_silent(state: State, one: Measured) -> bool:
    status, topic = state.connections.get(one.source), READINGS if one.measure.query else one.query
    return status is None or topic in status.unread or _is_old(state, one.source, topic)


def _unwatched(state: State, told: tuple[Alert, ...]) -> list[SloStatus]:
    return [
        row
        for key in state.connections
        if not _is_old(state, key, "slos")
        for row in state.rows(key, "slos", SloStatus)
        if not any(names_objective(alert, row) for alert in told if "sloth_slo" in alert.labels)
    ]


def unread_tellers(state: State) -> frozenset[str]:
    """Return the origins of servers whose alerts are not fresh; without its Prometheus an Alertmanager forgets."""
    kinds = {key: one.kind for key, one in state.connections.items() if one.kind in _TELLERS}
    old = {key for key in kinds if _is_old(state, key, TOPIC)}
    if any(kinds[key] == "prometheus" for key in old):
        old |= {key for key, kind in kinds.items() if kind == "alertmanager"}
    return frozenset(f"alerts/{key}" for key in old)


def _is_old(state: State, key: str, topic: str) -> bool:
    table, status = state.table(key, topic), state.connections[key]
    return table is None or table.from_history or status.state is not ConnectionState.LIVE


def _joined(several: Iterable[LocalFindings]) -> LocalFindings:
    found = tuple(several)
    conditions = tuple(one for each in found for one in each.conditions)
    return LocalFindings(conditions, frozenset[str]().union(*(each.unknown for each in found)))
