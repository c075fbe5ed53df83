"""Edge models beyond the conditions of E4.2 and the limits of E4.1, as alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.incident.local_alert import LocalCondition, LocalFindings
from console.domain.model.alert_level import AlertLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.model.model_watch import Measured, ModelWatch

    Tell = Callable[[Measured, float, bool], str]

BEYOND_LIMIT = "EdgeLimitExceeded"
EDGE_MODEL = "edge_model"
"""The label with the key of a model in the estate; ``model`` is what metrics call it."""
_NAMES = {
    "model_errors": "EdgeModelErrorsHigh",
    "model_cpu_p99": "EdgeModelCpuHigh",
    "model_accuracy": "EdgeModelAccuracyLow",
    "model_cache_hit": "EdgeCacheHitLow",
    "fallback_rate": "EdgeFallbacksHigh",
    "model_memory": "EdgeModelMemoryHigh",
    "model_new_words": "EdgeNewWords",
    "model_updates": "EdgeModelUpdateWaiting",
}
_SEVERITIES = {AlertLevel.CRITICAL: "critical", AlertLevel.WARNING: "warning", AlertLevel.INFO: "info"}
WAIT_S = 60.0
"""One odd sample wakes nobody up: every condition must hold for a minute."""


def model_findings(watch: ModelWatch, tell: Tell) -> LocalFindings:
    """Return what is beyond E4.2, and what is beyond a limit of E4.1 only, which is logged (level 1).

    ``tell`` says in a sentence how a measure stands to a bound: (measured, bound, whether it must not be above).
    """
    found = tuple(_found(watch, tell))
    unknown = {_origin(watch, one.measure.key) for one in watch.measured.values() if one.value is None}
    return LocalFindings(found, frozenset(unknown))


def _found(watch: ModelWatch, tell: Tell) -> Iterator[LocalCondition]:
    told = set()
    for finding in watch.findings:
        condition = finding.condition
        if condition.measure not in told:
            told.add(condition.measure)
            measured = watch.measured[condition.measure]
            summary = tell(measured, condition.bound, condition.above)
            yield _condition(watch, measured, _NAMES[condition.measure], _SEVERITIES[condition.level], summary)
    for one in watch.measured.values():
        measure = one.measure
        if one.value is None or measure.limit is None or measure.key in told:
            continue
        if measure.is_beyond(one.value):
            summary = tell(one, measure.limit, not measure.higher_is_better)
            yield _condition(watch, one, BEYOND_LIMIT, "info", summary)


def _condition(watch: ModelWatch, measured: Measured, name: str, severity: str, summary: str) -> LocalCondition:
    """Return one; it names the model as metrics do, so that it belongs together with what a server alerts about it.

    Workers of two accounts may have the same name: the key of the estate tells their alerts apart.
    """
    own = {EDGE_MODEL: watch.model} if watch.worker else {}
    return LocalCondition(
        name,
        severity,
        _origin(watch, measured.measure.key),
        {"model": watch.worker or watch.model, "measure": measured.measure.key, **own},
        f"{watch.title}: {summary}",
        measured.source,
        measured.query if measured.measure.query else "",  # else it is the name of what was looked at
        WAIT_S,
        value=measured.value,
        annotations={"template": "edge-model"},
    )


def _origin(watch: ModelWatch, measure: str) -> str:
    return f"model/{watch.model}/{measure}"
