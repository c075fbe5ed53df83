"""Looking into clusters: one that fails or is silent is told and does not hold the others up."""

import json

import pytest

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, Event, ObjectsListed
from console.domain.resource import ResourceKind, ResourceRef
from console.domain.workload import Workload
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.ports.cluster import ResourceTable, TableRow
from console.services import estate_discovery
from console.services.estate_discovery import chosen_contexts, look_into
from tests.fakes.played_connector import PlayedConnector, PlayedSource


def _workload(namespace: str, name: str) -> Workload:
    ref = ResourceRef("c", "Deployment", namespace, name, "apps")
    return Workload(ref, (), (), (), 1, 1, 1, 1, 1, 1, paused=False, created_at_s=0.0)


class _Cluster(PlayedConnector):
    """A cluster with namespaces and their labels; ``error`` is raised when they are read."""

    def __init__(self, key: str, namespaces: dict[str, dict[str, str] | None], *script: Event) -> None:
        super().__init__(key, "kubernetes", played=(PlayedSource(key, "workloads", script),))
        self._namespaces = namespaces
        self.cluster = self  # type: ignore[assignment]

    async def table(
        self, kind: ResourceKind, namespace: str = "", *, selector: str = "", limit: int = 0
    ) -> ResourceTable:
        if self.error is not None:
            raise self.error
        rows = tuple(TableRow(ResourceRef(self.key, kind.kind, "", name), (name,)) for name in self._namespaces)
        return ResourceTable((), rows, 0.0)

    async def read(self, ref: ResourceRef) -> bytes:
        return json.dumps({"metadata": {"name": ref.name, "labels": self._namespaces[ref.name]}}).encode()


@pytest.mark.anyio
async def test_namespaces_come_with_their_labels_and_workloads_and_connections_are_closed() -> None:
    listed = ObjectsListed("c", "workloads", (_workload("a", "web"), _workload("b", "bff")), 1.0)
    cluster = _Cluster("c", {"a": {"cell": "tokyo"}, "b": None}, listed)
    contexts, namespaces = await look_into({"prod": cluster}, "prod")
    assert [(one.name, one.current, one.trouble) for one in contexts] == [("prod", True, "")]
    assert [(one.name, dict(one.labels), [w.ref.name for w in one.workloads]) for one in namespaces] == [
        ("a", {"cell": "tokyo"}, ["web"]),
        ("b", {}, ["bff"]),
    ]
    assert cluster.closed


@pytest.mark.anyio
async def test_the_pages_of_a_long_list_are_replaced_by_the_whole() -> None:
    first = ObjectsListed("c", "workloads", (_workload("a", "web"),), 1.0, complete=False)
    whole = ObjectsListed("c", "workloads", (_workload("a", "web"), _workload("a", "bff")), 2.0)
    _, [found] = await look_into({"prod": _Cluster("c", {"a": None}, first, whole)})
    assert [one.ref.name for one in found.workloads] == ["web", "bff"]


@pytest.mark.anyio
async def test_a_cluster_that_fails_or_is_silent_is_told_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(estate_discovery, "WAIT_S", 0.2)
    status = ConnectionStatus(
        "w", "kubernetes", ConnectionState.FAILED, 0.0, error="Watch refused.", hint="Ask for it."
    )
    forbidden = _Cluster("f", {})
    forbidden.error = ConnectorError(ErrorKind.FORBIDDEN, "Namespaces are forbidden.", "Ask for the right.")
    several = {
        "good": _Cluster("g", {"a": None}, ObjectsListed("g", "workloads", (), 1.0)),
        "forbidden": forbidden,
        "unwatched": _Cluster("w", {"a": None}, ConnectionChanged(status)),
        "silent": _Cluster("s", {"a": None}),
        "no-cluster": PlayedConnector("p", "prometheus"),
    }
    contexts, namespaces = await look_into(several)
    assert {one.name: one.trouble for one in contexts} == {
        "good": "",
        "forbidden": "Namespaces are forbidden. Ask for the right.",
        "unwatched": "Watch refused. Ask for it.",
        "silent": "no answer within 0 s.",
        "no-cluster": "no-cluster is no cluster.",
    }
    assert [(one.context, one.name) for one in namespaces] == [("good", "a")]
    assert all(one.closed for one in several.values())


def test_contexts_are_all_or_those_that_were_asked_for() -> None:
    assert chosen_contexts(("a", "b"), ()) == ("a", "b")
    assert chosen_contexts(("a", "b"), ("b", "b")) == ("b",)
    with pytest.raises(UserError, match=r"The kubeconfig has no context 'c'\. There are: a, b\."):
        chosen_contexts(("a", "b"), ("c",))
    with pytest.raises(UserError, match="The kubeconfig has no contexts"):
        chosen_contexts((), ())
