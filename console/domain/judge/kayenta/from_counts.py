"""The series that Kayenta would have judged, from what the judge has counted."""

from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.compared_metric import ComparedMetric
from console.domain.judge.kayenta.kayenta_metric import KayentaMetric

WANTED_POINTS = 50
"""Fewer points per metric than this, its makers say, are too few."""


def kayenta_metrics(metrics: tuple[ComparedMetric, ...]) -> tuple[KayentaMetric, ...]:
    """Return the share of bad events per slice of every metric; more of it is worse."""
    return tuple(_metric(one) for one in metrics if one.pairs is None)


def _metric(metric: ComparedMetric) -> KayentaMetric:
    control = tuple(_share(one.baseline_rate) for one in metric.slices)
    experiment = tuple(_share(one.canary_rate) for one in metric.slices)
    return KayentaMetric(metric.name, control, experiment, "increase", groups=(metric.name,))


def _share(rate: float | None) -> float:
    return float("nan") if rate is None else rate


def points(metrics: tuple[ComparedMetric, ...]) -> int:
    """Return how many points the shortest series has."""
    lengths: list[tuple[ArmSlice, ...]] = [one.slices for one in metrics if one.pairs is None]
    return min((len(one) for one in lengths), default=0)
