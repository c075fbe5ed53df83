"""Reports that are made by themselves: what is wanted, kept in one file of the profile, and what is due."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from console.domain.report.report_span import SpanKind, span_of
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.prepared import prepared
from console.kernel.regular_file import read_regular
from console.services.reviews.review_order import ReviewOrder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from console.domain.report.report_span import ReportSpan
    from console.kernel.paths import Paths

_MOST_BYTES = 1 << 20
_MOST_NAMED = 80
_NAME = re.compile(r"[^\w.-]+")


class ReportSchedule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One report per month or week (``every``) of an estate file (or ``lab``), into a folder.

    ``stale`` names the file that was made though something could not be read anew: it is made again.
    """

    key: str
    estate: str
    every: SpanKind
    format: str
    folder: str
    language: str = "en"
    cells: tuple[str, ...] = ()
    stale: str = ""

    def due(self, now_s: float, name: str) -> ReviewOrder | None:
        """Return the last whole month's or week's report of the estate ``name``; ``None`` when it is there.

        Raise ``UserError`` when the folder cannot be looked into.
        """
        span = span_of(self.every, now_s).before()
        file = Path(self.folder).expanduser() / file_name(name, span, self.format, self.language, self.cells)
        try:
            is_there = file.exists() and file.name != self.stale
        except OSError as error:
            raise UserError(
                t("The report {file} cannot be looked for: {why}.", file=file, why=error.strerror or error),
                t("Remove the schedule and add it with another folder, or correct the rights of this one."),
            ) from error
        return None if is_there else ReviewOrder(span, file, self.format, self.language, self.cells)


def file_name(estate: str, span: ReportSpan, format_key: str, language: str, cells: Iterable[str] = ()) -> str:
    """Return the usual name of a report's file; reports about other ``cells`` (none: all) have other names."""
    kind = "review" if span.kind is SpanKind.MONTH else "indicators"
    name = _NAME.sub("-", estate).strip("-.") or "estate"
    return "-".join((name, kind, span.name, *_chapters(cells), f"{language}.{format_key}"))


def _chapters(cells: Iterable[str]) -> Iterator[str]:
    """Yield the part of the name that tells the cells, in whatever order they are given; a short mark for many."""
    named = "+".join(sorted({_NAME.sub("-", one) for one in cells}))
    if named:
        yield named if len(named.encode()) <= _MOST_NAMED else f"cells-{sha256(named.encode()).hexdigest()[:12]}"


class ScheduleFile:
    """The schedules of a profile. Blocks (disk); raises ``UserError`` when the file cannot be used."""

    def __init__(self, paths: Paths) -> None:
        self._file = paths.config / "report-schedules.json"

    def read(self) -> tuple[ReportSchedule, ...]:
        """Return the schedules; none when there is no file."""
        try:
            return msgspec.json.decode(read_regular(self._file, _MOST_BYTES), type=prepared(tuple[ReportSchedule, ...]))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, RecursionError) as error:
            raise UserError(
                t("The schedules of reports in {file} cannot be read: {why}", file=self._file, why=error),
                t("Correct the file, or remove it and add the schedules anew."),
            ) from error

    def add(self, wanted: ReportSchedule) -> None:
        """Keep a schedule; raise ``UserError`` when its key is taken."""
        known = self.read()
        if any(one.key == wanted.key for one in known):
            raise UserError(
                t("There is a schedule {key} already.", key=repr(wanted.key)),
                t("Remove it first, or choose another key."),
            )
        self._write((*known, wanted))

    def remove(self, key: str) -> None:
        """Forget a schedule; raise ``UserError`` when there is none of that key."""
        known = self.read()
        left = tuple(one for one in known if one.key != key)
        if len(left) == len(known):
            names = ", ".join(one.key for one in known) or "–"
            raise UserError(t("There is no schedule {key}.", key=repr(key)), t("Known are: {names}.", names=names))
        self._write(left)

    def note(self, made: ReportSchedule, stale: str) -> None:
        """Keep the name of the file that must be made again; empty for none."""
        if made.stale != stale:
            self._write(tuple(replace(one, stale=stale) if one.key == made.key else one for one in self.read()))

    def _write(self, wanted: tuple[ReportSchedule, ...]) -> None:
        write_private(self._file, msgspec.json.format(msgspec.json.encode(wanted), indent=2) + b"\n")
