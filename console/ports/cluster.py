"""The cluster port: reading single objects, logs and rights of a Kubernetes cluster on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from console.domain.cluster_right import ClusterRights
    from console.domain.resource import ResourceKind, ResourceRef


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the server declares it; ``priority`` 0 is always shown, more only when there is room."""

    name: str
    type: str
    priority: int
    description: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One object of a table: what it is and the server's cells, in column order."""

    ref: ResourceRef
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ResourceTable:
    """A list of objects as the server prints it; ``remaining`` objects were not read when the list was cut."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    at_s: float
    remaining: int = 0


@dataclass(frozen=True, slots=True)
class ObjectEvent:
    """An event that the cluster recorded about an object (times in unix seconds)."""

    type: str
    reason: str
    message: str
    source: str
    count: int
    first_at_s: float | None
    last_at_s: float | None


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether the user may do something, and the server's reason."""

    allowed: bool
    reason: str = ""


class PortForward(Protocol):
    """An open forward; it reconnects by itself when the pod is replaced, until closed."""

    @property
    def local_port(self) -> int:
        """Return the port on 127.0.0.1."""

    @property
    def state(self) -> str:
        """Return ``open``, ``reconnecting`` or ``closed``."""

    @property
    def error(self) -> str:
        """Return why it is reconnecting, in one sentence; empty when open."""

    async def close(self) -> None:
        """Stop listening."""


class ClusterReader(Protocol):
    """Read access to a cluster; every method raises ``ConnectorError``."""

    async def kinds(self) -> tuple[ResourceKind, ...]:
        """Return the listable kinds that the cluster serves."""

    async def table(
        self, kind: ResourceKind, namespace: str = "", *, selector: str = "", limit: int = 0
    ) -> ResourceTable:
        """Return objects of a kind as the server prints them; an empty namespace means all."""

    async def read(self, ref: ResourceRef) -> bytes:
        """Return one object as JSON, as the server wrote it."""

    async def events(self, ref: ResourceRef) -> tuple[ObjectEvent, ...]:
        """Return the events about an object, newest first."""

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

    async def allowed(self, verb: str, kind: ResourceKind, namespace: str = "", name: str = "") -> Permission:
        """Ask the server whether the user may do ``verb`` (SelfSubjectAccessReview); the exact answer."""

    async def rights(self, namespace: str) -> ClusterRights:
        """Return what the user may do in a namespace (SelfSubjectRulesReview); enough to grey actions out."""

    async def forward(self, namespace: str, target: str, port: int, local_port: int = 0) -> PortForward:
        """Listen on 127.0.0.1 and forward to ``target`` (``pod/name`` or ``service/name``)."""
