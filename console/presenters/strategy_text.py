"""The five strategies and why one comes first, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.domain.strategy import Strategy, StrategyReason
from console.kernel.i18n import t
from console.presenters.format import quantity
from console.presenters.signal_text import signal_label

if TYPE_CHECKING:
    from console.domain.strategy import StrategyAdvice


def strategy_word(strategy: Strategy) -> str:
    """Return the name of a strategy in the current language."""
    return {
        Strategy.HORIZONTAL: t("Scale out"),
        Strategy.VERTICAL: t("Scale up"),
        Strategy.CACHE: t("Cache"),
        Strategy.CELL_SPLIT: t("Split the cell"),
        Strategy.PIPELINE: t("Distribute the pipeline"),
    }[strategy]


def strategy_sentence(advice: StrategyAdvice) -> str:
    """Return why a strategy comes first, with the bottleneck's value and limit."""
    why = _why()[advice.reason]
    if advice.bottleneck is None:
        return why
    signal = SIGNALS_BY_KEY[advice.bottleneck.key.signal]
    place = advice.bottleneck.key.service or advice.bottleneck.key.target
    name = f"{signal_label(signal.key)} {place}".strip()
    value, limit = (quantity(one, signal.unit) for one in (advice.bottleneck.value, advice.bottleneck.limit))
    if signal.higher_is_better:
        found = t("Bottleneck: {name} {value} (at least {limit} wanted).", name=name, value=value, limit=limit)
    else:
        found = t("Bottleneck: {name} {value} (limit {limit}).", name=name, value=value, limit=limit)
    return f"{found} {why}"


def _why() -> dict[StrategyReason, str]:
    return {
        StrategyReason.NOTHING_MEASURED: t("Nothing is measured here that could be judged."),
        StrategyReason.NO_PRESSURE: t("Everything is below 80 % of its limit."),
        StrategyReason.SLOW_UNDER_LOAD: t("It is slow and the CPU is full, so capacity is missing."),
        StrategyReason.SLOW_WITHOUT_LOAD: t("It is slow with CPU to spare, so more replicas would not help."),
        StrategyReason.COLD_CACHE: t("Too few requests are answered by the cache."),
        StrategyReason.CPU_FULL: t("The CPU is nearly full."),
        StrategyReason.AT_MAXIMUM: t("The autoscaler is at its maximum and the CPU is full."),
        StrategyReason.QUEUE_GROWS: t("Work waits faster than it is done."),
        StrategyReason.FAILING: t("Requests fail."),
        StrategyReason.MODEL_TOO_EXPENSIVE: t("The models cost more than planned; answers can be reused."),
        StrategyReason.MODEL_QUALITY: t("The model's answers leave little or no margin; retrain or route differently."),
        StrategyReason.READS_SATURATE: t("Reads fill the database; they can be answered before it."),
        StrategyReason.REPLICA_MISSING: t("A database replica is missing."),
        StrategyReason.REPLICA_LAGS: t("A replica cannot keep up with the writes."),
        StrategyReason.DELIVERY_SLOW: t("Changes take too long to reach production."),
        StrategyReason.OBJECTIVE_MISSED: t("The objective is missed; a smaller cell limits what is lost."),
        StrategyReason.COST_RISES: t("It costs more than a week ago; fit the requests to the use."),
    }
