"""One autoscaler over time: sync period, stabilisation, conditions."""

from collections import deque
from dataclasses import dataclass
from typing import Literal

from console.lab.simulator.controls import AutoscalerControl
from console.lab.simulator.hpa import bounded, desired_by_average_value, desired_by_utilisation, scale_up_limit

SYNC_S = 15.0
"""The controller's default sync period."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an autoscaler, as its status shows it."""

    type: str
    status: bool
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class AutoscalerState:
    """Last evaluation: metric (utilisation ratio or total lag; None when unreadable), replicas, conditions.

    `last_scale_s` is in the simulator's time, None when it never scaled.
    """

    kind: Literal["hpa", "keda"]
    current: int
    desired: int
    min_replicas: int
    max_replicas: int
    target: float
    metric: float | None
    conditions: tuple[Condition, ...]
    last_scale_s: float | None


@dataclass(frozen=True, slots=True)
class Observation:
    """What an autoscaler sees: wanted (spec), ready and starting replicas and the metric."""

    spec: int
    ready: int
    starting: int
    metric: float


class Autoscaler:
    """Remembers recommendations, so that it scales down only after the stabilisation window."""

    def __init__(self, kind: Literal["hpa", "keda"], first_sync_s: float, last_scale_s: float | None = None) -> None:
        self._kind: Literal["hpa", "keda"] = kind
        self._next_sync_s = first_sync_s
        self._recommendations: deque[tuple[float, int]] = deque()
        self._sizes: deque[tuple[float, int]] = deque()
        self._last_scale_s = last_scale_s
        self.state: AutoscalerState | None = None

    def step(self, now_s: float, control: AutoscalerControl, seen: Observation) -> int | None:
        """Evaluate when the sync period is over; the new number of replicas, or None for no change."""
        if now_s < self._next_sync_s:
            return None
        self._next_sync_s = now_s + SYNC_S
        if control.paused:
            return self._paused(control, seen)
        if seen.spec == 0 and self._kind == "hpa":
            self._publish(control, seen, 0, None, _inactive("ScalingDisabled", "the replica count is zero"))
            return None
        if control.cannot_read:
            self._publish(control, seen, seen.spec, None, _inactive(control.cannot_read, _explain(control)))
            return None
        return self._evaluate(now_s, control, seen)

    def _paused(self, control: AutoscalerControl, seen: Observation) -> int | None:
        held = seen.spec if control.held_at is None else control.held_at
        self._publish(control, seen, held, seen.metric, _inactive("Paused", "paused by its annotation"))
        return None if held == seen.spec else held

    def _evaluate(self, now_s: float, control: AutoscalerControl, seen: Observation) -> int | None:
        if self._kind == "hpa":
            wanted = desired_by_utilisation(seen.ready, seen.starting, seen.metric, control.target)
        else:
            wanted = desired_by_average_value(seen.spec, seen.metric, control.target)
        stabilised = self._stabilise(now_s, control, seen, wanted)
        limited = _allowed(control, seen.spec, min(stabilised, self._up_limit(now_s, seen.spec)))
        desired, reason = bounded(limited, control.min_replicas, control.max_replicas)
        if stabilised > control.max_replicas:
            reason = "TooManyReplicas"
        able = Condition("AbleToScale", True, "ReadyForNewScale", "recommended size matches current size")
        if desired != seen.spec:
            self._last_scale_s = now_s
            able = Condition("AbleToScale", True, "SucceededRescale", f"the HPA was able to set the size to {desired}")
        elif stabilised > wanted:
            able = Condition("AbleToScale", True, "ScaleDownStabilized", "recent recommendations were higher")
        active = Condition("ScalingActive", True, "ValidMetricFound", "the HPA computed a replica count")
        self._publish(control, seen, desired, seen.metric, (able, active, _limit(reason)))
        return desired if desired != seen.spec else None

    def _stabilise(self, now_s: float, control: AutoscalerControl, seen: Observation, wanted: int) -> int:
        """The highest recommendation of the window, but never more than now when scaling down."""
        if not self._recommendations:
            self._recommendations.append((now_s, seen.spec))
        self._recommendations.append((now_s, wanted))
        while self._recommendations[0][0] < now_s - control.stabilise_down_s:
            self._recommendations.popleft()
        if wanted >= seen.spec:
            return wanted
        return min(seen.spec, max(count for _, count in self._recommendations))

    def _up_limit(self, now_s: float, spec: int) -> int:
        self._sizes.append((now_s, spec))
        while self._sizes[0][0] < now_s - SYNC_S:
            self._sizes.popleft()
        return scale_up_limit(spec, min(count for _, count in self._sizes))

    def _publish(
        self,
        control: AutoscalerControl,
        seen: Observation,
        desired: int,
        metric: float | None,
        conditions: tuple[Condition, ...],
    ) -> None:
        self.state = AutoscalerState(
            self._kind, seen.ready + seen.starting, desired, control.min_replicas, control.max_replicas,
            control.target, metric, conditions, self._last_scale_s,
        )  # fmt: skip


def _allowed(control: AutoscalerControl, spec: int, wanted: int) -> int:
    """What a direction that is switched off leaves of a wish; the bounds hold all the same."""
    if (wanted > spec and not control.may_grow) or (wanted < spec and not control.may_shrink):
        return spec
    return wanted


def _inactive(reason: str, message: str) -> tuple[Condition, ...]:
    return (
        Condition("AbleToScale", True, "SucceededGetScale", "the HPA controller was able to get the target's scale"),
        Condition("ScalingActive", False, reason, message),
    )


def _explain(control: AutoscalerControl) -> str:
    if control.cannot_read == "FailedGetResourceMetric":
        return (
            "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for"
            " resource cpu: unable to fetch metrics from resource metrics API: the server is currently unable to handle"
            " the request (get pods.metrics.k8s.io)"
        )
    return (
        "the HPA was unable to compute the replica count: unable to get external metric: unable to fetch metrics from"
        " external metrics API: no matching metrics found"
    )


def _limit(reason: str) -> Condition:
    message = {
        "TooManyReplicas": "the desired replica count is more than the maximum replica count",
        "TooFewReplicas": "the desired replica count is less than the minimum replica count",
        "DesiredWithinRange": "the desired count is within the acceptable range",
    }[reason]
    return Condition("ScalingLimited", reason != "DesiredWithinRange", reason, message)
