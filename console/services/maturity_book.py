"""The maturity of the cells week by week, kept in one file per estate."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from console.domain.maturity.assessment import assess
from console.domain.maturity.week_record import WeekRecord
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import private_folder, write_private
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.maturity.assessment import Assessment
    from console.kernel.paths import Paths

_DECODER = msgspec.json.Decoder(prepared(list[WeekRecord]))
_MOST = 20_000
_MOST_BYTES = 32 * 1024 * 1024


def week_of(at_s: float) -> str:
    """Return the ISO week of a moment (UTC)."""
    year, week, _ = datetime.fromtimestamp(at_s, UTC).isocalendar()
    return f"{year}-W{week:02d}"


class MaturityBook:
    """Everything blocks. The last assessment of a week is the one that stays.

    What could not be judged in it keeps what the week has shown before: a source that is silent refutes nothing.
    """

    def __init__(self, paths: Paths, estate: str) -> None:
        self._file = paths.state / "maturity" / f"{estate}.json"

    def records(self) -> tuple[WeekRecord, ...]:
        """Return all records, oldest week first; a damaged file has none."""
        try:
            if self._file.stat().st_size > _MOST_BYTES:
                return ()
            found = _DECODER.decode(self._file.read_bytes())
        except (OSError, ValueError, RecursionError):
            return ()
        return tuple(sorted(found, key=lambda one: (one.week, one.cell)))

    def note(self, assessments: Iterable[Assessment], now_s: float) -> tuple[WeekRecord, ...]:
        """Keep what was assessed now and return all records; raise ``UserError`` when the disk refuses."""
        week = week_of(now_s)
        known = {(one.week, one.cell): one for one in self.records()}
        before = dict(known)
        for one in assessments:
            old = known.get((week, one.cell))
            judged = _with_proof(one, old)
            met = tuple(found.key for found in judged.findings if found.met)
            if old is None or (old.level, old.met) != (int(judged.level), met):
                known[week, one.cell] = WeekRecord(week, one.cell, int(judged.level), met, now_s)
        found = tuple(known[key] for key in sorted(known))[-_MOST:]
        if known != before:
            self._write(found)
        return found

    def _write(self, records: tuple[WeekRecord, ...]) -> None:
        try:
            private_folder(self._file.parent)
            write_private(self._file, msgspec.json.encode(records))
        except OSError as error:
            raise UserError(
                t("The maturity of this week cannot be kept: {error}.", error=error.strerror or ""),
                t("Free some space, or check who may write to {folder}.", folder=self._file.parent),
            ) from None


def _with_proof(now: Assessment, before: WeekRecord | None) -> Assessment:
    """Return an assessment in which what is without evidence now is as it was shown before."""
    shown = frozenset(before.met) if before is not None else frozenset()
    return assess(now.cell, (one._replace(met=True) if one.met is None and one.key in shown else one
                             for one in now.findings))  # fmt: skip
