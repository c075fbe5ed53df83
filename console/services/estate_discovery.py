"""Looking into clusters for what could be cells; reads through ports only and saves nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.resource import ResourceKind
from console.domain.workload import Workload
from console.estate.discovery import ContextFinding, NamespaceFinding
from console.kernel.errors import ConnectorError, ConsoleError, ErrorKind, UserError
from console.kernel.gathered import all_settled, gathered
from console.kernel.i18n import t
from console.ports.cluster import ClusterReader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.connection import ConnectionStatus
    from console.domain.resource import ResourceRef
    from console.ports.connector import Connector
    from console.ports.source import Source

MOST_NAMESPACES = 500
TOGETHER = 8
WAIT_S = 20.0
_NAMESPACE = ResourceKind("", "v1", "Namespace", "namespaces", False)

Found = tuple[tuple[ContextFinding, ...], tuple[NamespaceFinding, ...]]


def chosen_contexts(known: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the contexts to look into: the wanted ones, else all; raise ``UserError`` for one that is not there."""
    for name in wanted:
        if name not in known:
            raise UserError(
                t("The kubeconfig has no context {name}.", name=repr(name)),
                t("There are: {names}.", names=", ".join(known) or t("none")),
            )
    if not known:
        raise UserError(t("The kubeconfig has no contexts."), t("Add one, or name another file with --kubeconfig."))
    return tuple(dict.fromkeys(wanted or known))


def left_out(repeated: Mapping[str, str]) -> tuple[ContextFinding, ...]:
    """Return the findings about contexts that only repeat another one, whose cluster would be there twice."""
    return tuple(
        ContextFinding(name, trouble=t('it is the cluster and the user of context "{other}" again.', other=other))
        for name, other in repeated.items()
    )


async def look_into(
    contexts: Mapping[str, Connector], current: str = "", own: Mapping[str, Mapping[str, Connector]] | None = None
) -> Found:
    """Read the cluster behind each context, all at once, and close it; one that cannot be read is told as trouble.

    ``own`` has, by context and namespace, what reads that namespace alone: it is asked where the whole may not be read.
    """
    narrow = own or {}
    looks = await gathered(*(_look(name, one, name == current, narrow.get(name, {})) for name, one in contexts.items()))
    several = [*contexts.values(), *(one for some in narrow.values() for one in some.values())]
    await all_settled(*(one.close() for one in several))
    return tuple(context for context, _ in looks), tuple(one for _, some in looks for one in some)


async def _look(
    name: str, connector: Connector, current: bool, own: Mapping[str, Connector]
) -> tuple[ContextFinding, tuple[NamespaceFinding, ...]]:
    reader = connector.offers(ClusterReader)
    try:
        async with asyncio.timeout(WAIT_S):
            if reader is None:
                raise ConsoleError(t("{name} is no cluster.", name=name))
            labels = await _namespaces(reader)
            workloads = await _workloads(connector)
    except TimeoutError:
        return ContextFinding(name, current=current, trouble=t("no answer within {wait} s.", wait=int(WAIT_S))), ()
    except ConsoleError as error:
        spaces = await _look_into_own(name, own) if _is_forbidden(error) else ()
        if spaces:
            return ContextFinding(name, current=current, namespaces=tuple(one.name for one in spaces)), spaces
        return ContextFinding(name, current=current, trouble=str(error)), ()
    found = tuple(
        NamespaceFinding(name, space, labels[space], tuple(one for one in workloads if one.ref.namespace == space))
        for space in sorted(labels)
    )
    return ContextFinding(name, current=current), found


def _fault_of(status: ConnectionStatus) -> ConsoleError:
    if status.error_kind:
        return ConnectorError(ErrorKind(status.error_kind), status.error, status.hint)
    return ConsoleError(status.error, status.hint)


def _is_forbidden(error: ConsoleError) -> bool:
    return isinstance(error, ConnectorError) and error.kind is ErrorKind.FORBIDDEN


async def _look_into_own(name: str, own: Mapping[str, Connector]) -> tuple[NamespaceFinding, ...]:
    """Return the namespaces that can be read one by one; labels belong to what may not be read."""

    async def read(space: str, connector: Connector) -> NamespaceFinding | None:
        try:
            async with asyncio.timeout(WAIT_S):
                return NamespaceFinding(name, space, {}, tuple(await _workloads(connector)))
        except (TimeoutError, ConsoleError):
            return None  # the namespace may be gone

    looks = await gathered(*(read(space, one) for space, one in own.items()))
    return tuple(one for one in looks if one is not None)


async def _namespaces(reader: ClusterReader) -> dict[str, dict[str, str]]:
    table = await reader.table(_NAMESPACE, limit=MOST_NAMESPACES)
    gate = asyncio.Semaphore(TOGETHER)

    async def labels(ref: ResourceRef) -> tuple[str, dict[str, str]]:
        async with gate:
            body = json.loads(await reader.read(ref))
        found = body.get("metadata", {}).get("labels") or {}
        return ref.name, {str(key): str(value) for key, value in found.items()}

    return dict(await gathered(*(labels(row.ref) for row in table.rows)))


async def _workloads(connector: Connector) -> list[Workload]:
    """Return the first full list of every source of workloads."""
    rows: list[Workload] = []
    for source in connector.sources():
        if source.topic == "workloads":
            rows += await _first_list(source)
    return rows


async def _first_list(source: Source) -> list[Workload]:
    """Return the first complete list; raise ``ConsoleError`` with what the source says when it fails."""
    stream = source.observe()
    rows: list[Workload] = []
    try:
        async for event in stream:
            if isinstance(event, ConnectionChanged) and event.status.state is ConnectionState.FAILED:
                raise _fault_of(event.status)
            if isinstance(event, ObjectsListed):
                rows = [*([] if event.complete else rows), *(row for row in event.rows if isinstance(row, Workload))]
                if event.complete:
                    break
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
    return rows
