"""Staleness markers: how a series says that it has ended."""

import numpy as np
from numpy.typing import NDArray

STALE_BITS = 0x7FF0000000000002
"""Prometheus' own NaN (model/value/value.go); any other NaN is an ordinary value."""


def ended(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a copy whose last value is the staleness marker.

    The history sums a workload's pods up under one name. Without the marker Prometheus would show that sum for five
    more minutes beside the live pods, and every total over pods (cost, power, CPU) would be doubled.
    """
    marked = values.copy()
    marked.view(np.uint64)[-1:] = STALE_BITS
    return marked
