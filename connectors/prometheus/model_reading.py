"""Reading the measures of the estate's edge models: one query per measure for all models of this server."""

import asyncio
from collections.abc import Callable, Iterator
from math import isfinite
from typing import TYPE_CHECKING

from connectors.prometheus.query_fault import is_of_one_query
from console.domain.model.measure import Measure
from console.domain.model.model_reading import KIND, ModelReading
from console.domain.resource import ResourceRef
from console.estate.schema.connection import Prometheus
from console.estate.schema.edge_model import EdgeModel
from console.estate.schema.estate import Estate
from console.kernel.errors import ConnectorError
from console.kernel.gathered import gathered

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader
    from console.ports.metric import Sample

_AT_ONCE = 4


def models_of_server(estate: Estate, key: str) -> tuple[EdgeModel, ...]:
    """Return the models whose metrics a server has: those that name it, and on the first one those that name none."""
    first = estate.prometheus[0].key if estate.prometheus else ""
    return tuple(model for model in estate.models if (model.prometheus or first) == key)


class ModelReadings:
    """Asks a few queries at a time; one that the server refuses is told in its row and leaves the others alone."""

    def __init__(
        self, options: Prometheus, models: tuple[EdgeModel, ...], reader: "Callable[[], PrometheusReader]"
    ) -> None:
        self._options = options
        self._models = models
        self._workers = tuple(sorted({model.worker for model in models}))
        self._reader = reader

    async def read(self) -> tuple[ModelReading, ...]:
        """Return a row per number, and one without a value where there is none; raise ``ConnectorError``."""
        from console.domain.model.measure_catalogue import MEASURES  # noqa: PLC0415 - when first asked

        gate = asyncio.Semaphore(_AT_ONCE)
        asked = [(one, self._query(one)) for one in MEASURES if one.query]
        found = await gathered(*(self._rows(measure, query, gate) for measure, query in asked if query))
        return tuple(row for rows in found for row in rows)

    def _query(self, measure: Measure) -> str:
        """Return what to ask; empty when the estate switched the measure off."""
        return measure.filled(self._workers, self._options.queries.get(measure.key)).strip()

    async def _rows(self, measure: Measure, query: str, gate: asyncio.Semaphore) -> tuple[ModelReading, ...]:
        try:
            async with gate:
                samples = await self._reader().query(query)
        except ConnectorError as fault:
            if not is_of_one_query(fault):
                raise
            return tuple(self._row(measure, model, query, None, fault.message) for model in self._models)
        return tuple(row for model in self._models for row in self._rows_of(measure, model, query, samples))

    def _rows_of(
        self, measure: Measure, model: EdgeModel, query: str, samples: "tuple[Sample, ...]"
    ) -> Iterator[ModelReading]:
        own = [
            one
            for one in samples
            if isfinite(one.value) and (not measure.of or one.labels.get(measure.of) == model.worker)
        ]
        for sample in own:
            yield self._row(measure, model, query, sample)
        if not own:
            yield self._row(measure, model, query, None)

    def _row(
        self, measure: Measure, model: EdgeModel, query: str, sample: "Sample | None", error: str = ""
    ) -> ModelReading:
        splits = () if sample is None else tuple(sample.labels.get(name, "") for name in measure.by)
        return ModelReading(
            ref=ResourceRef(self._options.key, KIND, model.key, "/".join((measure.key, *splits))),
            measure=measure.key,
            splits=splits,
            value=None if sample is None else sample.value,
            at_s=None if sample is None else sample.at_s,
            query=query,
            error=error,
        )
