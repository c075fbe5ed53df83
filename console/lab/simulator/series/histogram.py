"""Histogram series from a rate and a latency distribution."""

from collections.abc import Iterator

from console.lab.simulator.estate_state import Labels
from console.lab.simulator.latency import cumulative_share, mean_s
from console.lab.simulator.level import Level
from console.lab.simulator.series.sample import Sample

REQUEST_BOUNDS_S = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0)
WEB_VITAL_BOUNDS_S = (0.1, 0.2, 0.4, 0.8, 1.8, 3.0, 5.0)


def histogram(
    family: str, labels: Labels, rate: Level, median_s: Level, shape: float, bounds_s: tuple[float, ...]
) -> Iterator[Sample]:
    """Buckets, sum and count of a log-logistic latency at a rate of requests per second."""
    for bound in bounds_s:
        yield Sample(
            f"{family}_bucket", (*labels, ("le", f"{bound:g}")), rate * cumulative_share(bound, median_s, shape)
        )
    yield Sample(f"{family}_bucket", (*labels, ("le", "+Inf")), rate)
    yield Sample(f"{family}_sum", labels, rate * mean_s(median_s, shape))
    yield Sample(f"{family}_count", labels, rate)
