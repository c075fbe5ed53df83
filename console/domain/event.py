"""Events: what connectors report, in the past tense, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from console.domain.connection import ConnectionStatus
from console.domain.resource import ResourceRef
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey


class ObjectRow(Protocol):
    """What one object of an outside system shows of itself: frozen, with the identity it is kept under."""

    @property
    def ref(self) -> ResourceRef:
        """Return which object it is."""


class Event(Protocol):
    """Something that happened; a later event with the same non-empty ``coalesce_key`` replaces one still queued."""

    @property
    def coalesce_key(self) -> str:
        """Return the key of the snapshot that this event carries, or an empty string for deltas."""


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """A connection's state changed or was confirmed."""

    status: ConnectionStatus

    @property
    def coalesce_key(self) -> str:
        return f"connection/{self.status.key}"


@dataclass(frozen=True, slots=True)
class ConnectionWatched:
    """Somebody looks at a connection again, or nobody does any more."""

    connection: str
    is_watched: bool

    @property
    def coalesce_key(self) -> str:
        return ""  # in its place: the estate may be opened anew between two of them


@dataclass(frozen=True, slots=True)
class ObjectsListed:
    """All objects of one topic (``workloads``, ``pods``, ...) of a connection as of ``at_s``; replaces what was known.

    ``complete`` is false for the first pages of a long list: rows are then added and nothing is removed.
    """

    connection: str
    topic: str
    rows: tuple[ObjectRow, ...]
    at_s: float
    complete: bool = True

    @property
    def coalesce_key(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class ObjectsChanged:
    """What changed in one topic since the last event: rows that are new or changed, and refs that are gone."""

    connection: str
    topic: str
    rows: tuple[ObjectRow, ...]
    gone: tuple[ResourceRef, ...]
    at_s: float

    @property
    def coalesce_key(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class SignalsObserved:
    """A whole round of readings of one connection."""

    connection: str
    readings: Mapping[SignalKey, Reading]
    at_s: float

    @property
    def coalesce_key(self) -> str:
        return f"signals/{self.connection}"


@dataclass(frozen=True, slots=True)
class SeriesObserved:
    """Points of one signal over time (unix seconds ascending); goes into the series book, never through reducers."""

    key: SignalKey
    times: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def coalesce_key(self) -> str:
        return ""
