"""Calls of language models: a cheaper mix, and answers that are used again (requirement L6.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operations.set_model_weights import SetModelWeights
from console.domain.price.course_days import DAY_S
from console.estate.schema.money import CostSource
from console.estate.schema.router import ModelRouter
from console.kernel.i18n import t
from console.presenters.budget_rows import RECENT_DAYS, recent_cost
from console.presenters.format import percent, significant
from console.presenters.money_text import money
from console.presenters.router_weights import router_weights
from console.presenters.savings.saving import Saving, SavingBasis
from console.presenters.spend_book import MODEL_CURRENCY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.estate.schema.cell import Cell

_MOVED = 0.5
_REUSED = 0.1
_LEAST_ACCURACY = 0.80  # E4.1


def model_savings(basis: SavingBasis) -> Iterator[Saving]:
    """Yield for each cell a move of calls to the cheapest model, and what reuse would save."""
    routers = basis.state.estate.routers if basis.state.estate is not None else ()
    for router in routers:
        if isinstance(router, ModelRouter):
            for cell in basis.cells:
                if cell.key in router.cells and len(router.cells) == 1:
                    yield from _mix(basis, cell, router)
    for cell in basis.cells:
        if basis.is_guarded(cell.key, CostSource.MODELS):
            yield from _reuse(basis, cell)


def _mix(basis: SavingBasis, cell: Cell, router: ModelRouter) -> Iterator[Saving]:
    weights = router_weights(basis.state, router)
    spending, shares, accuracy = (
        {key.target: reading.value for key, reading in basis.index.of(cell, signal)}
        for signal in ("model_cost_by_model", "model_share", "accuracy")
    )
    prices = {name: spending[name] / shares[name] for name in weights if name in spending and shares.get(name)}
    if len(prices) < 2 or len(prices) < len(weights):
        return
    dear, cheap = max(prices, key=lambda name: prices[name]), min(prices, key=lambda name: prices[name])
    moved = round(weights[dear] * _MOVED, 3)
    mixed = {**weights, dear: round(weights[dear] - moved, 6), cheap: round(weights[cheap] + moved, 6)}
    after, hourly = _mean(accuracy, mixed), _recent(basis, cell)
    if moved <= 0 or prices[dear] <= prices[cheap] or after is None or after < _LEAST_ACCURACY or not hourly:
        return
    spent = sum(spending.values())
    part = moved * (prices[dear] - prices[cheap]) / spent
    at = router.config_map
    yield Saving(
        key=f"mix/{cell.key}",
        title=t("Move {share} of the calls from {dear} to {cheap}", share=percent(moved), dear=dear, cheap=cheap),
        cell=cell.key,
        amount=part * hourly * basis.left_h,
        currency=MODEL_CURRENCY,
        how=t("{part} of {price} an hour (the mean of the last complete days) × {hours} h; the part is"
              " {share} × ({dear} − {cheap}) of {spent} an hour now: what all calls would cost by either model",
              part=percent(part), price=money(hourly, MODEL_CURRENCY), hours=significant(basis.left_h),
              share=percent(moved), dear=money(prices[dear], MODEL_CURRENCY),
              cheap=money(prices[cheap], MODEL_CURRENCY), spent=money(spent, MODEL_CURRENCY)),
        condition=t("The measured accuracy falls from {before} to {after}; least wanted is {least}.",
                    before=percent(_mean(accuracy, weights)), after=percent(after), least=percent(_LEAST_ACCURACY)),
        operation=SetModelWeights(router.cluster, at.namespace, at.name, at.entry, tuple(mixed.items()), router.format),
        is_guarded=basis.is_guarded(cell.key, CostSource.MODELS),
        query=basis.book.query(CostSource.MODELS),
    )  # fmt: skip


def _reuse(basis: SavingBasis, cell: Cell) -> Iterator[Saving]:
    hourly = _recent(basis, cell)
    if not hourly:
        return
    yield Saving(
        key=f"reuse/{cell.key}",
        title=t("Use embeddings and answers again: keep them longer in the cache"),
        cell=cell.key,
        amount=_REUSED * hourly * basis.left_h,
        currency=MODEL_CURRENCY,
        how=t("{share} of {price} an hour × {hours} h: for each tenth of the calls that the cache answers",
              share=percent(_REUSED), price=money(hourly, MODEL_CURRENCY), hours=significant(basis.left_h)),
        condition=t("Holds where a tenth of the calls repeat within the longer time to live; the cache is set in the"
                    " service, which the console does not change."),
        operation=None,
        is_guarded=True,
        query=basis.book.query(CostSource.MODELS),
    )  # fmt: skip


def _recent(basis: SavingBasis, cell: Cell) -> float | None:
    """Return what the models of a cell cost in an hour, by the mean of the last complete days: not of this moment."""
    today_s = basis.now.timestamp() // DAY_S * DAY_S
    charges = basis.book.charges(today_s - RECENT_DAYS * DAY_S, today_s)
    return recent_cost(one for one in charges if one.cell == cell.key and one.source is CostSource.MODELS)


def _mean(accuracy: Mapping[str, float], weights: Mapping[str, float]) -> float | None:
    if any(name not in accuracy for name in weights):
        return None
    return sum(weight * accuracy[name] for name, weight in weights.items())
