"""A metric server that remembers some weeks of demand; implements ``MetricReader``."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from console.domain.forecast.demand_series import DAY_S
from console.kernel.errors import ConnectorError
from console.ports.metric import Answer, Sample, Series


@dataclass
class DemandReader:
    """Answers with ``values``, hours up to ``end_s``, for each set of labels whose mark is part of the query."""

    end_s: float
    values: dict[tuple[str, tuple[tuple[str, str], ...]], NDArray[np.float64]]
    error: ConnectorError | None = None
    asked: list[tuple[str, float, float]] = field(default_factory=list)

    async def query(self, promql: str, at_s: float | None = None) -> tuple[Sample, ...]:
        return ()

    async def query_range(self, promql: str, start_s: float, end_s: float, step_s: float) -> Answer:
        self.asked.append((promql, start_s, end_s))
        if self.error is not None:
            raise self.error
        found = (
            self._series(dict(labels), values, start_s, end_s, step_s)
            for (mark, labels), values in self.values.items()
            if mark in promql
        )
        return Answer(tuple(one for one in found if len(one.times)))

    def _series(
        self, labels: dict[str, str], values: NDArray[np.float64], start_s: float, end_s: float, step_s: float
    ) -> Series:
        times = self.end_s - step_s * np.arange(len(values), dtype=np.float64)[::-1]
        inside = (times >= start_s) & (times <= end_s)
        return Series(labels, times[inside], values[inside])

    @property
    def asked_days(self) -> float:
        """The days that all questions together reached back."""
        return (self.end_s - min(start_s for _, start_s, _ in self.asked)) / DAY_S
