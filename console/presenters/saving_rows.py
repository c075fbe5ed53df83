"""Everything that could be saved, what a budget asks for first, then the largest amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.money_text import money
from console.presenters.savings.cron_job import job_savings
from console.presenters.savings.edge import edge_savings
from console.presenters.savings.idle_replicas import idle_savings
from console.presenters.savings.model_mix import model_savings
from console.presenters.savings.replica_ceiling import ceiling_savings
from console.presenters.savings.replica_floor import floor_savings
from console.presenters.savings.saving import Saving, SavingBasis

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.presenters.budget_rows import BudgetRow
    from console.presenters.edge_cost import EdgeCost
    from console.presenters.spend_book import SpendBook
    from console.store.state import State

SAVING_TOPICS = ("autoscalers", "workloads", "jobs", "settings", "slos")


def saving_rows(
    state: State, book: SpendBook, now: datetime, budgets: Sequence[BudgetRow], edge: Sequence[EdgeCost] = ()
) -> tuple[Saving, ...]:
    """Return the proposals."""
    basis = SavingBasis(state, book, now, budgets, edge)
    kinds = (floor_savings, ceiling_savings, idle_savings, model_savings, job_savings, edge_savings)
    found = [saving for kind in kinds for saving in kind(basis) if saving.amount > 0]
    return tuple(sorted(found, key=lambda one: (not one.is_guarded, -one.amount, one.key)))


def saving_reason(saving: Saving) -> str:
    """Return the reason that stands in the change."""
    return t("Saves {amount}: {how}.", amount=money(saving.amount, saving.currency), how=saving.how)
