"""The imported bills on this computer, with what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.store.cost_book import CostBook, ImportedBill

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from console.domain.focus.charge import ChargeKey
    from console.domain.focus.ledger import ChargeSum
    from console.kernel.paths import Paths


class ShelvedBill(NamedTuple):
    """A bill and its sums by day and place."""

    bill: ImportedBill
    sums: Mapping[ChargeKey, ChargeSum]


def cost_book_file(paths: Paths) -> Path:
    """Return where imported bills are kept."""
    return paths.state / "costs.sqlite"


def shelved_bills(file: Path) -> tuple[ShelvedBill, ...]:
    """Return all imported bills, newest first; raise ``UserError`` when the disk refuses. Blocks."""
    if not file.exists():
        return ()
    book = CostBook(file)
    try:
        return tuple(ShelvedBill(bill, book.sums(bill.digest)) for bill in book.bills())
    finally:
        book.close()
