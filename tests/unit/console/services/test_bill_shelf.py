"""Imported bills whose file is damaged are told as lost, and can be imported again (proves E5.1)."""

from decimal import Decimal
from pathlib import Path

from console.domain.focus.charge import ChargeKey
from console.domain.focus.ledger import ChargeSum
from console.services.bill_shelf import lost_bills, shelved_bills
from console.store.cost_book import CostBook, ImportedBill

SUMS = {
    ChargeKey(f"2026-11-{day:02}", "USD", f"service {place}", "r", "a", "tokyo"): ChargeSum(Decimal(1), Decimal(1), 1)
    for day in range(1, 31)
    for place in range(300)
}
BILL = ImportedBill("d" * 64, "november.csv", 1.0, len(SUMS), 0, ())


def kept(file: Path) -> bytes:
    book = CostBook(file)
    book.keep(BILL, SUMS)
    book.close()
    return file.read_bytes()


def test_sums_that_are_damaged_take_their_bill_with_them_and_it_is_said_where_they_are(tmp_path: Path) -> None:
    file = tmp_path / "costs.sqlite"
    raw = kept(file)
    [found] = shelved_bills(file)
    assert (found.bill, found.sums, lost_bills(file)) == (BILL, SUMS, "")
    file.write_bytes(raw[:40_960] + b"\xff" * 400_000 + raw[440_960:])
    assert shelved_bills(file) == ()
    assert lost_bills(file) == (
        f"The imported bills were damaged and are set aside as {tmp_path / 'costs.damaged'}: import them again."
    )
    kept(file)
    assert shelved_bills(file) == (found,)
