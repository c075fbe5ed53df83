"""What each cell, service or segment cost in a period, and what the others in the estate did."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from console.estate.schema.money import CostSource
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.presenters.spend_book import Charge, SpendBook


class GroupBy(StrEnum):
    """What costs are added up by."""

    CELL = "cell"
    SERVICE = "service"
    SEGMENT = "segment"


@dataclass(slots=True)
class SpendRow:
    """Amounts of one part in ``currency``; ``models`` are calls of language models, ``other`` disks, network, shared.

    ``key`` is empty for what belongs to none. ``used`` is used over requested, weighted by cost. ``None``:
    nobody has told it.
    """

    key: str
    title: str
    currency: str
    cpu: float | None = None
    memory: float | None = None
    other: float | None = None
    models: float | None = None
    used: float | None = None
    days: dict[float, float] = field(default_factory=dict)

    @property
    def clusters(self) -> float | None:
        """Return what the clusters cost."""
        return _sum(self.cpu, self.memory, self.other)

    @property
    def total(self) -> float:
        """Return everything that is known together."""
        return _sum(self.clusters, self.models) or 0.0


def _sum(*amounts: float | None) -> float | None:
    told = [one for one in amounts if one is not None]
    return sum(told) if told else None


def spend_rows(book: SpendBook, by: GroupBy, begin_s: float, end_s: float) -> tuple[SpendRow, ...]:
    """Return one row per part and currency, the dearest first; what belongs to none comes last."""
    groups: defaultdict[tuple[str, str, str], list[Charge]] = defaultdict(list)
    for one in book.charges(begin_s, end_s, split=by is GroupBy.SEGMENT):
        key = "" if one.is_idle or not one.cell else str(getattr(one, by.value))
        groups[key, _title(one, key, by), one.currency].append(one)
    rows = (_row(book, *place, charges) for place, charges in groups.items())
    return tuple(sorted(rows, key=lambda row: (not row.key, -row.total)))


def _title(one: Charge, key: str, by: GroupBy) -> str:
    if one.is_idle:
        return t("idle")
    if key:
        return key
    return t("no cell") if by is GroupBy.CELL or not one.cell else t("no segment")


def _row(book: SpendBook, key: str, title: str, currency: str, charges: Iterable[Charge]) -> SpendRow:
    """Return a row; a bill that nobody has told yet is not known, one that does not name this part is nothing."""
    row = SpendRow(key, title, currency)
    if book.courses:
        row.cpu = row.memory = row.other = 0.0
    if book.has_models:
        row.models = 0.0
    weight = used = 0.0
    for one in charges:
        if one.source is CostSource.MODELS:
            row.models = (row.models or 0.0) + one.amount
        else:
            row.cpu, row.memory = (row.cpu or 0.0) + one.cpu, (row.memory or 0.0) + one.memory
            row.other = (row.other or 0.0) + one.other
        if one.used is not None:
            weight, used = weight + one.amount, used + one.amount * one.used
        row.days[one.from_s] = row.days.get(one.from_s, 0.0) + one.amount
    row.used = used / weight if weight else None
    return row
