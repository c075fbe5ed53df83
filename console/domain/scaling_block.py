"""What blocks an autoscaler (L2.1): its own conditions, its bounds, its metrics."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from console.domain.autoscaler import Autoscaler
from console.domain.resource import Condition

_UNKNOWN_METRIC = ("", "<unknown>", "unknown")
_UP = "ScaleUpLimit"
_RATES = (_UP, "ScaleDownLimit")
"""Reasons of an HPA that its own behavior (so many pods or percent a minute, or none) holds it back."""
_OF_KEDA = "ScaledObject/"


class BlockReason(StrEnum):
    """Why an autoscaler does not do what its metric asks for."""

    PAUSED = "paused"
    CANNOT_SCALE = "cannot_scale"
    METRIC_UNAVAILABLE = "metric_unavailable"
    METRIC_UNKNOWN = "metric_unknown"
    NOT_READY = "not_ready"
    FALLBACK = "fallback"
    NEVER_ADDS = "never_adds"
    AT_MAXIMUM = "at_maximum"
    AT_MINIMUM = "at_minimum"
    RATE_LIMITED = "rate_limited"
    INACTIVE = "inactive"
    NO_RECOMMENDATION = "no_recommendation"


@dataclass(frozen=True, slots=True)
class ScalingBlock:
    """One obstacle; ``reason_text`` and ``message`` are the controller's own words (or the metric's name).

    ``blocks_up``: whether more replicas are out of reach because of it; ``INACTIVE`` and ``AT_MINIMUM`` only explain
    why there are as few as there are, ``RATE_LIMITED`` why it takes a while.
    """

    reason: BlockReason
    reason_text: str = ""
    message: str = ""
    blocks_up: bool = True


def scaling_blocks(autoscaler: Autoscaler) -> tuple[ScalingBlock, ...]:
    """Return what stands in the way, the most decisive first; empty when the autoscaler is free to act.

    Conditions are read as their controllers define them: HPA ``AbleToScale``, ``ScalingActive``, ``ScalingLimited``
    (autoscaling/v2), KEDA ``Ready``, ``Active``, ``Fallback``, ``Paused``, VPA ``RecommendationProvided`` and
    ``ConfigUnsupported``. A condition that is absent or ``Unknown`` blocks nothing by itself.
    """
    found = [*_stops(autoscaler)]
    if not _is_switched_off(autoscaler):
        found += [*_bounds(autoscaler), *_metrics(autoscaler)]
    first: dict[BlockReason, ScalingBlock] = {}
    for one in found:
        first.setdefault(one.reason, one)
    return tuple(first.values())


def _stops(autoscaler: Autoscaler) -> Iterator[ScalingBlock]:
    conditions = {condition.type: condition for condition in autoscaler.conditions}
    paused = conditions.get("Paused")
    if autoscaler.paused or _is(paused, "True"):
        yield _block(BlockReason.PAUSED, paused)
    for type_, status, reason in (
        ("AbleToScale", "False", BlockReason.CANNOT_SCALE),
        ("Ready", "False", BlockReason.NOT_READY),
        ("ConfigUnsupported", "True", BlockReason.NOT_READY),
        ("Fallback", "True", BlockReason.FALLBACK),
        ("RecommendationProvided", "False", BlockReason.NO_RECOMMENDATION),
    ):
        if _is(conditions.get(type_), status):
            yield _block(reason, conditions.get(type_))
    active = conditions.get("ScalingActive")
    if active is not None and active.status == "False":
        if not _is_switched_off(autoscaler):
            yield _block(BlockReason.METRIC_UNAVAILABLE, active)
        elif autoscaler.owner.startswith(_OF_KEDA):
            yield _block(BlockReason.INACTIVE, active, blocks_up=False)
        else:
            yield _block(BlockReason.PAUSED, active)
    if _is(conditions.get("Active"), "False"):
        yield _block(BlockReason.INACTIVE, conditions.get("Active"), blocks_up=False)


def _is_switched_off(autoscaler: Autoscaler) -> bool:
    """Return whether an HPA does nothing because its target has no replicas: a pause by hand, or KEDA being idle.

    It reads no metric then, and what it said of its bounds before is left standing.
    """
    return any(
        one.type == "ScalingActive" and one.status == "False" and one.reason == "ScalingDisabled"
        for one in autoscaler.conditions
    )


def _bounds(autoscaler: Autoscaler) -> Iterator[ScalingBlock]:
    limited = next(
        (one for one in autoscaler.conditions if one.type == "ScalingLimited" and one.status == "True"), None
    )
    reason = limited.reason if limited else ""
    if autoscaler.never_adds:
        yield _block(BlockReason.NEVER_ADDS, limited if reason == _UP else None)
    if reason == "TooManyReplicas" or (not reason and _is_at_maximum(autoscaler)):
        yield _block(BlockReason.AT_MAXIMUM, limited)
    elif reason == "TooFewReplicas":
        yield _block(BlockReason.AT_MINIMUM, limited, blocks_up=False)
    elif reason in _RATES and not (reason == _UP and autoscaler.never_adds):
        yield _block(BlockReason.RATE_LIMITED, limited, blocks_up=False)


def _is_at_maximum(autoscaler: Autoscaler) -> bool:
    """An autoscaler whose wish has reached the maximum can wish no further; equal bounds leave no choice at all."""
    wished = autoscaler.desired
    return wished is not None and autoscaler.maximum is not None and wished >= autoscaler.maximum > 0


def _metrics(autoscaler: Autoscaler) -> Iterator[ScalingBlock]:
    if autoscaler.ref.kind != "HorizontalPodAutoscaler":
        return
    for metric in autoscaler.metrics:
        if metric.current is None or metric.current.strip().lower() in _UNKNOWN_METRIC:
            yield ScalingBlock(BlockReason.METRIC_UNKNOWN, reason_text=metric.name)


def _is(condition: Condition | None, status: str) -> bool:
    return condition is not None and condition.status == status


def _block(reason: BlockReason, condition: Condition | None, *, blocks_up: bool = True) -> ScalingBlock:
    if condition is None:
        return ScalingBlock(reason, blocks_up=blocks_up)
    return ScalingBlock(reason, condition.reason, condition.message, blocks_up)
