"""One Prometheus connection of the estate."""

from functools import cached_property
from typing import TYPE_CHECKING

from connectors.prometheus.access import Access
from connectors.prometheus.api import PrometheusApi
from connectors.prometheus.signal_plan import SignalPlan
from connectors.prometheus.signal_source import SignalSource
from connectors.registry import BuildContext
from console.estate.schema.connection import Prometheus
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader
from console.ports.source import Source

if TYPE_CHECKING:
    from connectors.prometheus.directory import PrometheusDirectory
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
    def directory(self) -> "PrometheusDirectory":
        """Return what the server can be asked about itself (``console.ports.metric_directory``)."""
        from connectors.prometheus.directory import PrometheusDirectory  # noqa: PLC0415 - when first asked

        return PrometheusDirectory(self._api, self._context.runtime)

    def sources(self) -> tuple[Source, ...]:
        """Return the signals of the cells that use this connection."""
        plan = SignalPlan.of(self._options, self._context.estate)
        clock, poll_s = self._context.clock, self._options.poll_s
        return (SignalSource(self.key, plan, lambda: self.metrics, self._version, clock, poll_s),)

    async def check(self) -> str:
        """Reach the server once with a query and return its name and version; raise ``ConnectorError``."""
        await self.metrics.instant("vector(1)")
        return await self._version()

    async def _version(self) -> str:
        """Return name and version; compatible servers may not tell theirs, and rights may hide it."""
        try:
            return f"Prometheus {(await self.directory.build()).version}"
        except ConnectorError as fault:
            if fault.kind in (ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN, ErrorKind.PROTOCOL):
                return t("Prometheus-compatible server")
            raise

    async def close(self) -> None:
        """Release connections."""
        await self._api.close()
