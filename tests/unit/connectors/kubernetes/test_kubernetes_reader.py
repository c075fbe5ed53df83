"""Reading on demand from servers that are old, odd or hostile; proxies; the service account of a pod. Proves C5, C6."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes import log_line
from connectors.kubernetes.connector import KubernetesConnector
from connectors.kubernetes.log_line import MOST_LINE, cut_lines, log_params
from connectors.registry import BuildContext
from console.domain.resource import ResourceKind, ResourceRef
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import FilesOnly, connector, kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer, status

PODS = ResourceKind("", "v1", "Pod", "pods", True)
NUMBERS = b'{"rows": 5, "groups": 5, "resources": 5, "items": 5, "status": 5}'
Use = Callable[[KubernetesConnector, RawServer], Awaitable[Any]]


def with_paths(runtime: Runtime, folder: Path, paths: dict[str, bytes], use: Use) -> Any:
    """Run ``use`` on a connector whose server knows only these paths."""

    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        missing = answer(status(404, "NotFound", "not found"), 404)
        writer.write(paths.get(request.path, missing))

    async def scenario() -> Any:
        async with RawServer(script) as server:
            built = connector(runtime, folder, kubeconfig(server.url))
            try:
                return await use(built, server)
            finally:
                await built.close()

    return runtime.run(scenario(), 30)


def resource(name: str, kind: str, *verbs: str) -> dict[str, Any]:
    return {"name": name, "kind": kind, "namespaced": True, "verbs": list(verbs), "shortNames": [name[:2]]}


def test_an_old_server_is_discovered_group_by_group_and_a_dead_group_is_left_out(
    runtime: Runtime, tmp_path: Path
) -> None:
    groups = [{"name": name, "preferredVersion": {"version": "v1"}} for name in ("apps", "dead.example.com")]
    core = [resource("pods", "Pod", "get", "list"), resource("pods/log", "Pod", "get"), resource("bindings", "Binding")]
    paths = {
        "/api": answer({"kind": "APIVersions", "versions": ["v1"]}),
        "/apis": answer({"kind": "APIGroupList", "groups": groups}),
        "/api/v1": answer({"resources": core}),
        "/apis/apps/v1": answer({"resources": [resource("deployments", "Deployment", "list")]}),
        "/apis/dead.example.com/v1": answer(status(503, "ServiceUnavailable", "no endpoints"), 503, retry_after="60"),
    }

    async def use(built: KubernetesConnector, server: RawServer) -> list[str]:
        first = await built.cluster.kinds()
        asked = len(server.requests)
        assert await built.cluster.kinds() == first
        assert len(server.requests) == asked  # kept for a while
        return [f"{kind.api_version} {kind.plural}" for kind in first]

    assert with_paths(runtime, tmp_path, paths, use) == ["v1 pods", "apps/v1 deployments"]


def test_a_server_without_tables_still_gives_names_and_cells_stay_plain_and_bounded(
    runtime: Runtime, tmp_path: Path
) -> None:
    plain = {"kind": "PodList", "metadata": {}, "items": [{"metadata": {"name": "a", "namespace": "n"}}]}
    hostile = {
        "kind": "Table",
        "metadata": {},
        "columnDefinitions": [{"name": "X"}],
        "rows": [
            {
                "cells": ["x" * 100_000, {"deep": [1]}, None, 5, True],
                "object": {"metadata": {"name": "b", "namespace": "n"}},
            },
            {"cells": ["row without an object"]},
        ],
    }
    paths = {"/api/v1/pods": answer(plain), "/api/v1/namespaces/n/pods": answer(hostile)}

    async def use(built: KubernetesConnector, _server: RawServer) -> Any:
        return await built.cluster.table(PODS), await built.cluster.table(PODS, "n")

    names, table = with_paths(runtime, tmp_path, paths, use)
    assert [row.cells for row in names.rows] == [("a",)]
    assert names.columns[0].name == "Name"
    (row,) = table.rows
    assert len(row.cells[0]) < 5000
    assert row.cells[1:] == ('{"deep":[1]}', None, 5, True)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", NUMBERS, b'{"metadata": {}, "rows": [', b"\xff\xfe", b""])
def test_an_answer_of_another_shape_is_one_sentence(runtime: Runtime, tmp_path: Path, body: bytes) -> None:
    async def use(built: KubernetesConnector, _server: RawServer) -> ConnectorError:
        with pytest.raises(ConnectorError) as caught:
            await built.cluster.table(PODS)
        with pytest.raises(ConnectorError):
            await built.cluster.kinds()
        with pytest.raises(ConnectorError):
            await built.cluster.events(ResourceRef("lab", "Node", "", "n"))
        with pytest.raises(ConnectorError):
            await built.cluster.allowed("get", PODS)
        return caught.value

    review = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    paths = {path: answer(body) for path in ("/api/v1/pods", "/api", "/apis", "/api/v1", "/api/v1/events", review)}
    fault = with_paths(runtime, tmp_path, paths, use)
    assert fault.kind is ErrorKind.PROTOCOL
    assert "cannot be read" in fault.message


def test_a_version_that_is_no_kubernetes_is_told_at_the_check(runtime: Runtime, tmp_path: Path) -> None:
    async def use(built: KubernetesConnector, _server: RawServer) -> None:
        with pytest.raises(ConnectorError, match="does not answer as a Kubernetes API"):
            await built.check()

    with_paths(runtime, tmp_path, {"/version": answer(b"<html>")}, use)


def test_a_name_from_elsewhere_cannot_leave_its_path(runtime: Runtime, tmp_path: Path) -> None:
    async def use(built: KubernetesConnector, server: RawServer) -> str:
        with pytest.raises(ConnectorError):
            await built.cluster.read(ResourceRef("lab", "Pod", "n", "../../secrets?x=#y"))
        return server.requests[-1].path

    assert with_paths(runtime, tmp_path, {}, use) == "/api/v1/namespaces/n/pods/..%2F..%2Fsecrets%3Fx%3D%23y"


async def cut(*pieces: bytes) -> list[str]:
    async def feed() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    return [line async for line in cut_lines(feed())]


def test_log_lines_are_cut_at_line_ends_only_and_never_inside_a_character(runtime: Runtime) -> None:
    snow = "雪".encode()
    assert runtime.run(cut(b"one\ntw", b"o\r\n", snow[:1], snow[1:] + b"\nrest"), 10) == ["one", "two", "雪", "rest"]
    assert runtime.run(cut(b"\xff\xfe\n\n"), 10) == ["\ufffd\ufffd", ""]


def test_an_endless_log_line_is_cut_and_marked_and_the_next_one_is_whole(runtime: Runtime) -> None:
    lines = runtime.run(cut(*[b"x" * 10_000] * 50, b"\nnext\n"), 10)
    assert len(lines) == 2
    assert lines[0].endswith(log_line._CUT)
    assert len(lines[0]) <= MOST_LINE + len(log_line._CUT)
    assert lines[1] == "next"


def test_log_options_become_the_parameters_that_the_api_knows() -> None:
    every = log_params("app", follow=True, tail_lines=5, since_s=0, previous=True, timestamps=True)
    assert every == {
        "container": "app",
        "tailLines": 5,
        "sinceSeconds": 1,
        "follow": "true",
        "previous": "true",
        "timestamps": "true",
    }
    assert log_params("", follow=False, tail_lines=None, since_s=None, previous=False, timestamps=False) == {}


@pytest.mark.parametrize("place", ["connection", "kubeconfig", "environment"])
def test_requests_go_through_the_proxy_of_connection_kubeconfig_or_environment(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    async def script(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer({"gitVersion": "v1.36.0"}))

    async def scenario() -> list[str]:
        async with RawServer(script) as proxy:
            cluster = {"proxy-url": proxy.url} if place == "kubeconfig" else {}
            options = {"proxy": proxy.url} if place == "connection" else {}
            if place == "environment":
                monkeypatch.setenv("HTTP_PROXY", proxy.url)
            built = connector(runtime, tmp_path, kubeconfig("http://kube.example:6443", cluster=cluster), **options)
            assert await built.check() == "Kubernetes v1.36.0"
            await built.close()
            return [request.headers["host"] for request in proxy.requests]

    assert runtime.run(scenario(), 20) == ["kube.example:6443"]


def test_in_a_pod_without_a_kubeconfig_the_service_account_is_used(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kubernetes.config import incluster_config

    monkeypatch.setenv("KUBERNETES_SERVICE_HOST", "127.0.0.1")
    monkeypatch.setenv("KUBERNETES_SERVICE_PORT", "1")
    monkeypatch.setattr(incluster_config, "SERVICE_TOKEN_FILENAME", str(tmp_path / "token"))
    monkeypatch.setattr(incluster_config, "SERVICE_CERT_FILENAME", str(tmp_path / "ca.crt"))
    built = KubernetesConnector(Cluster(key="lab"), BuildContext(runtime, FilesOnly(), SystemClock(), tmp_path))

    async def refusal() -> ConnectorError:
        with pytest.raises(ConnectorError) as caught:
            await built.check()
        return caught.value

    assert "service account of this pod cannot be used" in runtime.run(refusal(), 20).message
    import trustme

    (tmp_path / "token").write_text("pod-token")
    (tmp_path / "ca.crt").write_bytes(trustme.CA().cert_pem.bytes())
    fault = runtime.run(refusal(), 20)
    assert fault.kind is ErrorKind.UNREACHABLE
    assert "https://127.0.0.1:1 refused the connection" in fault.message
    runtime.run(built.close(), 5)


def test_no_kubeconfig_at_all_is_one_sentence(runtime: Runtime, tmp_path: Path, isolated_home: Path) -> None:
    built = KubernetesConnector(Cluster(key="lab"), BuildContext(runtime, FilesOnly(), SystemClock(), tmp_path))

    async def refusal() -> ConnectorError:
        with pytest.raises(ConnectorError) as caught:
            await built.check()
        return caught.value

    fault = runtime.run(refusal(), 20)
    assert fault.kind is ErrorKind.AUTH
    assert fault.message == f"There is no kubeconfig at {isolated_home}/.kube/config."


def test_building_a_connector_reads_nothing(runtime: Runtime, tmp_path: Path) -> None:
    built = KubernetesConnector(
        Cluster(key="lab", kubeconfig="/does/not/exist"), BuildContext(runtime, FilesOnly(), SystemClock(), tmp_path)
    )
    assert (built.key, built.kind) == ("lab", "kubernetes")
    assert json.dumps([one.topic for one in built.sources()])
    runtime.run(built.close(), 5)
