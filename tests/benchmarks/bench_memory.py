"""Memory: the whole program on the lab and a cluster of 10,000 pods, every page opened once, beside a bare window."""

import tempfile
from functools import cache
from pathlib import Path

from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark
from tests.benchmarks.memory_child import PODS
from tests.benchmarks.served import served
from tests.fakes.kube_setup import kubeconfig


@cache
def _bare_mb() -> float:
    return told_by("memory_child", "bare")["bare_mb"]


@cache
def _measured() -> dict[str, float]:
    url = served("tests.benchmarks.event_server", str(PODS), "1", "0", "0")
    with tempfile.TemporaryDirectory(prefix="cell-console-bench-") as folder:
        file = Path(folder, "kubeconfig")
        file.write_text(kubeconfig(url), encoding="utf-8")
        return told_by("memory_child", "pages", str(file))


BENCHMARKS = [
    Benchmark(
        name=f"whole program, {PODS:,} pods, {what}: beyond a bare window",
        unit="MB",
        measure=lambda name=name: _measured()[name] - _bare_mb(),
        bar=250.0,
        repeats=1,
    )
    for name, what in (("opened_mb", "one page"), ("pages_mb", "all pages opened once"))
]
