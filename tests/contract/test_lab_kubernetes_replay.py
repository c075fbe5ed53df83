"""The lab's API server answers recorded requests as the real server did. proves L0 lab fidelity (issue 2, 4)."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import User
from tests.fakes.kubernetes_recording import Names, comparable, differences, read_recording

pytestmark = pytest.mark.anyio

# In the order in which they were recorded (their resourceVersions tell).
SUBJECTS = (
    "discovery", "create", "read", "authorization", "patch", "scale-and-status", "watch", "jobs-and-deletion",
    "custom-resources",
)  # fmt: skip
USERS = {
    "admin": User("admin", ("system:masters",), "1"),
    "viewer": User("viewer", ("sre-viewers",), "2"),
    "noone": User("noone", (), "3"),
}
DEPLOYMENTS = "deployments.apps"

# Where the lab is allowed to differ, and why. Everything else must be equal.
NOT_COMPARED = {
    "version": "identity of the server: build, commit and Go version are the lab's own",
    "api versions": "the server's own address",
    "core resources": "the lab serves fewer kinds: compared resource by resource below",
    "apps resources": "compared resource by resource below",
    "autoscaling/v2 resources": "compared resource by resource below",
    "aggregated discovery": "compared resource by resource below",
    "create malformed": "message of Go's JSON decoder; status, reason and code are compared",
    "list with a broken continue token": "message of Go's JSON decoder; status, reason and code are compared",
}
MEANING_ONLY = ("create malformed", "list with a broken continue token")
PODS_PAGE = "list pods in all namespaces, first page"
# The recorder changed this request's body after sending it: the answer shows that 3 was sent.
SENT = {"put scale": {"spec": {"replicas": 3}}}


@asynccontextmanager
async def lab_cluster(pods: list[dict[str, Any]]) -> AsyncIterator[tuple[ObjectStore, aiohttp.ClientSession]]:
    """A served store with 10,000 pods as the recorded cluster had, the first of them as recorded."""
    store = ObjectStore()
    store.load({"apiVersion": "v1", "kind": "Pod", **pod} for pod in pods)
    names = [(f"cell-{i % 50:02}", f"zz-{i:05}") for i in range(10_000 - len(pods))]
    store.load(
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"namespace": namespace, "name": name}}
        for namespace, name in names
    )
    server = KubernetesServer(store, {user.name: user for user in USERS.values()}, collect_garbage=False)
    url = await server.start()
    try:
        async with aiohttp.ClientSession(url, headers={"User-Agent": "recorder/1.0"}) as session:
            yield store, session
    finally:
        await server.stop()


class Replay:
    """Sends recorded requests and collects what differs."""

    def __init__(self, store: ObjectStore, session: aiohttp.ClientSession) -> None:
        self._store = store
        self._session = session
        self._names = Names()
        self.found: list[str] = []

    async def exchange(self, subject: str, entry: dict[str, Any]) -> None:
        """Send one recorded request and compare the answer."""
        name, request, recorded = entry["name"], entry["request"], entry["response"]
        if "lines" in recorded:
            await self._watch(f"{subject}/{name}", entry)
            return
        answer = await self._send(entry)
        async with answer:
            body = await answer.text()
            warnings = [text.split(" ", 2)[2] for text in answer.headers.getall("Warning", [])]
        answered = json.loads(body) if answer.content_type == "application/json" else body
        self._names.learn(recorded["body"], answered)
        label = f"{subject}/{name} ({request['method']})"
        if answer.status != recorded["status"]:
            self.found.append(f"{label}: status {answer.status} instead of {recorded['status']}: {body[:300]}")
            return
        wanted = recorded.get("headers", {}).get("warning")
        if warnings != ([wanted.split(" ", 2)[2]] if wanted else []):
            self.found.append(f"{label}: warnings {warnings} instead of {wanted}")
        self._compare(label, name, recorded["body"], answered)

    def _compare(self, label: str, name: str, recorded: Any, answered: Any) -> None:
        if name in MEANING_ONLY:
            for key in ("kind", "status", "reason", "code"):
                assert answered[key] == recorded[key]
            return
        if name in NOT_COMPARED:
            return
        left, right = _shown(recorded), _shown(answered)
        self.found += [f"{label}{text}" for text in differences(left, right)]

    async def _send(self, entry: dict[str, Any], **more: str) -> aiohttp.ClientResponse:
        request = entry["request"]
        headers = {**request["headers"], "Authorization": f"Bearer {entry['as']}"}
        query = {**self._names.translate(request.get("query") or {}), **more}
        body = self._names.translate(request.get("body"))
        if entry["name"] in SENT:
            body |= SENT[entry["name"]]
        data = None if body is None else json.dumps(body).encode()
        return await self._session.request(request["method"], request["path"], params=query, headers=headers, data=data)

    async def _watch(self, label: str, entry: dict[str, Any]) -> None:
        query = entry["request"]["query"]
        # Versions that no answer showed stand for "now".
        if query.get("resourceVersion", "0") not in {"0", "1"}:
            self._names.known.setdefault(query["resourceVersion"], str(self._store.resource_version))
        answer = await self._send(entry, timeoutSeconds="1")
        async with answer:
            await self._change_while_watched(label)
            lines = [json.loads(line) async for line in answer.content]
        recorded = entry["response"]["lines"]
        if [line["type"] for line in lines] != [line["type"] for line in recorded]:
            self.found.append(f"{label}: events {[line['type'] for line in lines]}")
            return
        self._names.learn(recorded, lines)
        self.found += [f"{label}{text}" for text in differences(_shown(recorded), _shown(lines))]

    async def _change_while_watched(self, label: str) -> None:
        """What the recorder did to the cluster while the watch was open."""
        if label.endswith("watch from a resourceVersion"):
            for moment in ("1795180100.0688593", "1795180100.1814992", "1795180100.2908578"):
                await self._write("PATCH", "/svc-0", {"metadata": {"annotations": {"n": moment}}})
            svc = self._store.get(DEPLOYMENTS, "cell-tokyo", "svc-4")
            late = json.loads(json.dumps({"spec": svc["spec"]}).replace("svc-4", "late"))
            await self._write("POST", "", {**late, "metadata": {"name": "late", "labels": {"app": "late"}}})
            await self._write("DELETE", "/late", {})
        elif label.endswith("leaves the selection"):
            await self._write("PATCH", "/svc-1", {"metadata": {"labels": {"tier": "z"}}})

    async def _write(self, method: str, name: str, body: dict[str, Any]) -> None:
        path = f"/apis/apps/v1/namespaces/cell-tokyo/deployments{name}"
        media = "application/merge-patch+json" if method == "PATCH" else "application/json"
        headers = {"Authorization": "Bearer admin", "Content-Type": media}
        async with self._session.request(method, path, data=json.dumps(body), headers=headers) as answer:
            assert answer.status < 300, await answer.text()


def _shown(body: Any) -> Any:
    """What is compared of a body: descriptions are documentation, ages and quoted objects are volatile."""
    found = comparable(body)
    _blank(found)
    return found


def _blank(value: Any) -> None:
    if isinstance(value, dict):
        if value.get("columnDefinitions"):
            for column in value["columnDefinitions"]:
                column.pop("description")
        for part in value.values():
            _blank(part)
    elif isinstance(value, list):
        for part in value:
            _blank(part)


async def test_every_recorded_exchange_gets_the_answer_of_the_real_server(shared_dir: Path) -> None:
    folder = shared_dir / "recordings" / "kubernetes"
    read = {entry["name"]: entry["response"] for entry in read_recording(folder, "read")}
    async with lab_cluster(read[PODS_PAGE]["body"]["items"]) as (store, session):
        replay = Replay(store, session)
        for subject in SUBJECTS:
            for entry in read_recording(folder, subject):
                await replay.exchange(subject, entry)
    assert not replay.found, "\n".join(replay.found)
