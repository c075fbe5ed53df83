"""Queueing laws: how utilisation stretches latency, and how latency is distributed.

Latency follows a log-logistic distribution: closed-form quantiles, a heavy tail as real services have one.
"""

import math

from console.lab.simulator.level import Level, least, most

SATURATION = 0.97


def inflation(utilisation: Level) -> Level:
    """Factor on the unloaded latency; 1 when idle, 1.2 at 60 %, about 3 at 85 %, steep near saturation."""
    bounded = least(utilisation, SATURATION)
    overload = most(utilisation - SATURATION, 0.0)
    return (1.0 + 0.6 * bounded**4 / (1.0 - bounded)) * (1.0 + 4.0 * least(overload, 3.0))


def shed_ratio(utilisation: Level) -> Level:
    """Share of the requests that time out because the workload cannot take them, 0 to 1."""
    return most(0.0, 1.0 - 1.0 / most(utilisation, 1e-9))


def cumulative_share(bound_s: float, median_s: Level, shape: float) -> Level:
    """Share of the requests that take at most `bound_s`."""
    return 1.0 / (1.0 + (median_s / bound_s) ** shape)


def mean_s(median_s: Level, shape: float) -> Level:
    """Mean of the distribution; `shape` must be above 1."""
    angle = math.pi / shape
    return median_s * (angle / math.sin(angle))


def quantile_s(quantile: float, median_s: Level, shape: float) -> Level:
    """Latency below which the share `quantile` of the requests lies."""
    return median_s * float((quantile / (1.0 - quantile)) ** (1.0 / shape))
