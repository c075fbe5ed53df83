"""The imported bills on this computer, with what they add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t
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


def lost_bills(file: Path) -> str:
    """Return what became of bills that were damaged, as a sentence; empty where none were. Blocks."""
    aside = file.with_suffix(".damaged")
    if not aside.exists():
        return ""
    return t("The imported bills were damaged and are set aside as {file}: import them again.", file=aside)


def shelved_bills(file: Path) -> tuple[ShelvedBill, ...]:
    """Return all imported bills, newest first; raise ``UserError`` when the disk refuses. Blocks."""
    if not file.exists():
        return ()
    book = CostBook(file)
    try:
        bills = book.bills()
        found = _added_up(book, bills)
        present = book.bills()  # none, where the sums were damaged
        return found if present == bills else _added_up(book, present)
    finally:
        book.close()


def _added_up(book: CostBook, bills: tuple[ImportedBill, ...]) -> tuple[ShelvedBill, ...]:
    return tuple(ShelvedBill(bill, book.sums(bill.digest)) for bill in bills)
