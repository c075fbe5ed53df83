"""The history file: last known state per connection, and series in three resolutions with retention."""

from __future__ import annotations

import logging
import threading
from math import isfinite
from typing import TYPE_CHECKING, TypeVar

import msgspec

from console.domain.connection import ConnectionStatus
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared
from console.kernel.sqlite import Database
from console.store.history.kept_list import decode_kept
from console.store.history.resolution import downsample, resolutions
from console.store.history.row_codec import decode_rows, encode_rows
from console.store.state import ObjectTable, Readings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from sqlite3 import Connection

    from console.domain.event import ObjectRow, SeriesObserved
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
_ADD_SERIES = (
    "INSERT INTO series (estate, signal, cell, service, segment, target) VALUES (?, ?, ?, ?, ?, ?) RETURNING id"
)
_FIND_SERIES = """
    SELECT id FROM series WHERE estate = ? AND signal = ? AND cell = ? AND service = ? AND segment = ? AND target = ?
"""
_ENDS = "SELECT min(at_s), max(at_s) FROM points WHERE step_s = ?"
_OLDEST = "SELECT min(at_s) FROM points WHERE series = ? AND step_s = ?"
_KEPT_BYTES = "SELECT (SELECT total(length(rows)) FROM objects) + (SELECT total(length(readings)) FROM readings)"
_FORGET = "DELETE FROM points WHERE step_s = ? AND at_s < ?"
_ALWAYS_S = 3_600.0  # what is younger is never too much
_log = logging.getLogger(__name__)
Kept = TypeVar("Kept")
_PAIRS = msgspec.json.Decoder(prepared(list[tuple[SignalKey, Reading]]))
_STATUS = msgspec.json.Decoder(prepared(ConnectionStatus))


class LastKnown(msgspec.Struct, frozen=True):
    """What was known of an estate when it was last seen."""

    connections: dict[str, ConnectionStatus]
    objects: dict[TableKey, ObjectTable]
    readings: dict[str, Readings]


class History:
    """The local history of all estates of a profile; any thread may call it, one at a time.

    The file is opened when first needed and, after a failure (disk, rights), tried anew by the next call; every method
    raises ``UserError`` while it cannot be used. ``steps`` and ``max_bytes`` say how much is kept.
    """

    def __init__(self, file: Path, steps: tuple[Resolution, ...] = (), max_bytes: int = 512 << 20) -> None:
        self._file, self._steps, self._max_bytes = file, steps or resolutions(), max_bytes
        self._opened: Database | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._ids: dict[tuple[str, SignalKey], int] = {}

    @property
    def _database(self) -> Database:
        if self._closed:
            raise ConsoleError(f"The local history {self._file} has been closed.")
        if self._opened is None:
            self._opened = Database(self._file, MIGRATIONS, _unusable)
        if self._opened.recovered:
            self._opened.recovered = False
            self._ids.clear()
            _log.warning("%s was damaged; it is set aside as *.damaged and a new one is begun", self._file)
        return self._opened

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
                    pairs = _json(_finite(readings))
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
            {str(key): one for key, raw in statuses if (one := _known(_STATUS.decode, raw)) is not None},
            {
                (str(key), str(topic)): _table(at_s, rows)
                for key, topic, at_s, raw in objects
                if (rows := _known(decode_rows, raw)) is not None
            },
            {
                str(key): _readings(at_s, pairs)
                for key, at_s, raw in readings
                if (pairs := _known(_pairs, raw)) is not None
            },
        )

    def append(self, estate: str, events: Iterable[SeriesObserved]) -> None:
        """Add points of series, averaged into every resolution."""
        with self._lock:
            try:
                with self._database.transaction() as sql:
                    for event in events:
                        number = self._number(estate, event.key)
                        for resolution in self._steps:
                            steps = downsample(event.times, event.values, resolution.step_s)
                            sql.executemany(_ADD_POINTS, ((number, resolution.step_s, *step) for step in steps))
            except BaseException:
                self._ids.clear()  # numbers given out in a transaction that was taken back belong to nobody
                raise

    def read(self, estate: str, key: SignalKey, start_s: float, end_s: float) -> tuple[list[float], list[float]]:
        """Return times and values of a series in the finest resolution that still reaches back to ``start_s``.

        Before its first point a series has nothing to reach back to.
        """
        with self._lock:
            number = self._known_number(estate, key)
            step_s = self._reaching(number, start_s) if number is not None else None
            rows = self._database.rows(_READ_POINTS, (number, step_s, start_s, end_s)) if step_s is not None else []
        return [float(str(row[0])) for row in rows], [float(str(row[1])) for row in rows]

    def _reaching(self, number: int, start_s: float) -> int | None:
        """Return the step of the finest resolution that reaches back to a moment, or to where its series begins."""
        oldest = {
            one.step_s: float(str(at_s))
            for one in self._steps
            for (at_s,) in self._database.rows(_OLDEST, (number, one.step_s))
            if at_s is not None
        }
        begins_s = min((at_s + step_s for step_s, at_s in oldest.items()), default=start_s)
        reaching = (step_s for step_s, at_s in oldest.items() if at_s <= max(start_s + 2 * step_s, begins_s))
        return next(reaching, None)

    def forget_old(self, now_s: float) -> int:
        """Delete points past their retention, and the oldest of what is too large; return how many.

        What was last known goes with the coarsest points and does not count as too large, and the points of the last
        hour stay. The file becomes smaller when much of it is empty.
        """
        removed = 0
        with self._lock, self._database.transaction() as sql:
            for resolution in self._steps:
                limits = (resolution.step_s, now_s - resolution.keep_s)
                removed += sql.execute(_FORGET, limits).rowcount
            for table in ("objects", "readings"):  # of connections and estates that nobody has opened since
                sql.execute(f"DELETE FROM {table} WHERE at_s < ?", (now_s - self._steps[-1].keep_s,))  # noqa: S608 - ours
            while _point_bytes(sql) > self._max_bytes and (more := self._forget_a_tenth(sql, now_s - _ALWAYS_S)):
                removed += more
        with self._lock:
            self._database.shrink()
        return removed

    def _forget_a_tenth(self, sql: Connection, until_s: float) -> int:
        """Delete the oldest tenth of the time that each resolution reaches back; return how many points."""
        removed = 0
        for resolution in self._steps:
            first, last = sql.execute(_ENDS, (resolution.step_s,)).fetchone()
            if first is not None:
                limits = (resolution.step_s, min(first + max((last - first) / 10, 1), until_s))
                removed += sql.execute(_FORGET, limits).rowcount
        return removed

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._closed = True
            if self._opened is not None:
                self._opened.close()

    def _number(self, estate: str, key: SignalKey) -> int:
        """Return the number of a series, given to it now when it has none."""
        known = self._known_number(estate, key)
        if known is None:
            names = (estate, key.signal, key.cell, key.service, key.segment, key.target)
            found = self._database.rows(_ADD_SERIES, names)
            known = self._ids[(estate, key)] = int(str(found[0][0]))
        return known

    def _known_number(self, estate: str, key: SignalKey) -> int | None:
        database = self._database  # a file that was begun anew gives out its numbers anew
        known = self._ids.get((estate, key))
        if known is None:
            names = (estate, key.signal, key.cell, key.service, key.segment, key.target)
            for row in database.rows(_FIND_SERIES, names):
                known = self._ids[(estate, key)] = int(str(row[0]))
        return known


def _unusable(file: Path, error: Exception) -> UserError:
    return UserError(
        t("The local history {file} cannot be used: {why}.", file=file, why=error),
        t("Free some space or correct its rights; the console goes on without history until then."),
    )


def _point_bytes(sql: Connection) -> float:
    """Return what all but the last known state takes in the file."""
    pages, free, size = (
        int(sql.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size - float(sql.execute(_KEPT_BYTES).fetchone()[0])


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)


def _finite(readings: Readings) -> list[tuple[SignalKey, Reading]]:
    """Return the readings that JSON has words for: an infinite one would come back as none at all."""
    return [(key, one) for key, one in readings.values.items() if isfinite(one.value) and isfinite(one.at_s)]


def _pairs(text: bytes) -> list[tuple[SignalKey, Reading]]:
    return decode_kept(_PAIRS, text)


def _blob(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _known(decode: Callable[[bytes], Kept], raw: object) -> Kept | None:
    """Return what was kept; ``None`` when another version wrote it or it is damaged: it will be read anew."""
    try:
        return decode(_blob(raw))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _table(at_s: object, rows: tuple[ObjectRow, ...]) -> ObjectTable:
    return ObjectTable({row.ref: row for row in rows}, float(str(at_s)), from_history=True)


def _readings(at_s: object, pairs: list[tuple[SignalKey, Reading]]) -> Readings:
    return Readings(dict(pairs), float(str(at_s)), from_history=True)
