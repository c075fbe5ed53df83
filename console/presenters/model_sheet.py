"""What a section about an edge model shows, ready for the page and the command line alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time, written_day

if TYPE_CHECKING:
    from datetime import date

    from console.domain.operation import Operation

Plain: TypeAlias = "str | float | int | bool | None"


class SheetEvidence(NamedTuple):
    """Where a number comes from: a query or a rule, a connection or file, and when it was read (unix seconds)."""

    query: str = ""
    source: str = ""
    read_at_s: float | None = None

    def facts(self, what: str) -> tuple[tuple[str, str], ...]:
        """Return what it says of a number, named ``what``."""
        return (
            (t("Value"), what or UNKNOWN),
            (t("From"), self.source or UNKNOWN),
            (t("Read at"), local_time(self.read_at_s)),
        )


class SheetTile(NamedTuple):
    """A big number; at most three stand above a section."""

    label: str
    value: str
    health: Health | None = None
    note: str = ""
    evidence: SheetEvidence = SheetEvidence()


class SheetColumn(NamedTuple):
    """``key`` is the name for programs, stable; ``width`` logical pixels. What stretches shares what others leave."""

    key: str
    title: str
    width: int = 110
    numeric: bool = False
    stretch: bool = False


class SheetCell(NamedTuple):
    """``text`` for people; ``value`` for sorting and for programs (``None``: unknown)."""

    text: str
    value: Plain = None


class SheetLine(NamedTuple):
    """One cell per column; ``health`` marks the first one."""

    cells: tuple[SheetCell, ...]
    health: Health | None = None
    evidence: SheetEvidence = SheetEvidence()


class SheetTable(NamedTuple):
    """``empty`` says why there are no lines when there are none."""

    key: str
    title: str
    columns: tuple[SheetColumn, ...]
    lines: tuple[SheetLine, ...]
    empty: str = ""


class SheetBar(NamedTuple):
    """A planned span and what it became, on the axis of its bars; ``actual`` is ``None`` when nobody knows it."""

    label: str
    planned: tuple[float, float]
    actual: tuple[float, float] | None
    text: str
    health: Health = Health.OK


class SheetBars(NamedTuple):
    """Spans below one another, with marks (place, text) along the axis."""

    title: str
    bars: tuple[SheetBar, ...]
    marks: tuple[tuple[float, str], ...]


class SheetProposal(NamedTuple):
    """A change that the numbers speak for; it is only opened for review, never applied by itself."""

    title: str
    reason: str
    operation: Operation


class SectionSheet(NamedTuple):
    """A whole section; ``headline`` is its answer in one sentence, ``notes`` what must be known to believe it."""

    health: Health
    headline: str
    tiles: tuple[SheetTile, ...] = ()
    tables: tuple[SheetTable, ...] = ()
    bars: SheetBars | None = None
    notes: tuple[str, ...] = ()
    proposals: tuple[SheetProposal, ...] = ()


def said(text: str) -> SheetCell:
    """Return a cell of words; an empty one is unknown."""
    return SheetCell(text or UNKNOWN, text or None)


def dated(day: date) -> SheetCell:
    """Return a cell of a day: as the reader writes it, and ISO 8601 for sorting and for programs."""
    return SheetCell(written_day(day), day.isoformat())


def measured(value: Plain, text: str) -> SheetCell:
    """Return a cell of a number with its text; a number that nobody knows is a dash."""
    return SheetCell(UNKNOWN if value is None else text, value)
