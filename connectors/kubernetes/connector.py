"""A Kubernetes connection: sources by topic and a reader over one session."""

from connectors.kubernetes.health import ClusterHealth, read_version
from connectors.kubernetes.reader import KubernetesReader
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.source import ClusterSource
from connectors.kubernetes.topics import TOPICS, settings_of
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.ports.source import Source


class KubernetesConnector:
    """Implements ``console.ports.connector.Connector``."""

    def __init__(self, options: Cluster, build: BuildContext) -> None:
        self._session = ClusterSession(options, build)
        self._health = ClusterHealth(self._session)
        self._reader = KubernetesReader(self._session)
        named = settings_of(build.estate, options.key)
        self._sources = tuple(
            ClusterSource(self._session, self._health, topic, kinds + named if topic == "settings" else kinds)
            for topic, kinds in TOPICS.items()
        )

    @property
    def key(self) -> str:
        """Return the connection's key in the estate."""
        return self._session.options.key

    @property
    def kind(self) -> str:
        """Return ``kubernetes``."""
        return "kubernetes"

    @property
    def cluster(self) -> KubernetesReader:
        """Return the reader."""
        return self._reader

    @property
    def metrics(self) -> None:
        """Return nothing: a cluster answers no PromQL."""
        return

    def sources(self) -> tuple[Source, ...]:
        """Return one source per topic."""
        return self._sources

    async def check(self) -> str:
        """Reach the API once and return its version."""
        return await read_version(self._session)

    async def close(self) -> None:
        """Close forwards and connections."""
        await self._reader.close()
        await self._session.close()
