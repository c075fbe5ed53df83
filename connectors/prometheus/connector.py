"""One Prometheus connection of the estate."""

from functools import cached_property
from typing import TYPE_CHECKING

from connectors.prometheus.access import Access
from connectors.prometheus.api import PrometheusApi
from connectors.prometheus.inspection import inspect, version_of
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_source import SignalSource
from connectors.registry import BuildContext
from console.estate.schema.connection import Prometheus
from console.ports.cluster import ClusterReader
from console.ports.metric_directory import MetricDirectory
from console.ports.source import Source

if TYPE_CHECKING:
    from connectors.prometheus.reader import PrometheusReader


class PrometheusConnector:
    """Implements ``console.ports.connector.Connector``; building does no I/O."""

    def __init__(self, options: Prometheus, context: BuildContext) -> None:
        self._options = options
        self._context = context
        self._api = PrometheusApi(Access(options, context).client())

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""
        return self._options.key

    @property
    def kind(self) -> str:
        """Return ``prometheus``."""
        return "prometheus"

    @property
    def cluster(self) -> ClusterReader | None:
        """Return ``None``: this is no cluster."""
        return None

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
        """Return the signals of the cells that use this connection."""
        plan = SignalPlan.of(self._options, self._context.estate)
        clock, poll_s = self._context.clock, self._options.poll_s * self._context.poll_factor
        return (SignalSource(self.key, plan, lambda: self.metrics, self._version, clock, poll_s),)

    async def check(self) -> str:
        """Reach the server once with a query and return what it is and holds; raise ``ConnectorError``."""
        await self.metrics.instant("vector(1)")
        return await inspect(self.directory, SignalPlan.of(self._options, self._context.estate))

    async def _version(self) -> str:
        return await version_of(self.directory)

    async def close(self) -> None:
        """Release connections."""
        await self._api.close()
