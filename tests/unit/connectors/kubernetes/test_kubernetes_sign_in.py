"""Exec plugins, token files and certificates: real scripts, a real server. Proves C6 and the bad input of issue 2."""

import asyncio
import json
import os
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.kubernetes import exec_plugin, login_shell
from connectors.kubernetes.connector import KubernetesConnector
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.redact import scrub
from console.kernel.runtime import Runtime
from tests.fakes.kube_setup import connector, kubeconfig
from tests.fakes.raw_server import RawRequest, RawServer, answer, status

V1 = "client.authentication.k8s.io/v1"
GOOD_SHELL = "#!/bin/sh\n"


@pytest.fixture(autouse=True)
def no_login_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHELL", raising=False)
    monkeypatch.setattr(login_shell, "_paths", {})


def script(folder: Path, name: str, body: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(GOOD_SHELL + body)
    file.chmod(0o755)
    return file


def credential(token: str, **more: str) -> str:
    return json.dumps({"apiVersion": V1, "kind": "ExecCredential", "status": {"token": token, **more}})


def plugin(command: str, **more: Any) -> dict[str, Any]:
    return {"exec": {"apiVersion": V1, "command": command, **more}}


class Api:
    """A server that knows which tokens are good and keeps what it was shown."""

    def __init__(self, good: Callable[[str], bool]) -> None:
        self.good = good
        self.shown: list[str] = []

    async def __call__(self, request: RawRequest, writer: asyncio.StreamWriter) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.shown.append(token)
        good = self.good(token)
        writer.write(
            answer({"gitVersion": "v1.36.0"}) if good else answer(status(401, "Unauthorized", "Unauthorized"), 401)
        )


def check(
    runtime: Runtime,
    folder: Path,
    api: Api,
    user: dict[str, Any],
    *,
    times: int = 1,
    between: Callable[[], None] | None = None,
) -> list[str]:
    async def scenario() -> list[str]:
        async with RawServer(api) as server:
            built = connector(runtime, folder, kubeconfig(server.url, user=user))
            try:
                for number in range(times):
                    if number and between is not None:
                        between()
                    assert await built.check() == "Kubernetes v1.36.0"
            finally:
                await built.close()
        return api.shown

    return runtime.run(scenario(), 30)


def refusal(runtime: Runtime, folder: Path, user: dict[str, Any], api: Api | None = None) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        check(runtime, folder, api or Api(lambda _token: True), user)
    assert caught.value.kind is ErrorKind.AUTH
    assert caught.value.hint
    return caught.value


def test_a_plugin_gets_what_the_protocol_promises_and_its_token_is_kept(runtime: Runtime, tmp_path: Path) -> None:
    told = 'printf %s "$KUBERNETES_EXEC_INFO" > info; printf %s "$MODE" > mode; printf %s "$1" > argument'
    body = f"cd {tmp_path}; echo run >> runs; {told}; echo '{credential('token-one')}'"
    script(tmp_path, "signin", body)
    user = plugin("./signin", args=["one"], env=[{"name": "MODE", "value": "quiet"}], provideClusterInfo=True)
    shown = check(runtime, tmp_path, Api(lambda token: token == "token-one"), user, times=3)
    assert shown == ["token-one"] * 3
    assert (tmp_path / "runs").read_text().count("run") == 1
    assert (tmp_path / "mode").read_text() == "quiet"
    assert (tmp_path / "argument").read_text() == "one"
    info = json.loads((tmp_path / "info").read_text())
    assert (info["apiVersion"], info["kind"], info["spec"]["interactive"]) == (V1, "ExecCredential", False)
    assert info["spec"]["cluster"]["server"].startswith("http://127.0.0.1:")
    assert "token-one" not in scrub("the token is token-one")


def test_an_expired_token_is_renewed_before_use_and_a_refused_one_at_once(runtime: Runtime, tmp_path: Path) -> None:
    old = credential("token-old", expirationTimestamp="2020-01-01T00:00:00Z")
    script(tmp_path, "expiring", f"echo run >> {tmp_path}/runs; echo '{old}'")
    check(runtime, tmp_path, Api(lambda _token: True), plugin("./expiring"), times=2)
    assert (tmp_path / "runs").read_text().count("run") >= 2

    counting = f"n=$(cat {tmp_path}/n 2>/dev/null || echo 0); n=$((n+1)); echo $n > {tmp_path}/n; "
    script(tmp_path, "counting", counting + "echo '" + credential("token-'$n'") + "'")
    shown = check(runtime, tmp_path, Api(lambda token: token == "token-2"), plugin("./counting"))
    assert shown == ["token-1", "token-2"]


def test_the_login_shells_path_finds_a_plugin_that_a_desktop_start_does_not(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path / "brew" / "bin", "cloud-signin", f"echo '{credential('token-brew')}'")
    shell = tmp_path / "shell"
    shell.write_text(
        f'#!/bin/sh\necho Welcome to this machine\nexport PATH="{tmp_path}/brew/bin:$PATH"\n'
        f'echo "$@" >> {tmp_path}/asked\nexec /bin/sh -c "$4"\n'
    )
    shell.chmod(0o755)
    monkeypatch.setenv("SHELL", str(shell))
    check(runtime, tmp_path, Api(lambda token: token == "token-brew"), plugin("cloud-signin"), times=2)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert len(asked) == 1
    assert asked[0].startswith("-l -i -c ")


def test_a_login_shell_that_hangs_is_given_up_and_our_own_path_is_used(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = script(tmp_path, "shell", "sleep 60")
    monkeypatch.setattr(login_shell, "_LIMIT_S", 0.3)
    path = runtime.run(login_shell.search_path({"SHELL": str(shell), "PATH": "/usr/bin"}), 10)
    assert path == "/usr/bin"


def test_a_missing_plugin_is_one_sentence_with_its_install_hint(runtime: Runtime, tmp_path: Path) -> None:
    user = plugin("no-such-cloud-plugin", installHint="Install the cloud tools:\n  cloud components install signin")
    fault = refusal(runtime, tmp_path, user)
    assert fault.message == (
        "The sign-in plugin no-such-cloud-plugin of context lab "
        "is not installed or not on the PATH of your login shell."
    )
    assert fault.hint == "Install the cloud tools: cloud components install signin"
    assert "no-such-relative" in refusal(runtime, tmp_path, plugin("./no-such-relative")).hint


FAILING = [
    (
        "echo ignored; echo first >&2; echo 'session expired: run login, token: abcdef123456' >&2; exit 3",
        "failed with exit code 3: session expired",
    ),
    ("echo not json", "printed something that is not an ExecCredential"),
    ("echo '{}'", f"answered in another version than {V1}"),
    (f"echo '{json.dumps({'apiVersion': V1, 'status': {}})}'", "gave neither a token nor a certificate"),
    ("sleep 60", "did not end within 1 s"),
]


@pytest.mark.parametrize(("body", "sentence"), FAILING)
def test_a_failing_plugin_is_one_sentence(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, sentence: str
) -> None:
    monkeypatch.setattr(exec_plugin, "LIMIT_S", 1.0)
    script(tmp_path, "failing", body)
    fault = refusal(runtime, tmp_path, plugin("./failing"))
    assert sentence in fault.message
    assert "abcdef123456" not in fault.message


def test_a_login_shell_that_was_too_slow_once_is_asked_again(
    runtime: Runtime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As right after the start of a computer: plugins were "not installed" then until the console was started anew."""
    here = f'[ -e {tmp_path}/warm ] || exec sleep 60; PATH=/opt/plugins:$PATH; eval "$4"'
    shell = script(tmp_path, "shell", here)
    environment = {"SHELL": str(shell), "PATH": "/usr/bin:/bin"}
    monkeypatch.setattr(login_shell, "_LIMIT_S", 0.3)
    assert runtime.run(login_shell.search_path(environment), 10) == "/usr/bin:/bin"
    (tmp_path / "warm").touch()
    monkeypatch.setattr(login_shell, "_LIMIT_S", 10.0)
    assert runtime.run(login_shell.search_path(environment), 20) == "/opt/plugins:/usr/bin:/bin"
    (tmp_path / "warm").unlink()  # what it told once is known
    assert runtime.run(login_shell.search_path(environment), 10) == "/opt/plugins:/usr/bin:/bin"


def test_a_plugin_that_needs_a_terminal_or_speaks_an_unknown_version_is_refused(
    runtime: Runtime, tmp_path: Path
) -> None:
    script(tmp_path, "plugin", "echo '{}'")
    assert "needs a terminal" in refusal(runtime, tmp_path, plugin("./plugin", interactiveMode="Always")).message
    old = {"exec": {"apiVersion": "client.authentication.k8s.io/v1alpha1", "command": "./plugin"}}
    assert "unknown version" in refusal(runtime, tmp_path, old).message


def test_a_file_that_is_not_a_program_is_one_sentence(runtime: Runtime, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no program")
    assert "cannot be started" in refusal(runtime, tmp_path, plugin("./data")).message


def test_a_rotated_token_file_is_read_again_when_the_server_refuses_the_old_token(
    runtime: Runtime, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("token-before\n")
    good = ["token-before"]

    def rotate() -> None:
        file.write_text("token-after\n")
        good[0] = "token-after"

    shown = check(
        runtime, tmp_path, Api(lambda token: token == good[0]), {"tokenFile": "token"}, times=2, between=rotate
    )
    assert shown == ["token-before", "token-before", "token-after"]


def test_token_files_that_are_missing_or_empty_are_one_sentence(runtime: Runtime, tmp_path: Path) -> None:
    assert "cannot be read: No such file" in refusal(runtime, tmp_path, {"tokenFile": "none"}).message
    (tmp_path / "empty").write_text("\n")
    assert "is empty" in refusal(runtime, tmp_path, {"tokenFile": "empty"}).message


def test_an_edited_kubeconfig_is_taken_over_without_a_restart(runtime: Runtime, tmp_path: Path) -> None:
    async def scenario() -> None:
        api = Api(lambda token: token == "new-token")
        async with RawServer(api) as server:
            built = connector(runtime, tmp_path, kubeconfig(server.url, user={"token": "old-token"}))
            with pytest.raises(ConnectorError, match="does not accept the credentials"):
                await built.check()
            file = tmp_path / "config"
            file.write_text(kubeconfig(server.url, user={"token": "new-token"}))
            os.utime(file, ns=(1, 1))
            assert await built.check() == "Kubernetes v1.36.0"
            await built.close()

    runtime.run(scenario(), 20)


def test_basic_authentication_is_sent_and_never_shown(runtime: Runtime, tmp_path: Path) -> None:
    shown = check(runtime, tmp_path, Api(lambda token: True), {"username": "admin", "password": "pw-canary"})
    assert shown == ["Basic YWRtaW46cHctY2FuYXJ5"]
    assert "YWRtaW46cHctY2FuYXJ5" not in scrub(shown[0])


def with_client_certificate(runtime: Runtime, folder: Path, user: dict[str, Any], authority: trustme.CA) -> str:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    authority.configure_trust(tls)
    tls.verify_mode = ssl.CERT_REQUIRED
    (folder / "ca.pem").write_bytes(authority.cert_pem.bytes())

    async def scenario() -> str:
        async with RawServer(Api(lambda _token: True), tls=tls) as server:
            text = kubeconfig(server.url, user=user, cluster={"certificate-authority": "ca.pem"})
            built: KubernetesConnector = connector(runtime, folder, text)
            try:
                return await built.check()
            finally:
                await built.close()

    return runtime.run(scenario(), 30)


def test_a_client_certificate_comes_from_the_kubeconfig_from_files_or_from_a_plugin(
    runtime: Runtime, tmp_path: Path
) -> None:
    import base64

    authority = trustme.CA()
    mine = authority.issue_cert("me@example.com")
    chain, key = mine.cert_chain_pems[0].bytes(), mine.private_key_pem.bytes()
    (tmp_path / "me.pem").write_bytes(chain)
    (tmp_path / "me.key").write_bytes(key)
    answer_of_plugin = {
        "apiVersion": V1,
        "status": {"clientCertificateData": chain.decode(), "clientKeyData": key.decode()},
    }
    (tmp_path / "answer.json").write_text(json.dumps(answer_of_plugin))
    script(tmp_path, "certificate", f"cat {tmp_path}/answer.json")
    data = {
        "client-certificate-data": base64.b64encode(chain).decode(),
        "client-key-data": base64.b64encode(key).decode(),
    }
    for user in (data, {"client-certificate": "me.pem", "client-key": "me.key"}, plugin("./certificate")):
        assert with_client_certificate(runtime, tmp_path, user, authority) == "Kubernetes v1.36.0"


def test_a_self_signed_server_is_refused_and_the_kubeconfig_option_is_named(runtime: Runtime, tmp_path: Path) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)

    async def scenario() -> ConnectorError:
        async with RawServer(Api(lambda _token: True), tls=tls) as server:
            built = connector(runtime, tmp_path, kubeconfig(server.url))
            with pytest.raises(ConnectorError) as caught:
                await built.check()
            await built.close()
            return caught.value

    fault = runtime.run(scenario(), 20)
    assert fault.message.startswith("The certificate of Cluster lab at https://127.0.0.1:")
    assert fault.hint == "Name its certificate authority in certificate-authority of the cluster in the kubeconfig."


def test_what_a_hand_written_plugin_leaves_empty_is_empty_as_for_kubectl(runtime: Runtime, tmp_path: Path) -> None:
    """``value:`` without a value became the word None; a day in what it is told of the cluster broke everything off."""
    script(tmp_path, "plugin", 'echo "[$PROFILE] [$2] $KUBERNETES_EXEC_INFO" >&2; exit 1')
    user = plugin("./plugin", env=[{"name": "PROFILE", "value": None}], args=["get", None], provideClusterInfo=True)
    text = kubeconfig("https://127.0.0.1:1", user=user).replace(
        '"server"', '"extensions": [{"name": "client.authentication.k8s.io/exec", "extension": 2026-01-31}], "server"'
    )
    with pytest.raises(ConnectorError) as caught:
        runtime.run(connector(runtime, tmp_path, text).check(), 20)
    assert "[] [] {" in caught.value.message
    assert '"config": "2026-01-31"' in caught.value.message


@pytest.mark.parametrize("wrong", [{"env": 5}, {"env": {"name": "X"}}, {"args": "get-token"}])
def test_a_plugin_whose_arguments_are_no_list_is_not_run(runtime: Runtime, tmp_path: Path, wrong: Any) -> None:
    script(tmp_path, "plugin", "exit 0")
    assert f"needs its {next(iter(wrong))} as a list" in refusal(runtime, tmp_path, plugin("./plugin", **wrong)).message


@pytest.mark.parametrize("wrong", [{"args": ["a\0b"]}, {"env": [{"name": "A=B", "value": "x"}]}])
def test_what_no_program_can_be_given_is_told_in_one_sentence(runtime: Runtime, tmp_path: Path, wrong: Any) -> None:
    script(tmp_path, "plugin", "exit 0")
    told = refusal(runtime, tmp_path, plugin("./plugin", **wrong))
    assert "has arguments or variables that no program can be given" in told.message


def test_a_plugin_in_the_home_of_nobody_is_not_installed(runtime: Runtime, tmp_path: Path) -> None:
    assert "is not installed" in refusal(runtime, tmp_path, plugin("~nobody-here/plugin")).message


def test_a_token_stands_in_for_its_file_until_there_is_one_as_for_kubectl(runtime: Runtime, tmp_path: Path) -> None:
    user = {"token": "written-down", "tokenFile": "token"}
    assert check(runtime, tmp_path, Api(lambda _token: True), user) == ["written-down"]
    (tmp_path / "token").write_text("from-the-file\n")
    assert check(runtime, tmp_path, Api(lambda _token: True), user) == ["from-the-file"]


@pytest.mark.parametrize("token", ["tök-4711-secret", "two\nlines-4711-secret", "x\r\nx-other: 4711-secret", "ends\n"])
def test_a_token_that_no_header_can_carry_is_told_as_such(runtime: Runtime, tmp_path: Path, token: str) -> None:
    (tmp_path / "printed").write_text(credential(token))
    script(tmp_path, "prints", f"cat {tmp_path}/printed")
    for user in (plugin("./prints"), {"token": f"x{token}x"}):
        fault = refusal(runtime, tmp_path, user)
        assert fault.kind is ErrorKind.AUTH
        assert "holds line breaks or letters that cannot be sent" in fault.message
        assert "4711" not in str(fault)
