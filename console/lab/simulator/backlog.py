"""The queue between newsletters that are due and the delivery workers."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.lab.simulator.level import Level

COMMIT_DELAY_S = 20.0
"""A message counts as lag until its batch is committed, so lag is never zero while something flows."""


@dataclass(frozen=True, slots=True)
class BacklogStep:
    """Messages left waiting, messages processed per second, and the lag of the consumer group."""

    waiting: float
    processed_per_s: float
    lag: float


def backlog_step(waiting: float, due_per_s: float, capacity_per_s: float, dt_s: float) -> BacklogStep:
    """Serve the queue for `dt_s` seconds with a capacity in messages per second."""
    offered = due_per_s + waiting / dt_s
    processed = min(offered, capacity_per_s)
    left = max(0.0, (offered - processed) * dt_s)
    return BacklogStep(left, processed, left + commit_lag(processed))


def due_in_campaign(usual_per_s: Mapping[str, Level], floor_per_s: float) -> dict[str, float]:
    """What becomes due by segment while a campaign raises it to a floor; never less than usual, in the same shares."""
    total = sum(float(rate) for rate in usual_per_s.values())
    factor = max(1.0, floor_per_s / total) if total > 0 else 1.0
    return {segment: float(rate) * factor for segment, rate in usual_per_s.items()}


def commit_lag(processed_per_s: float) -> float:
    """Lag of a consumer group that keeps up (messages)."""
    return processed_per_s * COMMIT_DELAY_S


def steady_lag(due_per_s: Level) -> Level:
    """Lag when the workers keep up with what is due."""
    return due_per_s * COMMIT_DELAY_S
