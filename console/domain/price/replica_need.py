"""How many replicas are needed by the autoscaler's own rule."""

from collections.abc import Iterator
from math import ceil

from console.domain.autoscaler import Autoscaler
from console.domain.quantity import quantity_number

_MARGIN = 1.1
"""A tenth is the autoscaler's tolerance (``--horizontal-pod-autoscaler-tolerance``)."""


def needed_replicas(scaler: Autoscaler) -> int | None:
    """Return what the metrics ask for, with a margin; ``None`` where one of them is not known."""
    ratios = list(_ratios(scaler))
    known = [one for one in ratios if one is not None]
    if scaler.current is None or not known or len(known) < len(ratios):
        return None
    return max(1, ceil(scaler.current * max(known) * _MARGIN))


def _ratios(scaler: Autoscaler) -> Iterator[float | None]:
    for one in scaler.metrics:
        current, target = _number(one.current), _number(one.target)
        yield current / target if current is not None and target else None


def _number(text: str | None) -> float | None:
    if text is not None and text.endswith("%"):
        share = quantity_number(text[:-1])
        return None if share is None else share / 100
    return quantity_number(text)
