"""The answer to a what-if question: each cell as it is and as it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.presenters.capacity.capacity_row import CapacityRow
    from console.presenters.capacity.capacity_view import CapacityView


class WhatIfRow(NamedTuple):
    """One cell; the texts before an arrow are as it is. ``health`` is that of what would be."""

    cell: str
    title: str
    health: Health | None
    need: str
    headroom: str
    run_out: str
    after: CapacityRow | None


def what_if_rows(now: CapacityView, then: CapacityView) -> tuple[WhatIfRow, ...]:
    """Return the cells of both, those that would run out first coming first; lost ones last."""
    before = {row.cell: row for row in now.rows}
    rows = [_row(before.get(row.cell), row) for row in then.rows]
    gone = {one.load.cell for one in now.outlooks} - {one.load.cell for one in then.outlooks}
    lost, word = (before[cell] for cell in sorted(gone)), t("lost")
    return (*rows, *(WhatIfRow(one.cell, one.title, None, word, word, word, None) for one in lost))


def _row(before: CapacityRow | None, after: CapacityRow) -> WhatIfRow:
    return WhatIfRow(
        cell=after.cell,
        title=after.title,
        health=after.health,
        need=_moved(before.need if before is not None else UNKNOWN, after.need),
        headroom=_moved(before.headroom if before is not None else UNKNOWN, after.headroom),
        run_out=_moved(before.run_out if before is not None else UNKNOWN, after.run_out),
        after=after,
    )


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"
