"""SQLite for local files: write-ahead log, migrations by number, one sentence when the disk refuses."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.paths import private_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Database:
    """One SQLite file, used by one thread at a time; ``migrations[n]`` lifts version n to n + 1.

    A file of a newer program is refused, a damaged one is set aside and begun anew (``recovered`` is then true).
    """

    def __init__(self, file: Path, migrations: Sequence[str]) -> None:
        self.file = file
        self.recovered = False
        private_folder(file.parent)
        try:
            self._connection = self._open(migrations)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise self._unusable(error) from error
            file.replace(file.with_suffix(".damaged"))
            self.recovered = True
            self._connection = self._open(migrations)

    def _open(self, migrations: Sequence[str]) -> sqlite3.Connection:
        if not self.file.exists():
            self.file.touch(mode=0o600)
        connection = sqlite3.connect(self.file, timeout=5, check_same_thread=False, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            self._migrate(connection, migrations)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection, migrations: Sequence[str]) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(migrations):
            raise UserError(
                f"{self.file} was written by a newer Cell Console.", "Update Cell Console or use another profile."
            )
        for number in range(version, len(migrations)):
            connection.executescript(f"BEGIN; {migrations[number]}; PRAGMA user_version={number + 1}; COMMIT;")

    def _unusable(self, error: sqlite3.Error) -> UserError:
        return UserError(
            f"The local history {self.file} cannot be used: {error}.",
            "Free some space or correct its rights; the console goes on without history until then.",
        )

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection inside one transaction; raise ``UserError`` when the disk refuses."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return all rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
