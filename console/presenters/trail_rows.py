"""The trail as rows, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.change_form import read_time
from console.domain.health import Health
from console.domain.trail_record import line_hash
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, local_time
from console.presenters.trail_word import area_of, area_word, kind_health, kind_word, what_happened, why_it_happened

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from console.domain.trail_record import TrailRecord
    from console.estate.schema.estate import Estate


class TrailRow(NamedTuple):
    """One record, ready to be shown; ``at_s`` is ``None`` for a ``line`` that nobody can read.

    Thousands are shown at once: what the line says besides is read from it again when somebody asks.
    """

    sequence: int
    at_s: float | None
    at: str
    area: str
    area_word: str
    kind: str
    word: str
    health: Health | None
    subject: str
    what: str
    estate: str
    connection: str
    cell: str
    actor: str
    reason: str
    trace_id: str
    line: bytes

    @property
    def time(self) -> str:
        """Return when it was, as the reader's clock says."""
        return local_time(self.at_s)

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the record."""
        return line_hash(self.line)


def trail_rows(
    records: Iterable[TrailRecord], estate: Estate | None = None, broken: Container[int] = ()
) -> tuple[TrailRow, ...]:
    """Return rows; ``estate`` tells the cell of records that name only a namespace, ``broken`` are marked."""
    places = {
        (cell.cluster, namespace): cell.key
        for cell in (estate.cells if estate is not None else ())
        for namespace in cell.selectors.namespaces
    }
    known: dict[str, str] = {}
    rows = [_row(one, places, known) for one in records]
    rows = [one._replace(health=Health.CRITICAL) if one.sequence in broken else one for one in rows]
    rows.reverse()
    return tuple(rows)


def _row(record: TrailRecord, places: dict[tuple[str, str], str], known: dict[str, str]) -> TrailRow:
    form = record.form
    if form is None:
        text = t("This line cannot be read: it was torn by a crash, or damaged.")
        nobody = ("", "", "", "", "", "")
        return TrailRow(
            record.sequence, None, "", "", "", "", UNKNOWN, Health.WARNING, "", text, *nobody, line=record.line
        )

    def same(text: str) -> str:
        """Return the one copy of a text: most rows say what others say."""
        return known.setdefault(text, text)

    area = area_of(form.kind)
    return TrailRow(
        sequence=record.sequence,
        at_s=_time(form.at),
        at=form.at,
        area=same(area),
        area_word=area_word(area),
        kind=same(form.kind),
        word=kind_word(form.kind),
        health=kind_health(form.kind),
        subject=same(form.subject),
        what=same(what_happened(form)),
        estate=same(form.estate),
        connection=same(form.connection),
        cell=same(form.cell or _cell(form.body.get("operation"), places)),
        actor=same(form.actor),
        reason=same(why_it_happened(form)),
        trace_id=same(form.trace_id),
        line=record.line,
    )


def _time(text: str) -> float | None:
    try:
        return read_time(text)
    except (ValueError, OverflowError, OSError):
        return None


def _cell(operation: object, places: dict[tuple[str, str], str]) -> str:
    target = operation.get("target") if isinstance(operation, dict) else None
    if not isinstance(target, list) or len(target) != 4:
        return ""
    return places.get((str(target[0]), str(target[3])), "")
