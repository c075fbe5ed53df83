"""Kubeconfig: lists, merging, relative paths, hostile files, what is refused. Proves L-C1, C6."""

import base64
import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors.kubernetes.kube_context import KubeContext, resolve_context
from connectors.kubernetes.kubeconfig import MOST_BYTES, kubeconfig_files, read_kubeconfig
from console.kernel.errors import ConsoleError, UserError


def config(name: str, **more: Any) -> dict[str, Any]:
    body = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": name, "cluster": {"server": f"https://{name}:6443"}}],
        "users": [{"name": name, "user": {"token": f"token-of-{name}"}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "current-context": name,
    }
    return body | more


def write(file: Path, body: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(body if isinstance(body, str) else yaml.safe_dump(body))
    return file


def resolve(file: Path, wanted: str = "") -> KubeContext:
    return resolve_context(read_kubeconfig([file]), wanted)


def refusal(file: Path, wanted: str = "") -> ConsoleError:
    with pytest.raises(ConsoleError) as caught:
        resolve(file, wanted)
    return caught.value


def test_the_first_file_of_a_list_wins_for_names_and_current_context(tmp_path: Path) -> None:
    first = write(tmp_path / "a" / "config", config("one"))
    shared = config("two")
    shared["clusters"].append({"name": "one", "cluster": {"server": "https://other:1"}})
    second = write(tmp_path / "b" / "config", shared)
    merged = read_kubeconfig([first, second])
    assert merged.current_context == "one"
    assert resolve_context(merged).server == "https://one:6443"
    assert resolve_context(merged, "two").server == "https://two:6443"
    assert read_kubeconfig([second, first]).current_context == "two"


def test_kubectl_agrees_about_the_current_context_of_a_list(tmp_path: Path) -> None:
    import shutil
    import subprocess

    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    files = [write(tmp_path / name, config(name)) for name in ("one", "two")]
    environment = {**os.environ, "KUBECONFIG": os.pathsep.join(map(str, files))}
    said = subprocess.run(
        [kubectl, "config", "current-context"], env=environment, capture_output=True, text=True, check=True, timeout=30
    )
    assert said.stdout.strip() == read_kubeconfig(files).current_context


def test_option_environment_and_home_are_looked_at_in_this_order(tmp_path: Path, isolated_home: Path) -> None:
    listed = os.pathsep.join(["/x/config", "", "~/y"])
    assert kubeconfig_files("", tmp_path, {"KUBECONFIG": listed}) == (Path("/x/config"), isolated_home / "y")
    assert kubeconfig_files("", tmp_path, {}) == (isolated_home / ".kube" / "config",)
    assert kubeconfig_files("kube/config", tmp_path, {"KUBECONFIG": listed}) == (tmp_path / "kube" / "config",)


def test_a_file_of_the_list_that_does_not_exist_is_skipped_but_not_all_of_them(tmp_path: Path) -> None:
    file = write(tmp_path / "config", config("one"))
    assert read_kubeconfig([tmp_path / "none", file]).current_context == "one"
    with pytest.raises(ConsoleError, match="There is no kubeconfig at"):
        read_kubeconfig([tmp_path / "none"])


@pytest.mark.parametrize("empty", ["", "# nothing yet\n", "---\n", "{}"])
def test_an_empty_file_of_the_list_is_skipped_but_not_all_of_them(tmp_path: Path, empty: str) -> None:
    file, nothing = write(tmp_path / "config", config("one")), write(tmp_path / "empty", empty)
    for files in ([file, nothing], [nothing, file], [nothing, nothing, file]):
        assert resolve_context(read_kubeconfig(files)).server == "https://one:6443"
    both = [write(tmp_path / "config2", config("two")), nothing, file]
    assert resolve_context(read_kubeconfig(both)).server == "https://two:6443"
    assert resolve_context(read_kubeconfig(both), "one").server == "https://one:6443"
    with pytest.raises(ConsoleError, match=r"it is not a mapping|has no current context"):
        resolve_context(read_kubeconfig([nothing, write(tmp_path / "other", empty)]))


@pytest.mark.parametrize("text", ["[]", "0", "''", "false"])
def test_a_file_of_the_list_that_is_no_mapping_is_not_taken_for_an_empty_one(tmp_path: Path, text: str) -> None:
    files = [write(tmp_path / "config", config("one")), write(tmp_path / "wrong", text)]
    with pytest.raises(ConsoleError, match="wrong cannot be used: it is not a mapping"):
        read_kubeconfig(files)


@pytest.mark.parametrize("number", [1, 2])
def test_relative_paths_of_a_link_refer_to_where_the_link_is(tmp_path: Path, number: int) -> None:
    body = config("one")
    body["clusters"][0]["cluster"]["certificate-authority"] = "pki/ca.pem"
    body["users"][0]["user"] = {"tokenFile": "token"}
    target = write(tmp_path / "store" / "config", body)
    link = tmp_path / "home" / "config"
    link.parent.mkdir()
    link.symlink_to(target)
    other = write(tmp_path / "other", config("two"))
    context = resolve_context(read_kubeconfig([link, other][:number]))
    assert context.ca_file == str(tmp_path / "home" / "pki" / "ca.pem")
    assert context.sign_in.token_file == tmp_path / "home" / "token"
    assert context.sign_in.folder == tmp_path / "home"


def test_relative_paths_refer_to_the_file_that_names_them(tmp_path: Path) -> None:
    body = config("one")
    body["clusters"][0]["cluster"]["certificate-authority"] = "pki/ca.pem"
    body["users"][0]["user"] = {"client-certificate": "pki/me.pem", "client-key": "../me.key", "tokenFile": "token"}
    context = resolve(write(tmp_path / "deep" / "config", body))
    assert context.ca_file == str(tmp_path / "deep" / "pki" / "ca.pem")
    assert context.sign_in.certificate_file == str(tmp_path / "deep" / "pki" / "me.pem")
    assert context.sign_in.key_file == str(tmp_path / "me.key")
    assert context.sign_in.token_file == tmp_path / "deep" / "token"


def test_data_wins_over_files_and_everything_else_is_carried_over(tmp_path: Path) -> None:
    body = config("one")
    body["clusters"][0]["cluster"] |= {
        "certificate-authority": "ca.pem",
        "certificate-authority-data": base64.b64encode(b"PEM").decode(),
        "tls-server-name": "kubernetes.default",
        "proxy-url": "http://user:hidden@proxy:3128",
    }
    body["users"][0]["user"] = {"username": "u", "password": "p4ssw0rd-canary"}
    body["contexts"][0]["context"]["namespace"] = "cell-tokyo"
    context = resolve(write(tmp_path / "config", body))
    assert (context.ca_pem, context.ca_file) == (b"PEM", "")
    assert (context.server_name, context.proxy) == ("kubernetes.default", "http://user:hidden@proxy:3128")
    assert (context.namespace, context.sign_in.username) == ("cell-tokyo", "u")
    assert "p4ssw0rd-canary" not in repr(context)
    assert "hidden" not in repr(context)


def test_reading_never_changes_the_file_or_its_mode(tmp_path: Path) -> None:
    file = write(tmp_path / "config", config("one"))
    file.chmod(0o640)
    before = (file.read_bytes(), file.stat().st_mode, file.stat().st_mtime_ns)
    resolve(file)
    assert (file.read_bytes(), file.stat().st_mode, file.stat().st_mtime_ns) == before


def bomb() -> str:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(levels)


def edited(edit: str, value: Any) -> dict[str, Any]:
    body = config("one")
    part, _, key = edit.partition(".")
    body[part + "s"][0][part][key] = value
    return body


REFUSED = [
    (bomb(), "unfolds to too many entries"),
    ("just text", "it is not a mapping"),
    ("[1, 2]", "it is not a mapping"),
    ("", "it is not a mapping"),
    ("a: [", "it is not YAML in line"),
    ("!!python/object/apply:os.system ['true']", "it is not YAML"),
    ("x" * (MOST_BYTES + 1), "it is larger than 2 MiB"),
    ({**config("one"), "clusters": {"one": {}}}, "clusters is not a list of named entries"),
    ({**config("one"), "users": [{"user": {}}]}, "users is not a list of named entries"),
    ({**config("one"), "contexts": [{"name": 5, "context": {}}]}, "contexts is not a list of named entries"),
    ({**config("one"), "current-context": ""}, "has no current context"),
    ({**config("one"), "current-context": "gone"}, "has no context 'gone'"),
    (edited("context.cluster", "gone"), "has no cluster 'gone'"),
    (edited("context.user", "gone"), "has no user 'gone'"),
    (edited("cluster.server", ""), "has no server address"),
    (edited("cluster.server", "ftp://x"), "has no server address"),
    (edited("cluster.insecure-skip-tls-verify", True), "switches the verification of certificates off"),
    (edited("cluster.certificate-authority-data", "%%%"), "certificate-authority-data of context one is not base64"),
    (edited("cluster.server", "one:6443"), "has no server address"),  # http, for kubectl: a token would go in the clear
    (edited("user.auth-provider", {"name": "gcp"}), "removed auth-provider gcp"),
    (edited("user.auth-provider", {"name": "oidc"}), "auth-provider oidc, which Cell Console does not run"),
]


@pytest.mark.parametrize(("body", "sentence"), REFUSED)
def test_what_cannot_be_used_is_refused_in_one_sentence_with_what_to_do(
    tmp_path: Path, body: Any, sentence: str
) -> None:
    fault = refusal(write(tmp_path / "config", body))
    assert sentence in fault.message
    assert fault.hint
    assert "token-of-one" not in str(fault)


def test_a_wrong_context_is_answered_with_the_names_there_are(tmp_path: Path) -> None:
    fault = refusal(write(tmp_path / "config", config("one")), "two")
    assert "has no context 'two'" in fault.message
    assert fault.hint == "There are: one."


def test_an_unreadable_file_is_told_as_such(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path).message  # a folder cannot be read by anybody, root included


def test_json_kubeconfigs_are_read_too(tmp_path: Path) -> None:
    assert resolve(write(tmp_path / "config", json.dumps(config("one")))).sign_in.token is not None


def test_a_file_where_one_may_not_look_is_told_and_not_taken_for_absent(tmp_path: Path) -> None:
    """As a kubeconfig of another user, whose folder is closed: Python raised what nobody caught."""
    closed = tmp_path / ("x" * 300) / "config"  # which the system refuses to look at for everybody, root included
    good = write(tmp_path / "config", config("one"))
    for files in ([closed], [good, closed]):
        with pytest.raises(UserError, match="cannot be read"):
            read_kubeconfig(files)
    assert read_kubeconfig([good, tmp_path / "absent" / "config"]).files == (good,)


def test_the_home_of_nobody_is_a_path_like_any_other(tmp_path: Path) -> None:
    (file,) = kubeconfig_files("~nobody-here/config", tmp_path)
    with pytest.raises(UserError, match=r"There is no kubeconfig at .*~nobody-here/config"):
        read_kubeconfig([file])


@pytest.mark.parametrize(
    ("server", "more"),
    [
        ("HTTPS://one:6443/", {}),
        (" one:6443 ", {"certificate-authority-data": base64.b64encode(b"pem").decode()}),
        ("one:6443", {"certificate-authority": "ca.pem"}),
    ],
)
def test_a_server_is_written_as_kubectl_takes_it(tmp_path: Path, server: str, more: dict[str, str]) -> None:
    body = config("one")
    body["clusters"][0]["cluster"] = {"server": server, **more}
    assert resolve(write(tmp_path / "config", body)).server == "https://one:6443"


def test_a_server_without_a_scheme_speaks_tls_with_who_shows_a_certificate(tmp_path: Path) -> None:
    body = config("one")
    body["clusters"][0]["cluster"] = {"server": "one:6443"}
    body["users"][0]["user"] = {"client-certificate": "one.crt", "client-key": "one.key"}
    assert resolve(write(tmp_path / "config", body)).server == "https://one:6443"


@pytest.mark.parametrize("listed", [True, False])
def test_a_program_whose_working_folder_was_deleted_still_finds_the_kubeconfig(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: bool
) -> None:
    """As a window that was started in a checkout that is gone: all its clusters failed by a fault of the program."""
    file = write(tmp_path / "home" / ".kube" / "config", config("one"))
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    environment = {"KUBECONFIG": str(file)} if listed else {}
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert read_kubeconfig(kubeconfig_files("", tmp_path, environment)).files == (file,)


def test_a_relative_kubeconfig_of_the_environment_begins_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = config("one")
    body["clusters"][0]["cluster"]["certificate-authority"] = "ca.pem"
    write(tmp_path / "here" / "config", body)
    monkeypatch.chdir(tmp_path / "here")
    found = read_kubeconfig(kubeconfig_files("", tmp_path, {"KUBECONFIG": "config"}))
    assert resolve_context(found).ca_file == str(tmp_path / "here" / "ca.pem")
