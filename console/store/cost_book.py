"""The cost book: imported bills on this computer, each once, with what they add up to."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from console.domain.focus.charge import EXACT, ChargeKey
from console.domain.focus.ledger import ChargeSum
from console.domain.focus.problem import FocusProblem
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.sqlite import Database

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MIGRATIONS = (
    """
    CREATE TABLE imports (digest TEXT PRIMARY KEY, name TEXT NOT NULL, at_s REAL NOT NULL, lines INTEGER NOT NULL,
      left_out INTEGER NOT NULL, problems TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE charges (digest TEXT NOT NULL, day TEXT NOT NULL, currency TEXT NOT NULL, service TEXT NOT NULL,
      region TEXT NOT NULL, sub_account TEXT NOT NULL, cell TEXT NOT NULL, billed TEXT NOT NULL,
      effective TEXT NOT NULL, lines INTEGER NOT NULL,
      PRIMARY KEY (digest, day, currency, service, region, sub_account, cell)) WITHOUT ROWID
    """,
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ImportedBill:
    """A file that was read at ``at_s``: ``digest`` is the SHA-256 of its content, ``left_out`` lines do not count."""

    digest: str
    name: str
    at_s: float
    lines: int
    left_out: int
    problems: tuple[FocusProblem, ...]


class CostBook:
    """One SQLite file; every method raises ``UserError`` when the disk refuses."""

    def __init__(self, file: Path) -> None:
        self._database = Database(file, MIGRATIONS, _unusable)
        if self._database.recovered:
            _log.warning("%s was damaged; it is set aside as *.damaged: import the bills again", file)

    def find(self, digest: str) -> ImportedBill | None:
        """Return the import of that content, if it is there."""
        return next((one for one in self.bills() if one.digest == digest), None)

    def bills(self) -> tuple[ImportedBill, ...]:
        """Return all imports, newest first."""
        rows = self._rows(
            "SELECT digest, name, at_s, lines, left_out, problems FROM imports ORDER BY at_s DESC, digest"
        )
        return tuple(
            ImportedBill(
                str(digest),
                str(name),
                float(str(at_s)),
                int(str(lines)),
                int(str(left_out)),
                tuple(FocusProblem(**one) for one in json.loads(str(problems))),
            )
            for digest, name, at_s, lines, left_out, problems in rows
        )

    def keep(self, bill: ImportedBill, sums: Mapping[ChargeKey, ChargeSum]) -> None:
        """Keep a bill, in place of what was kept of the same content."""
        problems = json.dumps([asdict(one) for one in bill.problems])
        with self._database.transaction() as sql:
            sql.execute("DELETE FROM charges WHERE digest = ?", (bill.digest,))
            values = (bill.digest, bill.name, bill.at_s, bill.lines, bill.left_out, problems)
            sql.execute("INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?, ?)", values)
            sql.executemany(
                "INSERT INTO charges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                ((bill.digest, *key, str(one.billed), str(one.effective), one.lines) for key, one in sums.items()),
            )

    def sums(self, digest: str) -> Mapping[ChargeKey, ChargeSum]:
        """Return what a bill adds up to, by day and place."""
        rows = self._rows(
            "SELECT day, currency, service, region, sub_account, cell, billed, effective, lines FROM charges"
            " WHERE digest = ?",
            (digest,),
        )
        return {
            ChargeKey(*(str(part) for part in row[:6])): ChargeSum(
                EXACT.create_decimal(str(row[6])), EXACT.create_decimal(str(row[7])), int(str(row[8]))
            )
            for row in rows
        }

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of a query; a file that this finds damaged is set aside when it is asked once more."""
        try:
            return self._database.rows(sql, values)
        except UserError:
            return self._database.rows(sql, values)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def _unusable(file: Path, error: Exception) -> UserError:
    return UserError(
        t("The imported bills {file} cannot be used: {why}.", file=file, why=error),
        t("Free some space or correct its rights, then try again."),
    )


def total_of(sums: Mapping[ChargeKey, ChargeSum]) -> dict[str, Decimal]:
    """Return the effective cost by currency: amounts of different currencies are never added."""
    totals: dict[str, Decimal] = {}
    for key, one in sums.items():
        totals[key.currency] = EXACT.add(totals.get(key.currency, Decimal(0)), one.effective)
    return totals
