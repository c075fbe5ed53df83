"""Reading single objects, tables, logs, events and rights of a cluster on demand."""

from collections.abc import AsyncIterator
from urllib.parse import quote

from connectors.kubernetes.discovery import Discovery
from connectors.kubernetes.forward import Forward, open_forward
from connectors.kubernetes.kind import collection_path
from connectors.kubernetes.log_line import log_params, read_logs
from connectors.kubernetes.object_event import read_events
from connectors.kubernetes.rights import Rights
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.table import read_table
from console.domain.cluster_right import ClusterRights
from console.domain.resource import ResourceKind, ResourceRef
from console.ports.cluster import ObjectEvent, Permission, ResourceTable


class KubernetesReader:
    """Implements ``console.ports.cluster.ClusterReader``; use it from the I/O loop."""

    def __init__(self, session: ClusterSession, discovery: Discovery, rights: Rights) -> None:
        self._session = session
        self._discovery = discovery
        self._rights = rights
        self._forwards: set[Forward] = set()

    async def kinds(self) -> tuple[ResourceKind, ...]:
        """Return the listable kinds that the cluster serves."""
        return await self._discovery.kinds()

    async def table(
        self, kind: ResourceKind, namespace: str = "", *, selector: str = "", limit: int = 0
    ) -> ResourceTable:
        """Return objects of a kind as the server prints them; an empty namespace means all."""
        return await read_table(self._session, kind, namespace, selector, limit)

    async def read(self, ref: ResourceRef) -> bytes:
        """Return one object as JSON, as the server wrote it."""
        kind = await self._discovery.kind_of(ref)
        path = f"{collection_path(kind, ref.namespace)}/{quote(ref.name, safe='')}"
        return (await self._session.get(path)).body

    async def events(self, ref: ResourceRef) -> tuple[ObjectEvent, ...]:
        """Return the events about an object, newest first."""
        return await read_events(self._session, ref)

    def logs(
        self,
        pod: ResourceRef,
        container: str = "",
        *,
        follow: bool = False,
        tail_lines: int | None = None,
        since_s: int | None = None,
        previous: bool = False,
        timestamps: bool = False,
    ) -> AsyncIterator[str]:
        """Yield log lines without their line end; with ``follow`` until cancelled or the container ends."""
        params = log_params(
            container,
            follow=follow,
            tail_lines=tail_lines,
            since_s=since_s,
            previous=previous,
            timestamps=timestamps,
        )
        return read_logs(self._session, pod, params)

    async def allowed(self, verb: str, kind: ResourceKind, namespace: str = "", name: str = "") -> Permission:
        """Ask the server whether the user may do ``verb`` (SelfSubjectAccessReview); the answer holds for a minute."""
        return await self._rights.allowed(verb, kind, namespace, name)

    async def rights(self, namespace: str) -> ClusterRights:
        """Return what the user may do in a namespace (SelfSubjectRulesReview); it holds for a minute."""
        return await self._rights.of(namespace)

    async def forward(self, namespace: str, target: str, port: int, local_port: int = 0) -> Forward:
        """Listen on 127.0.0.1 and forward to ``target`` (``pod/name`` or ``service/name``)."""
        self._forwards = {one for one in self._forwards if one.state != "closed"}
        forward = await open_forward(self._session, namespace, target, port, local_port)
        self._forwards.add(forward)
        return forward

    async def close(self) -> None:
        """Close all forwards."""
        forwards, self._forwards = self._forwards, set()
        for forward in forwards:
            await forward.close()
