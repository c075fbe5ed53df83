"""Reading single objects, tables, logs, events and rights of a cluster on demand."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import msgspec

from connectors.common.exchange import Request
from connectors.common.fault import wrong_body
from connectors.kubernetes.discovery import Discovery
from connectors.kubernetes.forward import Forward, open_forward
from connectors.kubernetes.kind import collection_path
from connectors.kubernetes.log_line import log_params, read_logs
from connectors.kubernetes.object_event import read_events
from connectors.kubernetes.session import ClusterSession
from connectors.kubernetes.table import read_table
from console.domain.resource import ResourceKind, ResourceRef
from console.ports.cluster import ObjectEvent, Permission, ResourceTable

_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


class ReviewStatus(msgspec.Struct):
    """The fields of an access review's answer."""

    allowed: bool = False
    denied: bool = False
    reason: str = ""


class Review(msgspec.Struct):
    """The fields of an access review."""

    status: ReviewStatus = msgspec.field(default_factory=ReviewStatus)


class KubernetesReader:
    """Implements ``console.ports.cluster.ClusterReader``; use it from the I/O loop."""

    def __init__(self, session: ClusterSession) -> None:
        self._session = session
        self._discovery = Discovery(session)
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
        """Ask the server whether the user may do ``verb`` (SelfSubjectAccessReview)."""
        resource, _, subresource = kind.plural.partition("/")
        wanted = {
            "verb": verb,
            "group": kind.group,
            "version": kind.version,
            "resource": resource,
            "subresource": subresource,
            "namespace": namespace,
            "name": name,
        }
        body = {
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": {key: text for key, text in wanted.items() if text}},
        }
        headers = {"content-type": "application/json"}
        request = Request("POST", _REVIEWS, headers=headers, content=msgspec.json.encode(body), idempotent=True)
        answer = await self._session.send(request)
        try:
            status = msgspec.json.decode(answer.body, type=Review).status
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise wrong_body(self._session.peer, str(error)) from None
        return Permission(status.allowed and not status.denied, status.reason)

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
