"""An imported bill by place: the days added up, the dearest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.focus.charge import EXACT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from console.domain.focus.charge import ChargeKey
    from console.domain.focus.ledger import ChargeSum


class BillTotal(NamedTuple):
    """Amounts of one service in one place over the whole bill, in ``currency``; empty parts are not told."""

    currency: str
    service: str
    region: str
    sub_account: str
    cell: str
    billed: Decimal
    effective: Decimal
    lines: int


def bill_totals(sums: Mapping[ChargeKey, ChargeSum]) -> tuple[BillTotal, ...]:
    """Return one row per currency and place."""
    found: dict[ChargeKey, BillTotal] = {}
    for key, one in sums.items():
        place = key._replace(day="")
        known = found.get(place)
        if known is None:
            found[place] = BillTotal(
                key.currency, key.service, key.region, key.sub_account, key.cell, one.billed, one.effective, one.lines
            )
        else:
            billed, effective = EXACT.add(known.billed, one.billed), EXACT.add(known.effective, one.effective)
            found[place] = known._replace(billed=billed, effective=effective, lines=known.lines + one.lines)
    return tuple(sorted(found.values(), key=lambda row: (row.currency, -row.effective, row[1:5])))
