"""Asking a connector everything that can be asked of it, of a world that is kept in a file."""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from connectors.common.poll_source import PollSource
from connectors.kubernetes.board import TopicBoard
from connectors.kubernetes.connector import KubernetesConnector
from connectors.kubernetes.kind import WatchedKind, collection_path
from connectors.kubernetes.kind_stream import KindStream
from connectors.kubernetes.topics import TOPICS
from console.domain.resource import ResourceKind, ResourceRef
from console.kernel.errors import ConnectorError
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.audit_fact_reader import AuditFactReader
from console.ports.carbon import CarbonReader
from console.ports.cluster import ClusterReader
from console.ports.cost import CostReader
from console.ports.forge import ForgeReader
from console.ports.metric import MetricReader
from console.ports.metric_directory import MetricDirectory

_SHA = "a" * 40
_REPOSITORY = "team/web"
_POD = ResourceKind("", "v1", "Pod", "pods", namespaced=True)


async def ask_all(connector: Any) -> int:
    """Ask everything; return how many questions had an answer. Only ``ConnectorError`` may come instead of one."""
    answered, refused = 0, list[str]()
    for question in questions(connector):
        try:
            found = await question()
        except ConnectorError as error:
            refused.append(str(error))
            continue
        repr(found).encode("utf-8", "replace")
        answered += 1
    for sentence in refused:
        assert 0 < len(sentence) < 17_000
        assert sentence.replace("\n", "").isprintable()
    return answered


def questions(connector: Any) -> Iterator[Callable[[], Awaitable[object]]]:
    """Yield what a connector can be asked, by what it offers."""
    yield connector.check
    for source in connector.sources():
        if isinstance(source, PollSource):
            yield source._read
    forge, facts, audits = (connector.offers(one) for one in (ForgeReader, AuditFactReader, AuditDispatcher))
    if forge is not None:
        yield from _of_forge(forge)
    if facts is not None:
        yield lambda: facts.facts(_REPOSITORY)
    if audits is not None:
        yield audits.batches
    yield from _of_numbers(connector)
    if isinstance(connector, KubernetesConnector):
        yield from _of_cluster(connector)


def _of_numbers(connector: Any) -> Iterator[Callable[[], Awaitable[object]]]:
    carbon, cost, metrics = (connector.offers(one) for one in (CarbonReader, CostReader, MetricReader))
    if carbon is not None:
        yield from (lambda ask=ask: ask("GB") for ask in (carbon.now, carbon.forecast, carbon.history))
    if cost is not None:
        yield lambda: cost.allocation("1d", "namespace", "1h")
    if metrics is not None:
        yield lambda: metrics.query("up")
        yield lambda: metrics.query_range("up", 1.8e9, 1.8e9 + 600, 15.0)
    directory = connector.offers(MetricDirectory)
    if directory is not None:
        yield from (directory.rules, directory.alerts, directory.storage, directory.build)


def _of_forge(reader: ForgeReader) -> Iterator[Callable[[], Awaitable[object]]]:
    yield lambda: reader.repositories("")
    for ask in (reader.repository, reader.branches, reader.commits, reader.pull_requests, reader.runs):
        yield lambda ask=ask: ask(_REPOSITORY)  # type: ignore[misc]
    for ask_more in (reader.workflows, reader.webhooks, reader.issues):
        yield lambda ask=ask_more: ask(_REPOSITORY)  # type: ignore[misc]
    yield lambda: reader.compare(_REPOSITORY, "main", "topic/x")
    yield lambda: reader.statuses(_REPOSITORY, _SHA)


def _of_cluster(connector: KubernetesConnector) -> Iterator[Callable[[], Awaitable[object]]]:
    reader = connector.offers(ClusterReader)
    assert reader is not None
    ref = ResourceRef(connector.key, "Pod", "cell-ai", "bff")
    yield reader.kinds
    yield lambda: reader.table(_POD, "cell-ai", limit=3)
    yield lambda: reader.read(ref)
    yield lambda: reader.events(ref)
    yield lambda: reader.allowed("get", _POD, "cell-ai")
    yield lambda: reader.rights("cell-ai")
    for topic, kinds in TOPICS.items():
        for kind in kinds:
            yield lambda topic=topic, kind=kind: _listed(connector, topic, kind)  # type: ignore[misc]


async def _listed(connector: KubernetesConnector, topic: str, kind: WatchedKind) -> object:
    """List a kind, and see its objects again as lines of a watch."""
    session = connector._session
    board = TopicBoard(connector.key, topic, session.clock, set())
    stream = KindStream(session, connector._health, board, kind, kind.namespace)
    await stream._list()
    assert stream._kind is not None
    page = await session.get(collection_path(stream._kind, kind.namespace))
    try:
        items = json.loads(page.body)["items"]
        lines = [json.dumps({"type": "MODIFIED", "object": one}).encode() for one in items]
    except (ValueError, KeyError, TypeError, RecursionError):
        lines = [page.body]
    stream._take(lines)
    return board.rows
