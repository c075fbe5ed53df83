"""One Prometheus connection of the estate."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from connectors.common.client_of import auth_headers, client_of
from connectors.common.credentials import Secrets
from connectors.common.endpoint import MIB
from connectors.common.http import HttpClient
from connectors.common.poll_source import PollSource
from connectors.prometheus.api import PrometheusApi
from connectors.prometheus.inspection import inspect, version_of
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_source import SignalSource
from connectors.prometheus.status_line import StatusLine
from connectors.prometheus.topics import topic_sources
from connectors.registry import BuildContext
from console.domain.model.model_reading import TOPIC
from console.estate.schema.connection import Prometheus
from console.kernel.i18n import t
from console.ports.connector import Port
from console.ports.metric_directory import MetricDirectory
from console.ports.offered import offered
from console.ports.source import Source

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader
    from console.estate.schema.cell import Cell

_REFERENCES = ("keyring:", "env:", "file:")
_OBJECTIVES_S = 60.0  # queries over a month are dear, and a month changes slowly
_DAYS_S = 600.0  # of the days only the running hour changes
_MODELS_S = 30.0  # models are judged over five minutes and longer
_ENERGY_S = 120.0  # hours of a day
_CAPACITY_S = 1800.0  # hours of a month
_MOST_BYTES = 256 * MIB  # a range of 200 series x 10,000 points is 63 MB


class PrometheusConnector:
    """Implements ``console.ports.connector.Connector``; building does no I/O."""

    def __init__(self, options: Prometheus, context: BuildContext) -> None:
        self._options = options
        self._context = context
        self._api = PrometheusApi(prometheus_client(options, context))

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""
        return self._options.key

    @property
    def kind(self) -> str:
        """Return ``prometheus``."""
        return "prometheus"

    def offers(self, port: type[Port]) -> Port | None:
        """Return what implements a port here; numpy is loaded with the first reader."""
        from console.ports.metric import MetricReader  # noqa: PLC0415

        if port is MetricReader:
            return offered({MetricReader: self.metrics}, port)
        return offered({MetricDirectory: self.directory}, port) if port is MetricDirectory else None

    @cached_property
    def metrics(self) -> "PrometheusReader":
        """Return the metric reader."""
        from connectors.prometheus.reader import PrometheusReader  # noqa: PLC0415 - numpy, when first asked

        return PrometheusReader(self._api, self._context.runtime)

    @cached_property
    def directory(self) -> MetricDirectory:
        """Return what the server can be asked about itself."""
        from connectors.prometheus.directory import PrometheusDirectory  # noqa: PLC0415 - when first asked

        return PrometheusDirectory(self._api, self._context.runtime)

    def sources(self) -> tuple[Source, ...]:
        """Return the signals of the cells that use this connection, and what the server watches itself."""
        plan = SignalPlan.of(self._options, self._context.estate)
        clock, poll_s = self._context.clock, self._every_s()
        line = StatusLine(self.key, clock)
        signals = SignalSource(self.key, plan, lambda: self.metrics, self._version, clock, poll_s, line=line)
        topics = topic_sources(self.key, lambda: self.directory, self._probe, line, clock, poll_s)
        return (
            signals,
            *topics,
            *self._objectives(line),
            *self._models(line),
            *self._days(line),
            *self._energy(plan, line),
            *self._capacity(plan, line),
        )

    def _every_s(self, least_s: float = 0.0) -> float:
        """Return seconds between two readings, as the user stretches them."""
        return max(self._options.poll_s, least_s) * self._context.poll_factor

    def _objectives(self, line: StatusLine) -> tuple[Source, ...]:
        """Return the source of the estate's objectives, when it names any."""
        from connectors.prometheus.slo_reading import SloReading  # noqa: PLC0415 - few estates have objectives

        context = self._context
        if context.estate is None or not context.estate.slos:
            return ()
        read = SloReading(self.key, context, lambda: self.metrics).read
        period_s = self._every_s(_OBJECTIVES_S)
        return (PollSource(self.key, "slos", read, health=line, clock=context.clock, poll_s=period_s),)

    def _models(self, line: StatusLine) -> tuple[Source, ...]:
        """Return the source of the readings of the edge models that name this server."""
        estate = self._context.estate
        if estate is None or not estate.models:
            return ()
        from connectors.prometheus.model_reading import ModelReadings, models_of_server  # noqa: PLC0415 - as above

        models = models_of_server(estate, self.key)
        if not models:
            return ()
        read = ModelReadings(self._options, models, lambda: self.metrics).read
        period_s = self._every_s(_MODELS_S)
        return (PollSource(self.key, TOPIC, read, health=line, clock=self._context.clock, poll_s=period_s),)

    def _days(self, line: StatusLine) -> tuple[Source, ...]:
        """Return the sources of what cells served, and of what they cost where no cost service tells it."""
        from connectors.prometheus.allocation_reading import AllocationReading  # noqa: PLC0415 - as above
        from connectors.prometheus.load_reading import LoadReading  # noqa: PLC0415

        context, key, every_s = self._context, self.key, self._every_s(_DAYS_S)
        if context.estate is None:
            return ()
        loads = LoadReading(self._options, context, lambda: self.metrics)
        found = [PollSource(key, "loads", loads.read, health=line, clock=context.clock, poll_s=every_s)]
        cells = {space: cell.key for cell in self._cells() for space in cell.selectors.namespaces}
        if not context.estate.opencost:
            costs = AllocationReading(self._options, context, lambda: self.metrics, cells)
            found.append(PollSource(key, "cost-days", costs.read, health=line, clock=context.clock, poll_s=every_s))
        return tuple(found)

    def _cells(self) -> "tuple[Cell, ...]":
        return tuple(cell for cell in self._context.estate.cells if cell.prometheus == self.key)

    def _energy(self, plan: SignalPlan, line: StatusLine) -> tuple[Source, ...]:
        """Return the source of what the services of this server's cells use, when there are cells."""
        from connectors.prometheus.energy_reading import EnergyReading  # noqa: PLC0415 - as above

        if not plan.cells:
            return ()
        clock = self._context.clock
        read = EnergyReading(self.key, plan, lambda: self.metrics, clock).read
        return (PollSource(self.key, "energy", read, health=line, clock=clock, poll_s=self._every_s(_ENERGY_S)),)

    def _capacity(self, plan: SignalPlan, line: StatusLine) -> tuple[Source, ...]:
        """Return the source of how the services of this server's cells fared under load, when there are cells."""
        from connectors.prometheus.service_load_reading import ServiceLoadReading  # noqa: PLC0415 - as above
        from console.domain.capacity.service_load import TOPIC as LOADS_SEEN  # noqa: PLC0415

        if not plan.cells:
            return ()
        clock, runtime = self._context.clock, self._context.runtime
        read = ServiceLoadReading(self._options, plan, lambda: self.metrics, clock, runtime).read
        return (PollSource(self.key, LOADS_SEEN, read, health=line, clock=clock, poll_s=self._every_s(_CAPACITY_S)),)

    async def check(self) -> str:
        """Reach the server once with a query and return what it is and holds; raise ``ConnectorError``."""
        await self._probe()
        return await inspect(self.directory, SignalPlan.of(self._options, self._context.estate))

    async def _probe(self) -> None:
        await self.metrics.instant("vector(1)")

    async def _version(self) -> str:
        return await version_of(self.directory)

    async def close(self) -> None:
        """Release connections."""
        await self._api.close()


def prometheus_client(options: Prometheus, context: BuildContext) -> HttpClient:
    """Return the HTTP client of a connection: its credentials are its ``auth`` and its ``headers``."""
    usual = auth_headers(options.auth)

    def build(secrets: Secrets) -> Mapping[str, str]:
        own = {
            name: secrets.text(value) if value.startswith(_REFERENCES) else value
            for name, value in options.headers.items()
        }
        checked = secrets.checked("headers", own)  # so that they are named where they are wrong
        return {**checked, **(usual(secrets) if usual is not None else {})}

    name = t("Prometheus {name}", name=options.title or options.key)
    needs_headers = usual is not None or bool(options.headers)
    return client_of(
        options, context, name, tls=options.tls, build=build if needs_headers else None, most_bytes=_MOST_BYTES
    )
