"""Alerts that fired in the past, as the metric server remembers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PastAlert:
    """An alert that fired from ``start_s`` to ``end_s`` (unix seconds, to within the distance of points)."""

    name: str
    severity: str
    start_s: float
    end_s: float


def past_alerts(labels: Mapping[str, str], times: Sequence[float], step_s: float) -> tuple[PastAlert, ...]:
    """Return the alerts that a series of ``ALERTS`` tells, whose points are a step apart while it fires."""
    found: list[PastAlert] = []
    name = labels.get("alertname", "")
    severity = labels.get("severity", labels.get("sloth_severity", ""))
    start_s = end_s = float("-inf")
    for at_s in times:
        if at_s - end_s > 1.5 * step_s:
            found += [PastAlert(name, severity, start_s, end_s)] if end_s > start_s else []
            start_s = at_s - step_s
        end_s = at_s
    return (*found, PastAlert(name, severity, start_s, end_s)) if end_s > start_s else tuple(found)
