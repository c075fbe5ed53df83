"""Kubernetes: 10,000 pods listed, and 5,000 watch events a second, against kubectl and the official typed client."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from functools import cache
from pathlib import Path

from tests.benchmarks.harness import Benchmark
from tests.benchmarks.served import served
from tests.fakes.kube_setup import kubeconfig

PODS = 10_000
EVENTS_PER_S = 5_000
EVENTS_FOR_S = 30
LIMIT_S = 300
_TYPED = """
import sys, time
from kubernetes import client, config
began_s = time.perf_counter()
config.load_kube_config(sys.argv[1])
found = client.CoreV1Api().list_pod_for_all_namespaces().items
assert len(found) == int(sys.argv[2]), len(found)
print(time.perf_counter() - began_s)
"""


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="cell-console-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _pod_config() -> str:
    file = _folder() / "pods.yaml"
    served("tests.benchmarks.pod_server", str(PODS), str(file))
    return str(file)


def _read(config: str, events_for_s: float = 0) -> dict[str, float]:
    """Return what one child process measured with the connector."""
    command = [sys.executable, "-m", "tests.benchmarks.pod_reader", config, str(events_for_s)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    measured: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return measured


def _listed(name: str) -> float:
    measured = _read(_pod_config())
    if measured["rows"] != PODS:
        raise RuntimeError(f"{measured['rows']:.0f} of {PODS} pods were listed")
    return measured[name]


def _kubectl(*arguments: str) -> tuple[float, float]:
    """Return seconds and peak MB of a kubectl run, which is ended after ``LIMIT_S``."""
    command = ["kubectl", "--kubeconfig", _pod_config(), "get", "pods", "-A", *arguments]
    began_s = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    limit = threading.Timer(LIMIT_S, process.kill)
    limit.start()
    try:
        _, status, used = os.wait4(process.pid, 0)
    finally:
        limit.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"kubectl ended with {process.returncode}")
    return time.perf_counter() - began_s, used.ru_maxrss / 1024


def _typed_client_s() -> float:
    command = [sys.executable, "-c", _TYPED, _pod_config(), str(PODS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, timeout=600).stdout)


def _events() -> dict[str, float]:
    """Return what was measured during a flood of events; raise when one was lost."""
    url = served("tests.benchmarks.event_server", "1000", str(EVENTS_PER_S), str(EVENTS_FOR_S), "0")
    file = _folder() / "events.yaml"
    file.write_text(kubeconfig(url))
    measured = _read(str(file), EVENTS_PER_S * EVENTS_FOR_S)
    if measured["last_version"] != EVENTS_PER_S * EVENTS_FOR_S + 1:
        raise RuntimeError(f"the last event that arrived is {measured['last_version']:.0f}")
    return measured


_last_events: dict[str, float] = {}


def _event_gap(name: str) -> float:
    if name not in _last_events:
        _last_events.update(_events())
    return _last_events[name]


BENCHMARKS = [
    Benchmark(
        name="kubernetes: 10,000 pods listed, connecting included",
        unit="s",
        measure=lambda: _listed("complete_s"),
        reference=lambda: _kubectl("-o", "json")[0],
        reference_name="kubectl get pods -A -o json",
        bar=0.12,
    ),
    Benchmark(
        name="kubernetes: 10,000 pods, peak memory",
        unit="MB",
        measure=lambda: _listed("peak_mb"),
        reference=lambda: _kubectl("-o", "json")[1],
        reference_name="kubectl get pods -A -o json",
        bar=0.1,
    ),
    Benchmark(
        name="kubernetes: 10,000 pods, first rows",
        unit="s",
        measure=lambda: _listed("first_s"),
        reference=lambda: _kubectl()[0],
        reference_name="kubectl get pods -A",
        bar=0.1,
    ),
    Benchmark(
        name="kubernetes: 10,000 pods against the typed client",
        unit="s",
        measure=lambda: _listed("complete_s"),
        reference=_typed_client_s,
        reference_name="kubernetes client, typed list",
        bar=0.15,
    ),
    Benchmark(
        name="kubernetes: 5,000 events/s for 30 s, main thread gap p99",
        unit="ms",
        measure=lambda: _event_gap("gap_p99_ms"),
        bar=16.0,
        repeats=1,
    ),
    Benchmark(
        name="kubernetes: 5,000 events/s for 30 s, main thread gap worst",
        unit="ms",
        measure=lambda: _event_gap("gap_worst_ms"),
        bar=50.0,
        repeats=1,
    ),
]
