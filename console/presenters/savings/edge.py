"""Savings at the edge (requirement E5.1) as proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.schema.money import CostSource
from console.kernel.i18n import t
from console.presenters.edge_cost import USAGE, term_title
from console.presenters.format import percent
from console.presenters.money_text import money
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Iterator


def edge_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield what may be saved of each account's month."""
    for account in basis.edge:
        amounts = {row.key: row.amount for row in account.rows}
        for one in account.savings:
            yield Saving(
                key=f"edge/{account.connection}/{one.term}",
                title=one.advice,
                cell="",
                amount=float(one.amount),
                currency=account.currency,
                how=t("{share} of {cost} for {term}, for a whole month", share=percent(float(one.share)),
                      cost=money(amounts.get(one.term), account.currency), term=term_title(one.term)),
                condition=one.condition,
                operation=None,
                is_guarded=basis.is_guarded("", CostSource.EDGE),
                query=f"{account.connection}: {USAGE}",
            )  # fmt: skip
