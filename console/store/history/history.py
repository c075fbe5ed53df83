"""The history file: last known state per connection, and series in three resolutions with retention."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from console.domain.connection import ConnectionStatus
from console.domain.signal import Reading, SignalKey
from console.kernel.sqlite import Database
from console.store.history.resolution import RESOLUTIONS, downsample
from console.store.history.row_codec import decode_rows, encode_rows
from console.store.state import ObjectTable, Readings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from console.domain.event import SeriesObserved
    from console.store.history.resolution import Resolution
    from console.store.state import State, TableKey

MIGRATIONS = (
    """
    CREATE TABLE status (estate TEXT, connection TEXT, status BLOB NOT NULL, PRIMARY KEY (estate, connection))
      WITHOUT ROWID;
    CREATE TABLE objects (estate TEXT, connection TEXT, topic TEXT, at_s REAL NOT NULL, rows BLOB NOT NULL,
      PRIMARY KEY (estate, connection, topic)) WITHOUT ROWID;
    CREATE TABLE readings (estate TEXT, connection TEXT, at_s REAL NOT NULL, readings BLOB NOT NULL,
      PRIMARY KEY (estate, connection)) WITHOUT ROWID;
    CREATE TABLE series (id INTEGER PRIMARY KEY, estate TEXT NOT NULL, signal TEXT NOT NULL, cell TEXT NOT NULL,
      service TEXT NOT NULL, segment TEXT NOT NULL, target TEXT NOT NULL,
      UNIQUE (estate, signal, cell, service, segment, target));
    CREATE TABLE points (series INTEGER NOT NULL, step_s INTEGER NOT NULL, at_s INTEGER NOT NULL, total REAL NOT NULL,
      count INTEGER NOT NULL, PRIMARY KEY (series, step_s, at_s)) WITHOUT ROWID
    """,
)
_ADD_POINTS = """
    INSERT INTO points VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET total = total + excluded.total, count = count + excluded.count
"""
_READ_POINTS = """
    SELECT at_s, total / count FROM points WHERE series = ? AND step_s = ? AND at_s BETWEEN ? AND ? ORDER BY at_s
"""
_PAIRS = msgspec.json.Decoder(list[tuple[SignalKey, Reading]])
_STATUS = msgspec.json.Decoder(ConnectionStatus)


class LastKnown(msgspec.Struct, frozen=True):
    """What was known of an estate when it was last seen."""

    connections: dict[str, ConnectionStatus]
    objects: dict[TableKey, ObjectTable]
    readings: dict[str, Readings]


class History:
    """The local history of all estates of a profile; any thread may call it, one at a time."""

    def __init__(self, file: Path) -> None:
        self._database = Database(file, MIGRATIONS)
        self._lock = threading.Lock()
        self._ids: dict[tuple[str, SignalKey], int] = {}

    @property
    def recovered(self) -> bool:
        """Return whether a damaged file was set aside when opening."""
        return self._database.recovered

    def save(self, estate: str, state: State, tables: Iterable[TableKey], connections: Iterable[str]) -> None:
        """Keep the named tables and the status and readings of the named connections as last known."""
        with self._lock, self._database.transaction() as sql:
            for connection, topic in tables:
                table = state.objects.get((connection, topic))
                if table is not None and table.complete and not table.from_history:
                    values = (estate, connection, topic, table.at_s, encode_rows(table.rows.values()))
                    sql.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?)", values)
            for key in connections:
                if (status := state.connections.get(key)) is not None:
                    sql.execute("INSERT OR REPLACE INTO status VALUES (?, ?, ?)", (estate, key, _json(status)))
                if (readings := state.readings.get(key)) is not None and not readings.from_history:
                    pairs = _json(list(readings.values.items()))
                    sql.execute(
                        "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", (estate, key, readings.at_s, pairs)
                    )

    def load(self, estate: str) -> LastKnown:
        """Return what was last known of an estate; empty when it has never been seen."""
        with self._lock:
            statuses = self._database.rows("SELECT connection, status FROM status WHERE estate = ?", (estate,))
            objects = self._database.rows(
                "SELECT connection, topic, at_s, rows FROM objects WHERE estate = ?", (estate,)
            )
            readings = self._database.rows(
                "SELECT connection, at_s, readings FROM readings WHERE estate = ?", (estate,)
            )
        return LastKnown(
            {str(key): _STATUS.decode(_blob(raw)) for key, raw in statuses},
            {(str(key), str(topic)): _table(at_s, raw) for key, topic, at_s, raw in objects},
            {str(key): _readings(at_s, raw) for key, at_s, raw in readings},
        )

    def append(self, estate: str, events: Iterable[SeriesObserved]) -> None:
        """Add points of series, averaged into every resolution."""
        with self._lock, self._database.transaction() as sql:
            for event in events:
                number = self._series_id(estate, event.key)
                for resolution in RESOLUTIONS:
                    steps = downsample(event.times, event.values, resolution.step_s)
                    sql.executemany(_ADD_POINTS, ((number, resolution.step_s, *step) for step in steps))

    def read(self, estate: str, key: SignalKey, start_s: float, end_s: float) -> tuple[list[float], list[float]]:
        """Return times and values of a series in the finest resolution that still reaches back to ``start_s``."""
        with self._lock:
            number = self._series_id(estate, key)
            for resolution in RESOLUTIONS:
                rows = self._database.rows(_READ_POINTS, (number, resolution.step_s, start_s, end_s))
                if resolution is RESOLUTIONS[-1] or _reaches(rows, start_s, resolution):
                    return [float(str(row[0])) for row in rows], [float(str(row[1])) for row in rows]
        return [], []

    def forget_old(self, now_s: float) -> int:
        """Delete points past their retention; return how many."""
        removed = 0
        with self._lock, self._database.transaction() as sql:
            for resolution in RESOLUTIONS:
                limits = (resolution.step_s, now_s - resolution.keep_s)
                removed += sql.execute("DELETE FROM points WHERE step_s = ? AND at_s < ?", limits).rowcount
        return removed

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _series_id(self, estate: str, key: SignalKey) -> int:
        known = self._ids.get((estate, key))
        if known is None:
            names = (estate, key.signal, key.cell, key.service, key.segment, key.target)
            found = self._database.rows(
                "INSERT INTO series (estate, signal, cell, service, segment, target) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET estate = estate RETURNING id",
                names,
            )
            known = self._ids[(estate, key)] = int(str(found[0][0]))
        return known


def _reaches(rows: list[tuple[object, ...]], start_s: float, resolution: Resolution) -> bool:
    return bool(rows) and float(str(rows[0][0])) <= start_s + 2 * resolution.step_s


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _blob(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _table(at_s: object, raw: object) -> ObjectTable:
    rows = decode_rows(_blob(raw))
    return ObjectTable({row.ref: row for row in rows}, float(str(at_s)), from_history=True)


def _readings(at_s: object, raw: object) -> Readings:
    values: Mapping[SignalKey, Reading] = dict(_PAIRS.decode(_blob(raw)))
    return Readings(values, float(str(at_s)), from_history=True)
