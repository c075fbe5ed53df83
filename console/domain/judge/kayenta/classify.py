"""Classifying one metric as Kayenta does."""

import math
from typing import TYPE_CHECKING

from console.domain.judge.kayenta.kayenta_metric import Classification, KayentaMetric, Label
from console.domain.judge.kayenta.shift_interval import shift_interval
from console.domain.judge.rank_sum import rank_sum

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CONFIDENCE = 0.98
TOLERANCE = 0.25
_NOISE = 1e-5
_SEED = 12345


def classify(metric: KayentaMetric, tolerance: float = TOLERANCE, confidence: float = CONFIDENCE) -> Classification:
    """Return the class of a metric."""
    import numpy as np  # noqa: PLC0415 - heavy

    control, experiment = (_prepared(np.asarray(one, float), metric) for one in (metric.control, metric.experiment))
    if not len(control) or not len(experiment):
        return _without_values(metric)
    deviation = _mean_ratio(control, experiment)
    label, critical = Label.PASS, False
    if metric.classifier == "mean-inequality":
        label = _by_means(metric.direction, control, experiment)
    elif not _same(control, experiment):
        label, critical = _by_ranks(metric, control, experiment, tolerance, confidence)
    return Classification(metric.name, label, critical, deviation, metric.groups)


def _without_values(metric: KayentaMetric) -> Classification:
    if metric.nan_strategy == "replace":
        label, critical = Label.PASS, False
    elif metric.must_have_data and not metric.critical:
        label, critical = Label.NODATA_FAIL, False
    else:
        label, critical = Label.NODATA, metric.critical
    return Classification(metric.name, label, critical, 1.0, metric.groups)


def _prepared(values: "NDArray[np.float64]", metric: KayentaMetric) -> "NDArray[np.float64]":
    """Return the values without missing ones (or with 0 for them), and without outliers where that is wanted."""
    import numpy as np  # noqa: PLC0415

    missing = np.isnan(values)
    kept: NDArray[np.float64] = np.where(missing, 0.0, values) if metric.nan_strategy == "replace" else values[~missing]
    if metric.outliers != "remove" or not len(kept):
        return kept
    lowest, low, high, highest = np.percentile(kept, (1, 25, 75, 99))
    reach = (high - low) * metric.outlier_factor
    inside: NDArray[np.float64] = kept[(kept >= min(low - reach, lowest)) & (kept <= max(high + reach, highest))]
    return inside


def _same(control: "NDArray[np.float64]", experiment: "NDArray[np.float64]") -> bool:
    import numpy as np  # noqa: PLC0415

    return np.array_equal(np.sort(control), np.sort(experiment)) or len(np.unique((*control, *experiment))) == 1


def _by_means(direction: str, control: "NDArray[np.float64]", experiment: "NDArray[np.float64]") -> Label:
    if direction != "decrease" and experiment.mean() > control.mean():
        return Label.HIGH
    return Label.LOW if direction != "increase" and experiment.mean() < control.mean() else Label.PASS


def _by_ranks(
    metric: KayentaMetric,
    control: "NDArray[np.float64]",
    experiment: "NDArray[np.float64]",
    tolerance: float,
    confidence: float,
) -> tuple[Label, bool]:
    """Return the class and whether it is a critical failure."""
    import numpy as np  # noqa: PLC0415

    if len(np.unique(control)) == 1 and len(np.unique(experiment)) == 1:
        chance = np.random.default_rng(_SEED)  # a tiny spread, always the same one: without any there are no ranks
        control = control * (1 + _NOISE * chance.standard_normal(len(control)))
        experiment = experiment * (1 + _NOISE * chance.standard_normal(len(experiment)))
    interval = shift_interval(experiment, control, confidence)
    margin = tolerance * abs(interval.estimate)
    effect = _effect(metric, control, experiment)
    for thresholds, critical in ((metric.critical_thresholds, True), (metric.effect_thresholds, False)):
        if critical and not metric.critical:
            continue
        least, most = thresholds
        if metric.direction != "decrease" and interval.low > margin and not effect < most:
            return Label.HIGH, critical
        if metric.direction != "increase" and interval.high < -margin and not effect > least:
            return Label.LOW, critical
    return Label.PASS, False


def _effect(metric: KayentaMetric, control: "NDArray[np.float64]", experiment: "NDArray[np.float64]") -> float:
    if metric.effect_size == "cles":
        found = rank_sum(experiment.tolist(), control.tolist())
        return found.superiority if found is not None else math.nan
    return _mean_ratio(control, experiment)


def _mean_ratio(control: "NDArray[np.float64]", experiment: "NDArray[np.float64]") -> float:
    """Return the ratio of the means; not a number (which no threshold holds back) where one is 0."""
    of_control, of_experiment = float(control.mean()), float(experiment.mean())
    return of_experiment / of_control if of_control and of_experiment else math.nan
