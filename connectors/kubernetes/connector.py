"""A Kubernetes connection: sources by topic and a reader over one session."""

from connectors.kubernetes.audit_dispatcher import JobDispatcher
from connectors.kubernetes.discovery import Discovery
from connectors.kubernetes.health import ClusterHealth, read_version
from connectors.kubernetes.kind import WatchedKind
from connectors.kubernetes.operations.object_editor import ObjectEditor
from connectors.kubernetes.operations.performers import operation_desk
from connectors.kubernetes.reader import KubernetesReader
from connectors.kubernetes.rights import Rights
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.source import ClusterSource
from connectors.kubernetes.topics import TOPICS, constraint_kinds, settings_of
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.kernel.secret import Secret
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.change_executor import ChangeExecutor
from console.ports.cluster import ClusterReader
from console.ports.connector import Port
from console.ports.offered import offered
from console.ports.source import Source


class KubernetesConnector:
    """Implements ``console.ports.connector.Connector``."""

    def __init__(self, options: Cluster, build: BuildContext) -> None:
        self._session = ClusterSession(options, build)
        self._build = build
        self._health = ClusterHealth(self._session)
        discovery, rights = Discovery(self._session), Rights(self._session)
        self._reader = KubernetesReader(self._session, discovery, rights)
        self._executor = operation_desk(ObjectEditor(self._session, discovery), rights, self._secret)
        jobs = options.audits
        self._dispatcher = JobDispatcher(self._session, discovery, jobs, build) if jobs is not None else None
        further = {"settings": settings_of(build.estate, options.key)}
        finders = {"constraints": self._constraint_kinds}
        self._sources = tuple(
            ClusterSource(self._session, self._health, topic, kinds + further.get(topic, ()), finders.get(topic))
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

    def offers(self, port: type[Port]) -> Port | None:
        """Return what implements a port here."""
        ports: dict[type, object] = {ClusterReader: self._reader, ChangeExecutor: self._executor}
        if self._dispatcher is not None:
            ports[AuditDispatcher] = self._dispatcher
        return offered(ports, port)

    def sources(self) -> tuple[Source, ...]:
        """Return one source per topic."""
        return self._sources

    async def _constraint_kinds(self) -> tuple[WatchedKind, ...]:
        return constraint_kinds(await self._reader.kinds())

    async def _secret(self, reference: str) -> Secret:
        return await self._build.runtime.in_thread(self._build.vault.resolve, reference)

    async def check(self) -> str:
        """Reach the API once and return its version."""
        self._session.hasten()
        return await read_version(self._session)

    async def close(self) -> None:
        """Close forwards and connections."""
        if self._dispatcher is not None:
            await self._dispatcher.close()
        await self._reader.close()
        await self._session.close()
