"""The real kubectl works against the lab's API server. proves issue 2: kubectl drives the lab."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from console.lab.servers.kubernetes.pod_backend import LogLine
from tests.fakes.kubernetes_cluster import (
    NAMESPACE,
    NOW_S,
    Cluster,
    bind_viewer,
    small_cluster,
    small_store,
    tls,
    until,
)

HPA = "horizontalpodautoscalers"
KUBECTL = shutil.which("kubectl")
pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed"),
]
MANIFEST = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, labels: {app: api}}
spec:
  replicas: 2
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - {name: api, image: "example/api:1", ports: [{containerPort: 8080}], env: [{name: A, value: b}]}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: edge}
spec:
  replicas: 4
  selector: {matchLabels: {app: edge}}
  template: {metadata: {labels: {app: edge}}, spec: {containers: [{name: edge, image: "example/edge:1"}]}}
"""


class Kubectl:
    """Runs kubectl with a kubeconfig of its own."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster = cluster
        self._folder = folder
        self._environment = {"KUBECONFIG": str(folder / "config"), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
        users = ("admin", "viewer", "noone")
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [
                {
                    "name": "lab",
                    "cluster": {"server": cluster.url, "certificate-authority": str(folder / "ca.pem")},
                }
            ],
            "users": [{"name": user, "user": {"token": f"{user}-token"}} for user in users],
            "contexts": [
                {"name": user, "context": {"cluster": "lab", "user": user, "namespace": NAMESPACE}} for user in users
            ],
            "current-context": "admin",
        }
        (folder / "config").write_text(json.dumps(config), encoding="utf-8")

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start kubectl."""
        assert KUBECTL is not None
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            KUBECTL, *arguments, env=self._environment, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
        )

    async def run(self, *arguments: str) -> str:
        """What kubectl prints; it must succeed."""
        code, out, err = await self.outcome(*arguments)
        assert code == 0, f"kubectl {' '.join(arguments)}: {err or out}"
        return out

    async def outcome(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, output and errors of kubectl."""
        process = await self.start(*arguments)
        async with asyncio.timeout(30):
            out, err = await process.communicate()
        return process.returncode or 0, out.decode(), err.decode()

    async def json(self, *arguments: str) -> Any:
        """An object that kubectl prints."""
        return json.loads(await self.run(*arguments, "-o", "json"))

    def file(self, name: str, text: str) -> str:
        """Leave a manifest and return its path."""
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@asynccontextmanager
async def _running(folder: Path) -> AsyncIterator[Kubectl]:
    store = small_store()
    bind_viewer(store, {"verbs": ["get", "list", "watch"], "apiGroups": ["", "apps"], "resources": ["*"]})
    async with small_cluster(store, ssl_context=tls(folder)) as cluster:
        yield Kubectl(cluster, folder)


@pytest.fixture
async def kubectl(tmp_path: Path) -> AsyncIterator[Kubectl]:
    """The real kubectl in front of a small cluster of the lab."""
    async with _running(tmp_path) as found:
        yield found


async def test_get_shows_the_columns_of_the_real_server(kubectl: Kubectl) -> None:
    lines = (await kubectl.run("get", "pods")).splitlines()
    assert lines[0].split() == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert lines[1].split() == ["web-0", "1/1", "Running", "2", "0s"]
    wide = await kubectl.run("get", "deploy", "-o", "wide")
    assert wide.split("\n")[1].split() == ["web", "1/1", "1", "1", "0s", "web", "example/web:1", "app=web"]
    everything = await kubectl.run("get", "all", "-A")
    assert "pod/web-0" in everything
    assert "deployment.apps/web" in everything


async def test_get_prints_objects_as_yaml_and_json(kubectl: Kubectl) -> None:
    found = yaml.safe_load(await kubectl.run("get", "deploy", "web", "-o", "yaml"))
    assert found["kind"] == "Deployment"
    assert found["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": "25%", "maxUnavailable": "25%"}
    listed = await kubectl.json("get", "pods")
    assert [item["metadata"]["name"] for item in listed["items"]] == ["web-0"]


async def test_get_watch_shows_a_change_as_it_happens(kubectl: Kubectl) -> None:
    process = await kubectl.start("get", "pods", "-w")
    assert process.stdout is not None
    async with asyncio.timeout(20):
        await process.stdout.readline()
        assert b"Running" in await process.stdout.readline()
        kubectl.cluster.store.patch_status("pods", NAMESPACE, "web-0", {"phase": "Failed", "reason": "Evicted"})
        assert b"Evicted" in await process.stdout.readline()
    process.terminate()
    await process.communicate()


async def test_describe_shows_the_events_of_a_pod(kubectl: Kubectl) -> None:
    told = await kubectl.run("describe", "pod", "web-0")
    assert "Started container web" in told
    assert "Status:           Running" in told or "Status:       Running" in told
    assert "1 desired | 1 updated | 1 total | 1 available" in await kubectl.run("describe", "deploy", "web")


async def test_scale_patch_and_rollout_commands_change_the_deployment(kubectl: Kubectl) -> None:
    await kubectl.run("scale", "deploy", "web", "--replicas=3")
    await kubectl.run("set", "image", "deploy/web", "web=example/web:2")
    await kubectl.run("rollout", "restart", "deploy/web")
    await kubectl.run("patch", "deploy", "web", "--type=json", '-p=[{"op":"add","path":"/spec/paused","value":true}]')
    found = kubectl.cluster.store.get("deployments.apps", NAMESPACE, "web")
    assert found["spec"]["replicas"] == 3
    assert found["spec"]["paused"] is True
    assert found["spec"]["template"]["spec"]["containers"][0]["image"] == "example/web:2"
    assert "kubectl.kubernetes.io/restartedAt" in found["spec"]["template"]["metadata"]["annotations"]
    assert found["metadata"]["generation"] == 5


@pytest.mark.usefixtures("modern_kubectl")
async def test_wait_returns_when_the_condition_comes(kubectl: Kubectl) -> None:
    process = await kubectl.start("wait", "--for=jsonpath={.status.readyReplicas}=2", "deploy/web", "--timeout=20s")
    # kubectl watches once it has seen that the condition does not hold yet.
    store = kubectl.cluster.store
    async with asyncio.timeout(20):
        await until(lambda: store._collection("deployments.apps").subscribers)
        store.patch_status("deployments.apps", NAMESPACE, "web", {"readyReplicas": 2})
        out, err = await process.communicate()
    assert process.returncode == 0, err
    assert b"condition met" in out


async def test_logs_show_and_follow_what_a_container_writes(kubectl: Kubectl) -> None:
    lines = kubectl.cluster.backend.lines
    lines += [LogLine(NOW_S - 100, "old"), LogLine(NOW_S - 5, "recent"), LogLine(NOW_S - 1, "last")]
    kubectl.cluster.backend.previous_lines.append(LogLine(NOW_S - 500, "before the restart"))
    assert (await kubectl.run("logs", "web-0", "--tail=2")).splitlines() == ["recent", "last"]
    assert (await kubectl.run("logs", "deploy/web", "--since=10s")).splitlines() == ["recent", "last"]
    assert await kubectl.run("logs", "web-0", "--previous") == "before the restart\n"
    assert (await kubectl.run("logs", "web-0", "--timestamps", "--tail=1")).startswith("2025-11-20T00:53:19.000000000Z")
    process = await kubectl.start("logs", "-f", "web-0", "--tail=1")
    assert process.stdout is not None
    async with asyncio.timeout(20):
        assert await process.stdout.readline() == b"last\n"
        lines.append(LogLine(NOW_S, "fresh"))
        assert await process.stdout.readline() == b"fresh\n"
    process.terminate()
    await process.communicate()


@pytest.mark.usefixtures("modern_kubectl")
async def test_apply_is_idempotent_and_shows_conflicts_of_managers(kubectl: Kubectl) -> None:
    manifest = kubectl.file("api.yaml", MANIFEST)
    assert (await kubectl.run("apply", "-f", manifest)).splitlines() == [
        "deployment.apps/api created",
        "rollout.argoproj.io/edge created",
    ]
    assert (await kubectl.run("apply", "-f", manifest)).splitlines() == [
        "deployment.apps/api unchanged",
        "rollout.argoproj.io/edge unchanged",
    ]
    changed = kubectl.file("more.yaml", MANIFEST.replace("replicas: 2", "replicas: 5"))
    code, shown, _ = await kubectl.outcome("diff", "-f", changed)
    assert code == 1
    assert "+  replicas: 5" in shown
    await kubectl.run("apply", "-f", changed)
    assert kubectl.cluster.store.get("deployments.apps", NAMESPACE, "api")["spec"]["replicas"] == 5
    code, _, told = await kubectl.outcome("apply", "--server-side", "--field-manager=other", "-f", manifest)
    assert code == 1
    assert 'conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas' in told
    await kubectl.run("apply", "--server-side", "--force-conflicts", "--field-manager=other", "-f", manifest)
    assert kubectl.cluster.store.get("deployments.apps", NAMESPACE, "api")["spec"]["replicas"] == 2


@pytest.mark.usefixtures("modern_kubectl")
async def test_unknown_fields_are_refused_with_their_path(kubectl: Kubectl) -> None:
    manifest = kubectl.file("bad.yaml", MANIFEST.replace("image:", "imagex:"))
    code, _, told = await kubectl.outcome("apply", "-f", manifest)
    assert code == 1
    assert 'unknown field "spec.template.spec.containers[0].imagex"' in told


@pytest.mark.usefixtures("modern_kubectl")
async def test_typed_creates_arrive_in_kubectls_own_format(kubectl: Kubectl) -> None:
    """kubectl sends these in protobuf; what the server reads must be what `--dry-run=client` prints."""
    creates = (
        ("configmap", "c1", "--from-literal=a=b"),
        ("namespace", "n1"),
        ("secret", "generic", "s1", "--from-literal=p=q"),
        ("deployment", "d1", "--image=example/x:1", "--replicas=0", "--port=80"),
        ("service", "clusterip", "svc1", "--tcp=80:8080"),
        ("job", "j1", "--image=busybox", "--", "echo", "hi"),
        ("cronjob", "cj1", "--image=busybox", "--schedule=*/5 * * * *", "--", "date"),
        ("role", "r1", "--verb=get,list", "--resource=pods"),
        ("rolebinding", "rb1", "--role=r1", "--user=viewer"),
        ("quota", "q1", "--hard=pods=3"),
        ("poddisruptionbudget", "p1", "--selector=app=web", "--min-available=50%"),
        ("serviceaccount", "sa1"),
    )
    for words in creates:
        place = words.index("--") if "--" in words else len(words)
        printed = await kubectl.run("create", *words[:place], "--dry-run=client", "-o", "json", *words[place:])
        wanted = json.loads(printed)
        created = json.loads(await kubectl.run("create", *words[:place], "-o", "json", *words[place:]))
        missing = [text for text in _lacks(wanted, created) if "creationTimestamp" not in text]
        assert not missing, f"{words}: {missing}"


def _lacks(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where an object lacks what another has; empty values may be left out."""
    if isinstance(wanted, dict):
        parts = [(key, value) for key, value in wanted.items() if value not in (None, {}, [], "")]
        if not isinstance(found, dict):
            return [path] if parts else []
        return [text for key, value in parts for text in _lacks(value, found.get(key), f"{path}.{key}")]
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            return [path]
        return [text for i, value in enumerate(wanted) for text in _lacks(value, found[i], f"{path}[{i}]")]
    return [] if wanted == found else [f"{path}: {wanted!r} is {found!r}"]


async def test_delete_waits_until_the_object_is_gone(kubectl: Kubectl) -> None:
    await kubectl.run("create", "namespace", "short")
    await kubectl.run("-n", "short", "create", "configmap", "inside", "--from-literal=a=b")
    await kubectl.run("delete", "namespace", "short", "--timeout=20s")
    assert kubectl.cluster.store.find("configmaps", "short", "inside") is None
    await kubectl.run("delete", "pod", "web-0", "--timeout=20s")
    assert kubectl.cluster.store.find("pods", NAMESPACE, "web-0") is None


@pytest.mark.usefixtures("modern_kubectl")
async def test_drain_moves_pods_off_a_node_unless_a_budget_forbids_it(kubectl: Kubectl) -> None:
    await kubectl.run("create", "poddisruptionbudget", "p1", "--selector=app=web", "--min-available=1")
    counted = {"observedGeneration": 1}  # as the controller writes, which this small cluster has not
    kubectl.cluster.store.patch_status("poddisruptionbudgets.policy", NAMESPACE, "p1", counted)
    code, _, told = await kubectl.outcome("drain", "n1", "--force", "--timeout=1s")
    assert code == 1
    assert "would violate the pod's disruption budget" in told
    budget = {"disruptionsAllowed": 1}
    kubectl.cluster.store.patch_status("poddisruptionbudgets.policy", NAMESPACE, "p1", budget)
    await kubectl.run("drain", "n1", "--force", "--timeout=20s")
    assert kubectl.cluster.store.find("pods", NAMESPACE, "web-0") is None
    assert kubectl.cluster.store.get("nodes", None, "n1")["spec"]["unschedulable"] is True


@pytest.mark.usefixtures("modern_kubectl")
async def test_rights_are_told_as_access_rules_say(kubectl: Kubectl) -> None:
    assert (await kubectl.run("auth", "can-i", "patch", "deployments")).strip() == "yes"
    code, out, _ = await kubectl.outcome("--context=viewer", "auth", "can-i", "patch", "deployments")
    assert (code, out.strip()) == (1, "no")
    assert "web-0" in await kubectl.run("--context=viewer", "get", "pods")
    code, _, told = await kubectl.outcome("--context=noone", "get", "pods")
    assert code == 1
    assert 'User "noone" cannot list resource "pods"' in told
    code, _, told = await kubectl.outcome("--as=noone", "get", "pods")
    assert 'User "noone" cannot list resource "pods"' in told
    code, _, told = await kubectl.outcome("--context=viewer", "--as=admin", "get", "pods")
    assert "cannot impersonate" in told
    assert "viewer" in await kubectl.run("--context=viewer", "auth", "whoami")


@pytest.mark.parametrize(
    "words", [("exec", "deploy/web", "--", "ls"), ("attach", "web-0"), ("exec", "-i", "web-0", "--", "sh")]
)
async def test_what_needs_a_process_in_a_container_is_refused_at_once_and_says_why(
    kubectl: Kubectl, words: tuple[str, ...]
) -> None:
    code, _, told = await kubectl.outcome(*words)
    assert code == 1
    assert "the lab's containers are simulated" in told
    _, _, told = await kubectl.outcome("--context=noone", *words)
    assert 'User "noone" cannot' in told


async def test_an_autoscaler_of_version_1_is_the_same_as_of_version_2(kubectl: Kubectl) -> None:
    """What version 1 has no field for stands in its annotations and survives a change in either version."""
    goal = {"type": "Utilization", "averageUtilization": 80}
    metric = {"type": "Resource", "resource": {"name": "memory", "target": goal}}
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    annotation = {"autoscaling.alpha.kubernetes.io/metrics": json.dumps(
        [{"type": "Resource", "resource": {"name": "memory", "targetAverageUtilization": 80}}])}  # fmt: skip
    spec = {"scaleTargetRef": target, "maxReplicas": 3, "targetCPUUtilizationPercentage": 70}
    head = {"kind": "HorizontalPodAutoscaler", "metadata": {"name": "web", "annotations": annotation}}
    old = {"apiVersion": "autoscaling/v1", **head, "spec": spec}
    await kubectl.run("create", "-f", kubectl.file("hpa.json", json.dumps(old)))
    new = await kubectl.json("get", f"{HPA}.v2.autoscaling", "web")
    assert [one["resource"]["name"] for one in new["spec"]["metrics"]] == ["cpu", "memory"]
    assert new["spec"]["metrics"][1] == metric
    assert "annotations" not in new["metadata"]
    patch = '{"spec":{"targetCPUUtilizationPercentage":55,"minReplicas":2}}'
    await kubectl.run("patch", f"{HPA}.v1.autoscaling", "web", "--type=merge", "-p", patch)
    new = await kubectl.json("get", f"{HPA}.v2.autoscaling", "web")
    assert (new["spec"]["minReplicas"], new["spec"]["maxReplicas"]) == (2, 3)
    assert new["spec"]["metrics"][0]["resource"]["target"]["averageUtilization"] == 55
    assert new["spec"]["metrics"][1] == metric
    again = await kubectl.json("get", f"{HPA}.v1.autoscaling", "web")
    assert again["spec"]["targetCPUUtilizationPercentage"] == 55
    listed = await kubectl.json("get", f"{HPA}.v1.autoscaling")
    assert listed["items"][0]["spec"]["targetCPUUtilizationPercentage"] == 55


async def test_top_shows_the_measured_usage(kubectl: Kubectl) -> None:
    assert (await kubectl.run("top", "pods", "--no-headers")).split() == ["web-0", "125m", "64Mi"]
    assert "1200m" in await kubectl.run("top", "nodes")


@pytest.mark.usefixtures("modern_kubectl")
async def test_discovery_and_explain_name_the_custom_kinds(kubectl: Kubectl) -> None:
    names = (await kubectl.run("api-resources", "-o", "name")).split()
    for name in ("rollouts.argoproj.io", "scaledobjects.keda.sh", "httproutes.gateway.networking.k8s.io"):
        assert name in names
    assert "maxSurge" in await kubectl.run("explain", "deployment.spec.strategy.rollingUpdate")


@pytest.mark.usefixtures("modern_kubectl")
async def test_port_forward_reaches_what_listens_behind_the_pod(kubectl: Kubectl) -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello " + await reader.readline())
        await writer.drain()
        writer.close()

    listener = await asyncio.start_server(greet, "127.0.0.1", 0)
    kubectl.cluster.backend.ports[80] = listener.sockets[0].getsockname()[:2]
    process = await kubectl.start("port-forward", "--address=127.0.0.1", "web-0", ":80")
    assert process.stdout is not None
    async with listener, asyncio.timeout(20):
        line = await process.stdout.readline()
        port = int(line.split(b"127.0.0.1:")[1].split()[0])
        for name in (b"one", b"two"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(name + b"\n")
            assert await reader.read() == b"hello " + name + b"\n"
            writer.close()
        process.terminate()
        await process.communicate()
