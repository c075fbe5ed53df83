"""What each cell cost, from a cost service and from imported bills: never added together, never across currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.focus.charge import EXACT
from console.kernel.i18n import t
from console.presenters.format import local_minute, utc_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from console.domain.cost import Allocation
    from console.domain.focus.charge import ChargeKey
    from console.domain.focus.ledger import ChargeSum

TOPIC = "cost-allocation"
_IDLE, _NO_CELL = "idle", "no cell"


@dataclass(frozen=True, slots=True)
class CostRow:
    """Amounts in ``currency``; ``None`` where the source does not split. ``used`` is used over requested (0 to 1).

    ``cell`` is empty for what no cell is charged with, which ``title`` names (``part``: as programs read it);
    ``source`` says who tells it. ``window`` is for people, ``span`` the same as an interval of ISO 8601.
    """

    cell: str
    title: str
    cpu: float | None
    memory: float | None
    other: float | None
    total: float | Decimal
    currency: str
    used: float | None
    window: str
    source: str
    part: str
    span: str


def allocation_rows(allocations: Iterable[Allocation], source: str) -> tuple[CostRow, ...]:
    """Return one row per cell, span and currency, the dearest first; what belongs to no cell comes last."""
    groups: dict[tuple[float, str, str, str], list[Allocation]] = {}
    for one in allocations:
        part = _IDLE if one.is_idle else one.cell or _NO_CELL
        groups.setdefault((one.from_s, one.cell, part, one.currency), []).append(one)
    rows = [_row(cell, part, currency, group, source) for (_, cell, part, currency), group in groups.items()]
    return tuple(sorted(rows, key=lambda row: (row.span, not row.cell, -row.total)))


def bill_rows(sums: Mapping[ChargeKey, ChargeSum], source: str) -> tuple[CostRow, ...]:
    """Return one row per cell and currency of an imported bill, with its effective cost."""
    totals: dict[tuple[str, str], Decimal] = {}
    days: list[str] = sorted(key.day for key in sums)
    for key, one in sums.items():
        place = key.cell, key.currency
        totals[place] = EXACT.add(totals[place], one.effective) if place in totals else one.effective
    window, span = (f"{days[0]} – {days[-1]}", f"{days[0]}/{days[-1]}") if days else ("", "")
    rows = [
        CostRow(
            cell, cell or t("no cell"), None, None, None, total, currency, None, window, source, cell or _NO_CELL, span
        )
        for (cell, currency), total in totals.items()
    ]
    return tuple(sorted(rows, key=lambda row: (not row.cell, row.currency, -row.total)))


def _row(cell: str, part: str, currency: str, group: list[Allocation], source: str) -> CostRow:
    cpu, memory, total = (sum(getattr(one, name) for one in group) for name in ("cpu", "ram", "total"))
    other = sum(one.gpu + one.pv + one.network + one.shared for one in group)
    told = [one for one in group if one.efficiency is not None and one.total > 0]
    weight = sum(one.total for one in told)
    used = sum((one.efficiency or 0.0) * one.total for one in told) / weight if weight else None
    begin_s, end_s = min(one.from_s for one in group), max(one.to_s for one in group)
    window = f"{local_minute(begin_s)} – {local_minute(end_s)}"
    title = cell or (t("idle") if part == _IDLE else t("no cell"))
    span = f"{utc_time(begin_s)}/{utc_time(end_s)}"
    return CostRow(cell, title, cpu, memory, other, total, currency, used, window, source, part, span)
