"""SQLite for local files: write-ahead log, migrations by number, one sentence when the disk refuses."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

_LOG_TRIES = 50
_LOG_PAUSE_S = 0.02
_LOG_BYTES = 16 << 20  # what a large deletion wrote ahead is given back to the disk after it
_EMPTY_SHARE = 4  # a file of which a quarter is empty is cut; what is less is used again soon
# SQLite quotes damaged names in its messages, and Python fails on those that are not UTF-8.
_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
_DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# InterfaceError comes when Python has lost count of a statement (cpython#118172): it is tried again, and not fatal.
_REFUSED = (*_DAMAGE, sqlite3.InterfaceError)
_MISTAKES = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError, sqlite3.NotSupportedError)


class Database:
    """One SQLite file, used by one thread at a time; ``migrations[n]`` lifts version n to n + 1.

    A file of a newer program is refused, a damaged one is set aside and begun anew (``recovered`` is then true): when
    it is opened, or by what is asked next after damage was met. ``unusable`` says what the file is when it is refused.
    """

    def __init__(self, file: Path, migrations: Sequence[str], unusable: Callable[[Path, Exception], UserError]) -> None:
        self.file = file
        self.recovered = False
        self._migrations, self._unusable = migrations, unusable
        self._is_damaged = False
        private_folder(file.parent)
        self._connection = self._begun()

    def _begun(self) -> sqlite3.Connection:
        """Open the file, or a new one in its place; of a file that was found damaged all pages are looked at."""
        try:
            try:
                connection = self._open()
                if not self._is_damaged or _is_whole(connection):  # another console may have set it aside
                    return connection
                connection.close()
            except _DAMAGE as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
            self._set_aside()
            return self._open()
        except (sqlite3.OperationalError, OSError) as error:
            raise self._unusable(self.file, error) from error

    def _sound(self) -> sqlite3.Connection:
        """Return the connection, to a new file if the old one was found damaged."""
        if self._is_damaged:
            self._connection.close()
            self._connection = self._begun()
            self._is_damaged = False
        return self._connection

    def _refused(self, error: Exception) -> UserError:
        self._is_damaged |= getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE_CODES
        return self._unusable(self.file, error)

    def _set_aside(self) -> None:
        """Keep the damaged file for whoever wants to look; its log must not be replayed into the new one."""
        self.file.replace(self.file.with_suffix(".damaged"))
        for ending in ("-wal", "-shm"):
            self.file.with_name(self.file.name + ending).unlink(missing_ok=True)
        self.recovered = True

    def _open(self) -> sqlite3.Connection:
        if not self.file.exists():
            self.file.touch(mode=0o600)
        connection = sqlite3.connect(
            self.file,
            timeout=5,
            check_same_thread=False,
            isolation_level=None,
            cached_statements=0,  # no two threads ever share one, however late a cursor is freed
        )
        try:
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")  # counts for a file that is just begun
            _use_log(connection)
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute(f"PRAGMA journal_size_limit={_LOG_BYTES}")
            self._migrate(connection, self._migrations)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
        if _version(connection) == len(migrations):
            return
        connection.execute("BEGIN IMMEDIATE")  # another console may be lifting the same file
        try:
            version = _version(connection)
            if version < 0:
                raise sqlite3.DatabaseError(f"its version is {version}")
            if version > len(migrations):
                raise UserError(
                    t("{file} was written by a newer Cell Console.", file=self.file),
                    t("Update Cell Console or use another profile."),
                )
            for number in range(version, len(migrations)):
                for statement in migrations[number].split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number + 1}")
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(connection)
            raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection inside one transaction; raise ``UserError`` when the disk refuses or another waits."""
        connection = self._sound()
        try:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        except _REFUSED as error:
            if isinstance(error, _MISTAKES):
                raise
            raise self._refused(error) from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return all rows of a query."""
        connection = self._sound()
        try:
            return connection.execute(sql, values).fetchall()
        except _REFUSED as error:
            if isinstance(error, _MISTAKES):
                raise
            raise self._refused(error) from error

    def shrink(self) -> None:
        """Give empty pages back to the disk, when they are many; raise ``UserError`` when it refuses."""
        (pages,), (free,) = self.rows("PRAGMA page_count")[0], self.rows("PRAGMA freelist_count")[0]
        if int(str(free)) * _EMPTY_SHARE <= int(str(pages)):
            return
        try:  # as a script: ``execute`` would take the first step of it, which is one page
            self._connection.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE)")
        except _REFUSED as error:
            raise self._refused(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _use_log(connection: sqlite3.Connection) -> None:
    """Write ahead; two programs that begin a file at once get "locked" here without SQLite waiting for its turn."""
    for left in reversed(range(_LOG_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if left == 0 or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_LOG_PAUSE_S)
        else:
            return


def _is_whole(connection: sqlite3.Connection) -> bool:
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except _DAMAGE:
        connection.close()
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _roll_back(connection: sqlite3.Connection) -> None:
    """End the transaction, unless SQLite has done so itself, as on a full disk."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
