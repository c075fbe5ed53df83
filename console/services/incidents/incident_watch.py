"""The watch: looks at the alerts, and does what the rules say about incidents."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from console.domain.incident.incident import alert_identity
from console.domain.incident.incident_decision import DecisionKind, decisions, missing_since
from console.domain.incident.incident_level import IncidentLevel
from console.domain.incident.incident_step import breached, joined, opened, quieted, reopened, resolved
from console.kernel.errors import ChangeRefused
from console.presenters.incident_place import cell_of
from console.services.incidents.estate_policy import deadline, incident_rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.incident.incident import Group, Incident
    from console.domain.incident.incident_decision import IncidentDecision
    from console.estate.schema.estate import Estate
    from console.services.incidents.alert_sight import AlertSight
    from console.services.incidents.incident_book import IncidentBook

_LOOKED_BACK_S = 7 * 86_400.0


class IncidentWatch:
    """Coroutines run on the I/O loop. One console of a profile watches; the others follow its journal."""

    def __init__(self, book: IncidentBook, estate: Estate, sight: AlertSight) -> None:
        self._book, self._estate, self._sight = book, estate, sight
        self._rules = incident_rules(estate)
        self._missing: Mapping[str, float] = {}

    async def look(self) -> None:
        """Look once: take alerts in, note what is over, what is late, what is resolved."""
        seen = await self._sight.look(self._book.silences)
        now_s = self._book.now_s()
        mine = tuple(one for one in self._book.incidents if _counts(one, now_s))
        present = {alert_identity(one.labels) for one in seen.alerts}
        self._missing = missing_since(self._missing, mine, present, seen.unknown, now_s)
        for one in tuple(decisions(mine, seen.alerts, self._missing, now_s, self._rules)):
            with suppress(ChangeRefused):  # a person was quicker; the next look sees what is left
                await self._do(one, now_s)

    async def follow(self) -> None:
        """Show the alerts that are evaluated here; another console does what the rules say."""
        await self._sight.look(self._book.silences)

    async def _do(self, decision: IncidentDecision, now_s: float) -> None:
        if decision.kind is DecisionKind.OPEN:
            await self._book.add(self._opened(decision, now_s))
            return
        incident = self._book.find(decision.incident)
        await self._book.advance(incident, lambda one: self._stepped(one, decision, now_s))

    def _opened(self, decision: IncidentDecision, now_s: float) -> Incident:
        place = dict(decision.group)
        for alert in decision.alerts:
            place = {**alert.labels, **place}
        cell = cell_of(self._estate, place)
        team = place.get("team") or (cell.team if cell is not None else "")
        name = incident_id(self._book.estate, decision.group, now_s)
        return opened(name, self._book.estate, decision.group, decision.alerts, now_s, self.deadline, team)

    def _stepped(self, incident: Incident, decision: IncidentDecision, now_s: float) -> Incident:
        match decision.kind:
            case DecisionKind.JOIN:
                return joined(incident, decision.alerts, now_s, self.deadline)
            case DecisionKind.REOPEN:
                back = reopened(incident, now_s, self.deadline) if incident.is_over else incident
                return _one_step(incident, joined(back, decision.alerts, now_s, self.deadline))
            case DecisionKind.QUIET:
                return quieted(incident, decision.identities, now_s)
            case DecisionKind.BREACH:
                return breached(incident, now_s)
            case _:
                return resolved(incident, now_s)

    def deadline(self, level: IncidentLevel, at_s: float) -> float:
        """Return when somebody must have begun (unix seconds)."""
        return deadline(self._estate, level, at_s)


def incident_id(estate: str, group: Group, now_s: float) -> str:
    """Return the id of an incident that opens now: one per group and second, whichever console is first."""
    stamp = datetime.fromtimestamp(now_s, UTC).strftime("%Y%m%d-%H%M%S")
    return f"inc-{stamp}-{sha256(f'{estate}{group}'.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _counts(incident: Incident, now_s: float) -> bool:
    """Return whether alerts may belong to it: it goes on, a part of it still fires, or it ended a short while ago."""
    ended_s = incident.resolved_s
    return ended_s is None or bool(incident.firing) or now_s - ended_s < _LOOKED_BACK_S


def _one_step(before: Incident, after: Incident) -> Incident:
    """Return several steps as the one that is journaled."""
    from msgspec.structs import replace  # noqa: PLC0415

    return replace(after, step=before.step + 1)
