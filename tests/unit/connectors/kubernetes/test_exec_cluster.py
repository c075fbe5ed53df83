"""What an exec plugin is told about the cluster: the fields of the protocol, authorities only as data. Proves C6."""

import base64
from pathlib import Path
from typing import Any

import pytest

from connectors.kubernetes.kube_context import KubeContext, resolve_context
from connectors.kubernetes.kubeconfig import read_kubeconfig
from console.kernel.errors import UserError
from tests.fakes.kube_setup import kubeconfig

PEM = b"-----BEGIN CERTIFICATE-----\n"


def context(folder: Path, cluster: dict[str, Any], *, told: bool = True) -> KubeContext:
    version = "client.authentication.k8s.io/v1"
    user = {"exec": {"apiVersion": version, "command": "signin", "provideClusterInfo": told}}
    folder.mkdir(exist_ok=True)
    (folder / "config").write_text(kubeconfig("https://one:6443", user=user, cluster=cluster))
    return resolve_context(read_kubeconfig([folder / "config"]))


def test_an_authority_in_a_file_beside_the_kubeconfig_is_told_as_data(tmp_path: Path) -> None:
    (tmp_path / "kube" / "pki").mkdir(parents=True)
    (tmp_path / "kube" / "pki" / "ca.pem").write_bytes(PEM)
    found = context(tmp_path / "kube", {"certificate-authority": "pki/ca.pem", "tls-server-name": "api"})
    assert found.exec_cluster == {
        "server": "https://one:6443",
        "tls-server-name": "api",
        "certificate-authority-data": base64.b64encode(PEM).decode(),
    }
    assert found.ca_file == str(tmp_path / "kube" / "pki" / "ca.pem")


def test_data_goes_before_the_file_which_is_not_read_then(tmp_path: Path) -> None:
    data = base64.b64encode(PEM).decode()
    found = context(tmp_path, {"certificate-authority": "none.pem", "certificate-authority-data": data})
    assert found.exec_cluster == {"server": "https://one:6443", "certificate-authority-data": data}


def test_extensions_are_told_as_the_configuration_that_they_are(tmp_path: Path) -> None:
    mine = {"name": "client.authentication.k8s.io/exec", "extension": {"audience": "x"}}
    found = context(tmp_path, {"extensions": [{"name": "other", "extension": {}}, mine]})
    assert found.exec_cluster == {"server": "https://one:6443", "config": {"audience": "x"}}


def test_an_authority_that_cannot_be_read_is_told_but_only_when_it_is_asked_for(tmp_path: Path) -> None:
    cluster = {"certificate-authority": "none.pem"}
    with pytest.raises(UserError, match=r"none\.pem cannot be read"):
        context(tmp_path, cluster)
    assert context(tmp_path, cluster, told=False).exec_cluster == {}
