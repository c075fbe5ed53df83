"""The lab runs for real: its own process, the real Prometheus, kubectl; and it keeps strangers out. (proves L-lab)"""

import json
import shutil
import socket
import stat
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from console.estate.load import load_estate
from tests.fakes.lab import LabForTests
from tests.fakes.waiting import wait_until


def _status(url: str, **headers: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _listens(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=2).close()
    except ConnectionRefusedError:
        return False
    return True


def test_the_estate_file_opens_like_any_other_and_says_that_it_is_the_lab(lab: LabForTests) -> None:
    estate = load_estate(lab.at.estate_file).estate
    assert estate.is_lab
    assert [cell.key for cell in estate.cells] == ["tokyo", "osaka", "frankfurt", "content", "ai", "infra"]
    assert all(connection.environment.value == "lab" for connection in estate.connections())


def test_secrets_are_private_files_and_the_estate_holds_none(lab: LabForTests) -> None:
    tokens = [file.read_text() for file in (lab.at.folder / "tokens").iterdir()]
    assert len(tokens) >= 3
    text = lab.at.estate_file.read_text()
    assert not [token for token in tokens if token in text]
    for path in lab.at.folder.rglob("*"):
        if "blocks" in path.parts or "data" in path.parts or path.name in ("output.log", ".cell-console-lab"):
            continue  # what Prometheus and Alertmanager write themselves; the folders above them are private
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, f"{path} has mode {mode:o}"
    assert stat.S_IMODE(lab.at.folder.stat().st_mode) == 0o700


def test_tokens_are_in_no_process_argument(lab: LabForTests) -> None:
    tokens = [file.read_bytes() for file in (lab.at.folder / "tokens").iterdir()]
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in _family(lab)]
    assert len(lines) >= 2
    assert not [token for token in tokens if any(token in line for line in lines)]


def _family(lab: LabForTests) -> list[int]:
    assert lab.process.pid is not None
    found = subprocess.run(["pgrep", "-P", str(lab.process.pid)], capture_output=True, text=True, check=False)
    return [lab.process.pid, *map(int, found.stdout.split())]


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_reads_the_cluster_as_administrator_and_is_refused_as_viewer(lab: LabForTests) -> None:
    def kubectl(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["kubectl", "--kubeconfig", str(lab.at.kubeconfig), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    pods = kubectl("get", "pods", "-n", "cell-tokyo", "-o", "name").stdout.split()
    assert len(pods) >= 7
    assert kubectl("--context", "viewer", "get", "pods", "-n", "cell-tokyo", "-o", "name").stdout.split() == pods
    for refused in (
        ("get", "pods", "-A"), ("get", "pods", "-n", "cell-frankfurt"), ("get", "secrets", "-n", "cell-tokyo"),
        ("delete", "pod", "-n", "cell-tokyo", pods[0].removeprefix("pod/")),
    ):  # fmt: skip
        answer = kubectl("--context", "viewer", *refused)
        assert answer.returncode != 0
        assert "forbidden" in answer.stderr


def test_every_server_wants_its_token(lab: LabForTests) -> None:
    urls = [lab.at.metrics_url]
    urls += [f"{url}/api/v1/status/buildinfo" for url in (lab.at.prometheus_url,) if url]
    urls += [f"{url}/api/v2/status" for url in (lab.at.alertmanager_url,) if url]
    for url in urls:
        assert _status(url) == 401
        assert _status(url, Authorization="Bearer wrong") == 401
    assert _status(lab.at.metrics_url, Authorization=f"Bearer {lab.at.metrics_token_file.read_text()}") == 200


def test_a_foreign_host_name_is_refused_even_with_the_token(lab: LabForTests) -> None:
    """A web page that rebinds its name to 127.0.0.1 sends its own name."""
    bearer = f"Bearer {lab.at.metrics_token_file.read_text()}"
    assert _status(lab.at.metrics_url, Authorization=bearer, Host="evil.example") == 421
    assert _status(lab.at.metrics_url, Authorization=bearer, Host="localhost:1") == 200


def test_prometheus_own_port_is_closed_to_others(lab: LabForTests, needs_prometheus: None) -> None:
    listen = [
        argument.removeprefix("--web.listen-address=")
        for pid in _family(lab)
        for argument in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        if argument.startswith("--web.listen-address=")
    ]
    assert listen
    for address in listen:
        assert address.startswith("127.0.0.1:")
        wait_until(lambda address=address: _listens(address), 30, f"{address} listens")
        assert _status(f"http://{address}/") == 401


def test_prometheus_reads_the_live_estate(measured_lab: LabForTests) -> None:
    rows = measured_lab.query("count by (cell) (http_server_requests_total)")
    assert {row["metric"]["cell"] for row in rows} >= {"tokyo", "osaka", "frankfurt", "content", "ai", "infra"}
    wait_until(
        lambda: len(measured_lab.query("sum by (cell) (rate(istio_requests_total[1m])) > 0")) == 6, 30, "live rates"
    )


def test_live_samples_continue_the_series_of_the_history(measured_lab: LabForTests) -> None:
    """The same labels before and after the start: nothing begins anew, so that a graph over both is one line."""
    history = measured_lab.query('http_server_requests_total{cell="tokyo",service="web"} offset 3h')
    live = measured_lab.query('http_server_requests_total{cell="tokyo",service="web"}')
    assert history
    names = [{json.dumps(row["metric"], sort_keys=True) for row in rows} for rows in (history, live)]
    assert names[0] <= names[1]


def test_alert_rules_are_loaded_and_the_alertmanager_is_known(measured_lab: LabForTests) -> None:
    at = measured_lab.at
    assert at.prometheus_token_file is not None
    rules = json.loads(measured_lab.get(f"{at.prometheus_url}/api/v1/rules", at.prometheus_token_file))
    (group,) = rules["data"]["groups"]
    assert {rule["name"] for rule in group["rules"]} >= {"CellErrorsHigh", "LabMetricsMissing"}
    assert {rule["health"] for rule in group["rules"]} <= {"ok", "unknown"}
    if at.alertmanager_url:
        answer = json.loads(measured_lab.get(f"{at.prometheus_url}/api/v1/alertmanagers", at.prometheus_token_file))
        assert len(answer["data"]["activeAlertmanagers"]) == 1


def test_a_calm_estate_fires_no_alert(measured_lab: LabForTests) -> None:
    """At once, or when the alerts of faults that other tests have ended are over."""
    wait_until(lambda: not measured_lab.query('ALERTS{alertstate="firing"}'), 300, "an estate without alerts")
