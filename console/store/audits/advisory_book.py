"""The kept advisories: a database in one file, made anew and put in its place whole at each import."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.audit.advisory_stock import AdvisoryStock
from console.domain.audit.osv_record import OsvRecord
from console.kernel.errors import UserError
from console.kernel.file_lock import held_lock
from console.kernel.i18n import t
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FILE, _LOCK = "advisories.sqlite", "advisories.lock"
_LOCK_WAIT_S = 60.0
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, content BLOB NOT NULL)",
    "CREATE TABLE IF NOT EXISTS package (ecosystem TEXT, name TEXT, id TEXT, PRIMARY KEY (ecosystem, name, id))",
    "CREATE INDEX IF NOT EXISTS package_id ON package (id)",  # each import asks for what it replaces
    "CREATE TABLE IF NOT EXISTS span (ecosystem TEXT PRIMARY KEY, newest_s REAL NOT NULL)",
)
_DECODER = msgspec.json.Decoder(OsvRecord)


class AdvisoryBook:
    """Keeps advisories in ``folder``; many processes may read it while one imports."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / _FILE

    def add(self, records: Iterable[OsvRecord]) -> int:
        """Add advisories, newer ones in place of older ones; return how many. All or none of them are kept.

        Who adds at the same time waits.
        """
        private_folder(self._folder)
        with held_lock(self._folder / _LOCK, _LOCK_WAIT_S):
            return self._add(records)

    def _add(self, records: Iterable[OsvRecord]) -> int:
        fresh = self._file.with_suffix(f".{os.getpid()}")
        try:
            if self._file.is_file():
                shutil.copyfile(self._file, fresh)
            with closing(sqlite3.connect(fresh, isolation_level=None)) as database:
                for statement in (*_SCHEMA, "PRAGMA synchronous = OFF", "BEGIN"):
                    database.execute(statement)
                count = sum(_added(database, one) for one in records)
                database.execute("COMMIT")
            with fresh.open("rb+") as draft:
                os.fsync(draft.fileno())  # whole after power loss too
            os.replace(fresh, self._file)
        except (sqlite3.Error, OSError) as error:
            raise UserError(
                t("The advisories cannot be kept: {error}.", error=error),
                t("Free some space, or delete {file}.", file=self._file),
            ) from error
        finally:
            with suppress(OSError):
                fresh.unlink()
        return count

    def stock(self) -> tuple[AdvisoryStock, ...]:
        """Return what is there; empty without an import."""
        query = (
            "SELECT ecosystem, count(DISTINCT id), newest_s FROM package JOIN span USING (ecosystem)"
            " GROUP BY ecosystem ORDER BY ecosystem"
        )
        return tuple(AdvisoryStock(*row) for row in self._rows(query))

    def stamp(self) -> str:
        """Return what changes with every import; empty without one."""
        try:
            known = self._file.stat()
        except OSError:
            return ""
        return f"{known.st_mtime_ns:x}-{known.st_size:x}"

    def about(self, ecosystem: str, name: str) -> tuple[OsvRecord, ...]:
        """Return the advisories about a package, by id."""
        query = "SELECT content FROM package JOIN record USING (id) WHERE ecosystem = ? AND name = ? ORDER BY id"
        return tuple(_DECODER.decode(content) for (content,) in self._rows(query, ecosystem, name))

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        if not self._file.is_file():
            return []
        try:
            with closing(sqlite3.connect(f"{self._file.as_uri()}?mode=ro", uri=True)) as database:
                return database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise UserError(
                t("The kept advisories cannot be read: {error}.", error=error),
                t("Import them again with: cell-console audit advisories import FILE"),
            ) from error


def _added(database: sqlite3.Connection, one: OsvRecord) -> int:
    """Keep an advisory unless a newer one is kept; a withdrawn one stays without packages, so that none comes back."""
    packages = sorted(set(one.packages()))
    known = database.execute("SELECT content FROM record WHERE id = ?", (one.id,)).fetchone()
    if known is not None:
        if _unix_s(_DECODER.decode(known[0]).modified) > _unix_s(one.modified):
            return 0
        database.execute("DELETE FROM package WHERE id = ?", (one.id,))
    database.execute("INSERT OR REPLACE INTO record VALUES (?, ?)", (one.id, msgspec.json.encode(one)))
    if one.withdrawn or not packages:
        return 0
    database.executemany("INSERT OR IGNORE INTO package VALUES (?, ?, ?)", [(*each, one.id) for each in packages])
    newest_s = _unix_s(one.modified)
    database.executemany(
        "INSERT INTO span VALUES (?, ?) ON CONFLICT (ecosystem)"
        " DO UPDATE SET newest_s = max(newest_s, excluded.newest_s)",
        [(ecosystem, newest_s) for ecosystem in {each for each, _ in packages}],
    )
    return 1


def _unix_s(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return 0.0
