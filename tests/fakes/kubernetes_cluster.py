"""A small cluster on the lab's API server, for tests: two namespaces, a deployment with its pod, a node."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import trustme

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.pod_backend import LogLine
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import User

NAMESPACE = "cell-tokyo"
NOW_S = 1_763_600_000.0
USERS = {
    "admin-token": User("admin", ("system:masters",), "1"),
    "viewer-token": User("viewer", ("sre-viewers",), "2"),
    "noone-token": User("noone"),
}
DEPLOYMENTS = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments"
PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


@dataclass
class FakeBackend:
    """Logs, ports and usage that a test sets."""

    lines: list[LogLine] = field(default_factory=list)
    previous_lines: list[LogLine] = field(default_factory=list)
    ports: dict[int, tuple[str, int]] = field(default_factory=dict)
    measures: bool = True

    def log_lines(self, namespace: str, pod: str, container: str, *, previous: bool) -> Sequence[LogLine]:
        return list(self.previous_lines if previous else self.lines)

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        return self.ports.get(port)

    def pod_metrics(self, namespace: str | None) -> Iterable[dict[str, Any]] | None:
        usage = {"cpu": "125m", "memory": "64Mi"}
        of_web = {"containers": [{"name": "web", "usage": usage}]}
        return [_measured("web-0", {"namespace": NAMESPACE}) | of_web] if self.measures else None

    def node_metrics(self) -> Iterable[dict[str, Any]] | None:
        return [_measured("n1", {}) | {"usage": {"cpu": "1200m", "memory": "640Mi"}}] if self.measures else None


def _measured(name: str, more: dict[str, str]) -> dict[str, Any]:
    at = "2026-11-20T00:00:00Z"
    return {"metadata": {"name": name, "creationTimestamp": at, **more}, "timestamp": at, "window": "15s"}


def template(app: str = "web", image: str = "example/web:1") -> dict[str, Any]:
    """A pod template."""
    container = {"name": app, "image": image, "ports": [{"containerPort": 80}]}
    return {"metadata": {"labels": {"app": app}}, "spec": {"containers": [container]}}


def deployment(name: str, replicas: int = 2, **metadata: Any) -> dict[str, Any]:
    """A deployment as a client writes it."""
    spec = {"replicas": replicas, "selector": {"matchLabels": {"app": name}}, "template": template(name)}
    labels = {"app": name, **metadata.pop("labels", {})}
    head = {"name": name, "namespace": NAMESPACE, "labels": labels, **metadata}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": head, "spec": spec}


def pod(name: str, namespace: str = NAMESPACE, **labels: str) -> dict[str, Any]:
    """A running pod."""
    state = {"name": "web", "image": "example/web:1", "imageID": "", "ready": True, "state": {"running": {}}}
    states = [{**state, "restartCount": 2}]
    status = {"phase": "Running", "podIP": "10.1.0.1", "containerStatuses": states}
    spec = {"nodeName": "n1", **template()["spec"]}
    head = {"name": name, "namespace": namespace, "labels": {"app": "web", **labels}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": head, "spec": spec, "status": status}


def namespace(name: str) -> dict[str, Any]:
    """An active namespace."""
    spec = {"finalizers": ["kubernetes"]}
    return {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": name},
        "spec": spec,
        "status": {"phase": "Active"},
    }


def small_store(**options: Any) -> ObjectStore:
    """A store with a node, two namespaces, a ready deployment, its pod and an event about it."""
    store = ObjectStore(clock=lambda: NOW_S, **options)
    store.load((namespace("default"), namespace(NAMESPACE)))
    capacity = {"cpu": "4", "memory": "8Gi", "pods": "110"}
    status = {"capacity": capacity, "allocatable": capacity, "conditions": [{"type": "Ready", "status": "True"}]}
    store.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}, "spec": {}, "status": status})
    web = deployment("web", 1)
    counts = {"replicas": 1, "readyReplicas": 1, "updatedReplicas": 1, "availableReplicas": 1}
    available = [{"type": "Available", "status": "True", "reason": "MinimumReplicasAvailable"}]
    web["status"] = {"observedGeneration": 1, **counts, "conditions": available}
    store.create(web)
    uid = store.create(pod("web-0"))["metadata"]["uid"]
    store.create(
        {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": "web-0.1", "namespace": NAMESPACE},
            "involvedObject": {"apiVersion": "v1", "kind": "Pod", "namespace": NAMESPACE, "name": "web-0", "uid": uid},
            "reason": "Started",
            "message": "Started container web",
            "type": "Normal",
            "count": 1,
            "firstTimestamp": "2025-11-20T00:00:00Z",
            "lastTimestamp": "2025-11-20T00:00:00Z",
            "source": {"component": "kubelet"},
        }
    )
    return store


def bind_viewer(store: ObjectStore, *rules: dict[str, Any]) -> None:
    """Give the user `viewer` a role in the namespace."""
    api = "rbac.authorization.k8s.io"
    head = {"namespace": NAMESPACE}
    role = {"apiVersion": f"{api}/v1", "kind": "Role", "metadata": {**head, "name": "reader"}, "rules": list(rules)}
    reference = {"apiGroup": api, "kind": "Role", "name": "reader"}
    subjects = [{"kind": "User", "name": "viewer", "apiGroup": api}]
    binding = {"apiVersion": f"{api}/v1", "kind": "RoleBinding", "metadata": {**head, "name": "viewers"}}
    store.load((role, {**binding, "roleRef": reference, "subjects": subjects}))


@dataclass
class Cluster:
    """A served store and a session of the administrator."""

    store: ObjectStore
    server: KubernetesServer
    backend: FakeBackend
    url: str
    session: aiohttp.ClientSession

    async def call(
        self, method: str, path: str, body: Any = None, *, media: str = "application/json", **more: Any
    ) -> tuple[int, Any]:
        """Send one request; status and decoded body of the answer. `token` chooses the user."""
        token = more.pop("token", "admin-token")
        headers = {"Authorization": f"Bearer {token}", "Content-Type": media, **more.pop("headers", {})}
        data = body if isinstance(body, bytes) else None
        json = None if data is not None else body
        async with self.session.request(method, path, json=json, data=data, headers=headers, **more) as answer:
            if answer.content_type == "application/json":
                return answer.status, await answer.json()
            return answer.status, await answer.text()


@asynccontextmanager
async def small_cluster(store: ObjectStore | None = None, **options: Any) -> AsyncIterator[Cluster]:
    """Serve a store on loopback."""
    found = store or small_store()
    backend = FakeBackend()
    server = KubernetesServer(found, USERS, backend=backend, **options)
    url = await server.start()
    try:
        async with aiohttp.ClientSession(url) as session:
            yield Cluster(found, server, backend, url, session)
    finally:
        await server.stop()


def tls(folder: Path) -> ssl.SSLContext:
    """TLS settings of a server on 127.0.0.1; the authority's certificate is left in `ca.pem`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context


async def until(condition: Callable[[], object], limit_s: float = 10.0) -> None:
    """Give the loop turns until a condition holds; fail when it does not in time."""
    deadline = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not hold in time"
        await asyncio.sleep(0.005)
