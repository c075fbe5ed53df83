"""One cell of the capacity review, ready to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.saturation import Ground
from console.kernel.i18n import t
from console.presenters.capacity.capacity_text import (
    between,
    ground_text,
    headroom_text,
    interval_text,
    outlook_health,
    rate,
    run_out_text,
)
from console.presenters.format import UNKNOWN, percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.capacity.cell_outlook import CellOutlook
    from console.domain.health import Health

_FEWEST_HOURS = 72
"""Fewer hours than three days show neither the quiet nor the busy ones well."""


class CapacityRow(NamedTuple):
    """Texts of one cell; ``outlook`` has the numbers, ``note`` what must be known before they are believed."""

    cell: str
    title: str
    health: Health
    capacity: str
    span: str
    peak: str
    buffer: str
    spare: str
    need: str
    headroom: str
    run_out: str
    interval: str
    bottleneck: str
    ground: str
    note: str
    outlook: CellOutlook


def capacity_row(outlook: CellOutlook, title: str, now_s: float, hours: int | None = None) -> CapacityRow:
    """Return a cell as a row; ``hours`` is for how long its services were seen under load at least."""
    capacity = outlook.load.capacity
    known = capacity.rps is not None
    return CapacityRow(
        cell=outlook.load.cell,
        title=title,
        health=outlook_health(outlook, now_s),
        capacity=rate(capacity.rps),
        span=between(capacity.low, capacity.high) if known else UNKNOWN,
        peak=rate(outlook.peak),
        buffer=percent(outlook.buffer),
        spare=_spare(outlook, outlook.spare_rps) if outlook.spare_for else t("none"),
        need=rate(outlook.need),
        headroom=headroom_text(outlook.headroom),
        run_out=run_out_text(outlook, now_s),
        interval=interval_text(outlook),
        bottleneck=capacity.bottleneck or UNKNOWN,
        ground=ground_text(capacity.ground) if known else ground_text(Ground.UNKNOWN),
        note="; ".join(_notes(outlook, hours)),
        outlook=outlook,
    )


def need_text(row: CapacityRow) -> str:
    """Return the arithmetic of a cell in one sentence: that of the day on which it needs most."""
    if row.outlook.need is None:
        return row.note
    peak, more = row.outlook.hardest_day
    spare = _spare(row.outlook, more) if row.outlook.spare_for else rate(0.0)
    return t(
        "Needs {need} = {peak} × (1 + {buffer}) + {spare}; can carry {capacity}, {bottleneck} is met first ({ground}).",
        need=row.need, peak=rate(peak), buffer=row.buffer, spare=spare, capacity=row.capacity,
        bottleneck=row.bottleneck, ground=row.ground,
    )  # fmt: skip


def _spare(outlook: CellOutlook, spare_rps: float) -> str:
    return t("{rate} for {cell}", rate=rate(spare_rps), cell=outlook.spare_for)


def _notes(outlook: CellOutlook, hours: int | None) -> Iterator[str]:
    capacity = outlook.load.capacity
    if outlook.course is None:
        yield t("no forecast of its demand yet")
    if capacity.rps is None:
        yield t("no service was seen under load")
    elif hours is not None and hours < _FEWEST_HOURS:
        yield t("loads were seen for {hours} hours only", hours=hours)
    if capacity.rps == 0:
        yield t("it can carry nothing now")
    if capacity.rps is not None and capacity.unknown:
        yield t("nothing is known of {names}", names=", ".join(capacity.unknown))
    if not outlook.load.group:
        yield t("no router: nobody stands in for it")
