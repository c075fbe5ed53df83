"""The metric port: querying a Prometheus-compatible server on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sample:
    """One instant value: its labels, value and time in unix seconds."""

    labels: Mapping[str, str]
    value: float
    at_s: float


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a range query: ``times`` (unix seconds) and ``values``, float64 arrays of equal length."""

    labels: Mapping[str, str]
    times: NDArray[np.float64]
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Answer:
    """Series of a range query with the server's warnings, which must be shown."""

    series: tuple[Series, ...]
    warnings: tuple[str, ...] = ()


class MetricReader(Protocol):
    """Read access to a Prometheus-compatible server; every method raises ``ConnectorError``."""

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        """Return the instant vector of a query (scalars become one sample without labels)."""

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        """Return the range vector of a query; ranges over the server's point limit are split and joined."""
