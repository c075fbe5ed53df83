"""A kubeconfig that demands to act as somebody else is obeyed with every request, or refused. Proves C6."""

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from connectors.common.exchange import Request
from connectors.kubernetes.forward import Forward
from connectors.kubernetes.forward_target import PodPort
from connectors.kubernetes.kube_context import SignIn, resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from connectors.kubernetes.repeated_headers import MOST_OF_A_NAME, as_mapping
from connectors.kubernetes.session import ClusterSession
from connectors.registry import BuildContext
from console.estate.schema.connection import Cluster
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import TOKEN, FilesOnly, kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer, status

AUDITOR = {
    "as": "auditor",
    "as-uid": "u-1",
    "as-groups": ["readers", "on-call"],
    "as-user-extra": {"acme.com/scope%": ["a", "b"], "Team": ["sre"]},
}
SENT = [
    ("impersonate-user", "auditor"),
    ("impersonate-uid", "u-1"),
    ("impersonate-group", "readers"),
    ("impersonate-group", "on-call"),
    ("impersonate-extra-acme.com%2fscope%25", "a"),
    ("impersonate-extra-acme.com%2fscope%25", "b"),
    ("impersonate-extra-team", "sre"),
]


def sign_in(folder: Path, user: dict[str, Any]) -> SignIn:
    (folder / "config").write_text(kubeconfig("https://one:6443", user=user))
    return resolve_context(read_kubeconfig([folder / "config"])).sign_in


def session(runtime: Runtime, folder: Path) -> ClusterSession:
    return ClusterSession(
        Cluster(key="lab", kubeconfig="config"), BuildContext(runtime, FilesOnly(), SystemClock(), folder)
    )


def impersonated(request: RawRequest) -> list[tuple[str, str]]:
    return [line for line in request.lines if line[0].startswith("impersonate-")]


async def version(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
    writer.write(answer({"gitVersion": "v1.36.0"}))


@pytest.mark.parametrize("signed", [{"token": TOKEN}, {"username": "me", "password": "pw"}, {"tokenFile": "token"}])
def test_every_kind_of_request_says_as_whom_it_acts(runtime: Runtime, tmp_path: Path, signed: dict[str, str]) -> None:
    (tmp_path / "token").write_text(TOKEN)

    async def scenario() -> list[RawRequest]:
        async with RawServer(version) as server:
            (tmp_path / "config").write_text(kubeconfig(server.url, user={**signed, **AUDITOR}))
            one = session(runtime, tmp_path)
            await one.get("/version")
            await one.send(Request("POST", "/x", json={}))
            async with one.open(Request("GET", "/watch", flows=True)) as stream:
                await stream.read()
            await one.close()
            return server.requests

    requests = runtime.run(scenario(), 20)
    assert [impersonated(request) for request in requests] == [SENT] * 3
    assert all("authorization" in request.headers for request in requests)


def test_a_renewed_sign_in_still_says_as_whom_it_acts(runtime: Runtime, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("token-before")

    async def script(request: RawRequest, writer: asyncio.StreamWriter) -> None:
        if request.headers["authorization"] == "Bearer token-after":
            writer.write(answer({"gitVersion": "v1.36.0"}))
            return
        file.write_text("token-after")
        writer.write(answer(status(401, "Unauthorized", "Unauthorized"), 401))

    async def scenario() -> list[RawRequest]:
        async with RawServer(script) as server:
            (tmp_path / "config").write_text(kubeconfig(server.url, user={"tokenFile": "token", **AUDITOR}))
            one = session(runtime, tmp_path)
            await one.get("/version")
            await one.close()
            return server.requests

    assert [impersonated(request) for request in runtime.run(scenario(), 20)] == [SENT, SENT]


def test_a_port_forward_says_as_whom_it_acts(runtime: Runtime, tmp_path: Path) -> None:
    class Target:
        async def resolve(self) -> PodPort:
            return PodPort("web-1", 80)

        def path(self, pod: PodPort) -> str:
            return f"/forward/{pod.pod}"

    async def refuse(_request: RawRequest, writer: asyncio.StreamWriter) -> None:
        writer.write(answer(status(403, "Forbidden", "no"), 403))

    async def scenario() -> list[RawRequest]:
        async with RawServer(refuse) as server:
            (tmp_path / "config").write_text(kubeconfig(server.url, user={"token": TOKEN, **AUDITOR}))
            one = session(runtime, tmp_path)
            forward = Forward(one, cast(Any, Target()))
            await forward.start(0)
            reader, writer = await asyncio.open_connection("127.0.0.1", forward.local_port)
            assert await reader.read() == b""  # refused, so closed
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()
            await forward.close()
            await one.close()
            return server.requests

    requests = runtime.run(scenario(), 20)
    assert requests[0].path == "/forward/web-1"
    assert sorted(impersonated(requests[0])) == sorted(SENT)


def edited(runtime: Runtime, folder: Path, *users: dict[str, Any]) -> list[RawRequest]:
    """Return what was asked when the kubeconfig was written anew between requests."""

    async def scenario() -> list[RawRequest]:
        async with RawServer(version) as server:
            one = session(runtime, folder)
            clients = []
            for user in users:
                (folder / "config").write_text(kubeconfig(server.url, user=user))
                await one.get("/version")
                clients.append(await one.client())
            assert len(set(clients)) == len(users)
            await one.close()
            return server.requests

    return runtime.run(scenario(), 20)


def test_contexts_that_differ_in_nothing_else_share_no_client(runtime: Runtime, tmp_path: Path) -> None:
    token = {"token": TOKEN}
    requests = edited(runtime, tmp_path, token, {**token, "as": "one"}, {**token, "as": "two", "as-groups": ["g"]})
    assert [impersonated(request) for request in requests] == [
        [],
        [("impersonate-user", "one")],
        [("impersonate-user", "two"), ("impersonate-group", "g")],
    ]


@pytest.mark.parametrize("absent", [{}, {"as": ""}, {"as": None, "as-groups": [], "as-user-extra": {}, "as-uid": ""}])
def test_who_acts_as_nobody_else_says_nothing(tmp_path: Path, absent: dict[str, Any]) -> None:
    assert sign_in(tmp_path, {"token": TOKEN, **absent}).impersonation is None


@pytest.mark.parametrize("key", ["as-uid", "as-groups", "as-user-extra"])
def test_groups_without_a_user_are_refused_as_kubectl_refuses_them(tmp_path: Path, key: str) -> None:
    with pytest.raises(UserError) as caught:
        sign_in(tmp_path, {"token": TOKEN, key: AUDITOR[key]})
    assert caught.value.message == f"Context lab has {key} without as."
    assert caught.value.hint == f"Name the user to act as in as, or remove {key} from the kubeconfig."


UNUSABLE: list[tuple[str, Any]] = [
    ("as", 5),
    ("as", 0),
    ("as", False),
    ("as", ["auditor"]),
    ("as", "auditor\r\nImpersonate-Group: system:masters"),
    ("as", " auditor"),
    ("as", "監査"),
    ("as-uid", 7),
    ("as-groups", "readers"),
    ("as-groups", ["readers", None]),
    ("as-groups", [""]),
    ("as-groups", [f"g{number}" for number in range(MOST_OF_A_NAME + 1)]),
    ("as-user-extra", ["scope"]),
    ("as-user-extra", {"scope": "a"}),
    ("as-user-extra", {"scope": 0}),
    ("as-user-extra", {"": ["a"]}),
    ("as-user-extra", {"scope": ["a\nb"]}),
]


@pytest.mark.parametrize(("key", "value"), UNUSABLE)
def test_what_cannot_be_sent_is_refused_rather_than_left_out(tmp_path: Path, key: str, value: Any) -> None:
    with pytest.raises(UserError) as caught:
        sign_in(tmp_path, {"token": TOKEN, "as": "auditor", key: value})
    assert caught.value.message == f"{key} of context lab cannot be sent to the cluster as it is."
    assert caught.value.hint


def test_a_connection_that_would_act_as_the_wrong_one_sends_nothing(runtime: Runtime, tmp_path: Path) -> None:
    async def scenario() -> list[RawRequest]:
        async with RawServer(version) as server:
            (tmp_path / "config").write_text(kubeconfig(server.url, user={"token": TOKEN, "as-groups": ["readers"]}))
            one = session(runtime, tmp_path)
            calls: list[Callable[[], Any]] = [lambda: one.get("/version"), one.headers, one.tls]
            for call in calls:
                with pytest.raises(ConnectorError) as caught:
                    await call()
                assert caught.value.kind is ErrorKind.AUTH
            await one.close()
            return server.requests

    assert runtime.run(scenario(), 20) == []


def test_as_many_groups_as_are_allowed_have_spellings_of_their_own() -> None:
    spelled = as_mapping(("impersonate-group", f"g{number}") for number in range(MOST_OF_A_NAME))
    assert list(spelled.values()) == [f"g{number}" for number in range(MOST_OF_A_NAME)]
    assert {name.lower() for name in spelled} == {"impersonate-group"}
