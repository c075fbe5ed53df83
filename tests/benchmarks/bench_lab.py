"""The lab: time until it is usable, first and later; memory beside Prometheus; time until its 90 days are written."""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.benchmarks.harness import Benchmark

_TEMPORARY = tempfile.TemporaryDirectory(prefix="cell-console-bench-")
_ROOT = Path(_TEMPORARY.name)
_CACHE = _ROOT / "cache"
_SETTLE_S = 20.0


@contextmanager
def _lab(cache: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", float]]:
    """A running lab and the seconds from its start until it said that it is ready."""
    command = [sys.executable, "-m", "console", "lab", "--headless", "--control", "--base", str(_ROOT / "lab")]
    began_s = time.monotonic()
    process = subprocess.Popen(
        [*command, "--cache", str(cache), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "ready" in json.loads(line):
                break
        yield process, time.monotonic() - began_s
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _first_ready_s() -> float:
    shutil.rmtree(_CACHE, ignore_errors=True)
    with _lab(_CACHE) as (_, ready_s):
        return ready_s


def _history_cpu_s() -> float:
    """CPU seconds of a lab and its children until all is written, without a cache; leaves a full cache."""
    shutil.rmtree(_CACHE, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with _lab(_CACHE) as (process, _):
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line).get("progress", {}).get("fraction") == 1.0:
                break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _later_ready_s() -> float:
    if not _CACHE.exists():
        _history_cpu_s()
    with _lab(_CACHE) as (_, ready_s):
        return ready_s


def _memory_mb() -> float:
    """Resident memory of the lab without Prometheus and Alertmanager, after twenty seconds of steps and scrapes."""
    with _lab(_CACHE) as (process, _):
        lab = psutil.Process(process.pid)
        deadline_s = time.monotonic() + _SETTLE_S
        most, pause = 0.0, threading.Event()
        while time.monotonic() < deadline_s:
            family = [lab, *(one for one in lab.children(recursive=True) if one.name().startswith("python"))]
            most = max(most, sum(_rss(one) for one in family))
            pause.wait(0.2)
        return most / 1e6


def _rss(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0.0


BENCHMARKS = [
    Benchmark(name="lab: usable, first time", unit="s", measure=_first_ready_s, bar=10.0, repeats=5),
    Benchmark(name="lab: 90 days written, CPU", unit="s", measure=_history_cpu_s, bar=60.0, repeats=1),
    Benchmark(name="lab: usable, history cached", unit="s", measure=_later_ready_s, bar=3.0, repeats=5),
    Benchmark(name="lab: memory besides Prometheus", unit="MB", measure=_memory_mb, bar=250.0, repeats=1),
]
