"""Acting as somebody else on the lab's API server, which asks whose rights count as the real one does. Proves C6."""

import asyncio
from pathlib import Path

import pytest

from connectors.common.fault import HttpFault
from connectors.kubernetes.forward import open_forward
from connectors.kubernetes.session import ClusterSession
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.runtime import Runtime
from console.lab.servers.kubernetes.object_store import ObjectStore
from tests.fakes.kube_setup import FilesOnly, kubeconfig
from tests.fakes.kubernetes_cluster import DEPLOYMENTS, NAMESPACE, PODS, pod, small_cluster, small_store

API = "rbac.authorization.k8s.io"


def bind_group(store: ObjectStore, group: str, verb: str, api_group: str, *resources: str) -> None:
    head = {"namespace": NAMESPACE, "name": f"{group}-may"}
    rules = [{"verbs": [verb], "apiGroups": [api_group], "resources": list(resources)}]
    subjects = [{"kind": "Group", "name": group, "apiGroup": API}]
    role = {"apiVersion": f"{API}/v1", "kind": "Role", "metadata": head, "rules": rules}
    reference = {"apiGroup": API, "kind": "Role", "name": f"{group}-may"}
    binding = {"apiVersion": f"{API}/v1", "kind": "RoleBinding", "metadata": head, "roleRef": reference}
    store.load((role, {**binding, "subjects": subjects}))


async def refused(session: ClusterSession, path: str) -> str:
    with pytest.raises(HttpFault) as caught:
        await session.get(path)
    return caught.value.message


def test_an_administrator_who_acts_as_somebody_else_has_the_rights_of_every_group_and_no_more(
    runtime: Runtime, tmp_path: Path
) -> None:
    user = {"token": "admin-token", "as": "auditor", "as-groups": ["pod-readers", "deployers", "forwarders"]}
    store = small_store()
    ready = pod("web-1")
    ready["status"]["conditions"] = [{"type": "Ready", "status": "True"}]
    store.create(ready)
    bind_group(store, "pod-readers", "list", "", "pods")
    bind_group(store, "deployers", "list", "apps", "deployments")
    bind_group(store, "forwarders", "*", "", "pods", "pods/portforward")

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(100))
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def scenario() -> tuple[str, bytes]:
        pod_port = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with small_cluster(store) as cluster, pod_port:
            cluster.backend.ports[80] = pod_port.sockets[0].getsockname()[:2]
            (tmp_path / "config").write_text(kubeconfig(cluster.url, user=user))
            options = Cluster(key="lab", kubeconfig="config")
            session = ClusterSession(options, BuildContext(runtime, FilesOnly(), SystemClock(), tmp_path))
            for path in (PODS, DEPLOYMENTS):
                await session.get(path)
            forward = await open_forward(session, NAMESPACE, "pod/web-1", 80, 0)
            answered = await through(forward.local_port)
            told = await refused(session, "/api/v1/nodes")
            await forward.close()
            await session.close()
            return told, answered

    told, answered = runtime.run(scenario(), 30)
    assert 'User "auditor" cannot list resource "nodes"' in told
    assert answered == b"hello"


async def through(port: int) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"hello")
    answered = await reader.readexactly(5)
    writer.close()
    await writer.wait_closed()
    return answered


def test_who_may_not_act_as_somebody_else_is_refused_and_does_not_act_as_himself(
    runtime: Runtime, tmp_path: Path
) -> None:
    async def scenario() -> str:
        async with small_cluster() as cluster:
            user = {"token": "viewer-token", "as": "admin", "as-groups": ["system:masters"]}
            (tmp_path / "config").write_text(kubeconfig(cluster.url, user=user))
            options = Cluster(key="lab", kubeconfig="config")
            session = ClusterSession(options, BuildContext(runtime, FilesOnly(), SystemClock(), tmp_path))
            told = await refused(session, PODS)
            await session.close()
            return told

    assert 'User "viewer" cannot impersonate resource "users"' in runtime.run(scenario(), 30)
