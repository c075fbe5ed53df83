"""The state: one frozen value that every view is a function of."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.alert import Alert
    from console.domain.change import Change
    from console.domain.connection import ConnectionStatus
    from console.domain.event import ObjectRow
    from console.domain.incident.incident import Incident
    from console.domain.incident.local_silence import LocalSilence
    from console.domain.notice.notice import Notice
    from console.domain.resource import ResourceRef
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.domain.signal import Reading
    from console.domain.signal_key import SignalKey
    from console.domain.trail_status import TrailStatus
    from console.domain.unlock import Unlock
    from console.domain.webhook.traffic import WebhookTraffic
    from console.estate.schema.estate import Estate

TableKey: TypeAlias = tuple[str, str]  # connection, topic
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ObjectTable:
    """The objects of one topic of a connection. ``complete`` is false while a long list is still arriving."""

    rows: Mapping[ResourceRef, ObjectRow]
    at_s: float
    complete: bool = True
    from_history: bool = False


@dataclass(frozen=True, slots=True)
class Readings:
    """The last whole round of readings of a connection."""

    values: Mapping[SignalKey, Reading]
    at_s: float
    from_history: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything the program knows now. Maps are never changed in place."""

    estate: Estate | None = None
    connections: Mapping[str, ConnectionStatus] = field(default_factory=lambda: MappingProxyType({}))
    objects: Mapping[TableKey, ObjectTable] = field(default_factory=lambda: MappingProxyType({}))
    readings: Mapping[str, Readings] = field(default_factory=lambda: MappingProxyType({}))
    changes: Mapping[str, Change] = field(default_factory=lambda: MappingProxyType({}))
    unlocks: Mapping[str, Unlock] = field(default_factory=lambda: MappingProxyType({}))
    rollouts: Mapping[str, RolloutRun] = field(default_factory=lambda: MappingProxyType({}))
    runbook_runs: Mapping[str, RunbookRun] = field(default_factory=lambda: MappingProxyType({}))
    incidents: Mapping[str, Incident] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, Notice] = field(default_factory=lambda: MappingProxyType({}))
    local_silences: Mapping[str, LocalSilence] = field(default_factory=lambda: MappingProxyType({}))
    judged_alerts: tuple[Alert, ...] = ()
    webhooks: WebhookTraffic | None = None
    trail: TrailStatus | None = None

    def table(self, connection: str, topic: str) -> ObjectTable | None:
        """Return what is known of a topic; ``None`` when it has never been read."""
        return self.objects.get((connection, topic))

    def rows(self, connection: str, topic: str, kind: type[Row]) -> tuple[Row, ...]:
        """Return the rows of one type of a topic; empty when it has never been read."""
        table = self.table(connection, topic)
        return () if table is None else tuple(row for row in table.rows.values() if isinstance(row, kind))

    def reading(self, connection: str, key: SignalKey) -> Reading | None:
        """Return a reading; ``None`` when the source did not give one."""
        known = self.readings.get(connection)
        return None if known is None else known.values.get(key)
