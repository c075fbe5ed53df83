"""What other weights of a model router would do to answers and spending, by what each model shows now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.unit import Unit
from console.estate.schema.router import ModelRouter
from console.kernel.i18n import t
from console.presenters.format import percent, quantity
from console.presenters.reading_index import ReadingIndex
from console.presenters.routing.weight_sentence import WeightEffect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.presenters.routing.router_row import RouterRow
    from console.store.state import State

_LEAST_SHARE = 0.001


def model_effect(state: State, row: RouterRow, shares: Mapping[str, float]) -> WeightEffect:
    """Return what ``shares`` of the calls by model would do; what no model shows is said to be unknown."""
    now = {one.name: one.shares.configured or 0.0 for one in row.targets}
    accuracy, prices = _measured(state, row)
    said = [
        _answers(accuracy, now, shares),
        _spending(prices, now, shares),
        t("Each call goes to one model; no cell gets more or less."),
    ]
    ground = t("By what each model shows now; the calls are taken to be as many and as hard as they are.")
    return WeightEffect((), " ".join(said), ground, Health.UNKNOWN)


def _measured(state: State, row: RouterRow) -> tuple[dict[str, float], dict[str, float]]:
    """Return the accuracy of each model, and what all calls an hour would cost if all of them were its own."""
    index, accuracy, prices = ReadingIndex(state), dict[str, float](), dict[str, float]()
    routers = state.estate.routers if state.estate is not None else ()
    cells = next((one.cells for one in routers if isinstance(one, ModelRouter) and one.key == row.key), ())
    for cell in state.estate.cells if state.estate is not None else ():
        if cell.key not in cells and (cells or cell.cluster != row.connection):
            continue
        accuracy |= {key.target: one.value for key, one in index.of(cell, "accuracy")}
        part = {key.target: one.value for key, one in index.of(cell, "model_share")}
        for key, one in index.of(cell, "model_cost_by_model"):
            if part.get(key.target, 0.0) >= _LEAST_SHARE:
                prices[key.target] = prices.get(key.target, 0.0) + one.value / part[key.target]
    return accuracy, prices


def _answers(accuracy: Mapping[str, float], now: Mapping[str, float], shares: Mapping[str, float]) -> str:
    missing = _missing(accuracy, now, shares)
    if missing:
        return t("What it does to accuracy cannot be told: nobody measures {models}.", models=missing)
    return t("Right answers: {after} instead of {before}.", after=percent(_mean(accuracy, shares)),
             before=percent(_mean(accuracy, now)))  # fmt: skip


def _spending(prices: Mapping[str, float], now: Mapping[str, float], shares: Mapping[str, float]) -> str:
    missing = _missing(prices, now, shares)
    if missing:
        return t("What it does to spending cannot be told: nobody measures {models}.", models=missing)
    return t("Spending: {after} instead of {before}.", after=quantity(_mean(prices, shares), Unit.USD_PER_HOUR),
             before=quantity(_mean(prices, now), Unit.USD_PER_HOUR))  # fmt: skip


def _missing(known: Mapping[str, float], *shares: Mapping[str, float]) -> str:
    return ", ".join(sorted({name for one in shares for name, share in one.items() if share > 0 and name not in known}))


def _mean(values: Mapping[str, float], shares: Mapping[str, float]) -> float:
    return sum(values[name] * share for name, share in shares.items() if share > 0)
