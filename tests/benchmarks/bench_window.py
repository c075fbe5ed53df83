"""The window with 10,000 pods and 5,000 changes a second for 30 s: how long the GUI thread is away.

Without a network (changes go straight into the store), and with all of it: a server in another process, the real
connector, the store, the history and the overview. The idle window is the control: what the machine itself adds.
"""

import tempfile
from functools import cache
from pathlib import Path

from tests.benchmarks.child import told_by
from tests.benchmarks.harness import Benchmark
from tests.benchmarks.served import served
from tests.fakes.kube_setup import kubeconfig

PODS, PER_SECOND, SECONDS = 10_000, 5_000, 30.0
SETTLE_S = 8.0  # from the list to the first change


@cache
def _gaps(what: str) -> dict[str, float]:
    """Return what one child process measured; fails when a change was lost."""
    with tempfile.TemporaryDirectory(prefix="cell-console-bench-") as folder:
        file = ""
        if what == "cluster":
            rate = (str(PODS), str(PER_SECOND), str(SECONDS), str(SETTLE_S))
            url = served("tests.benchmarks.event_server", *rate)
            file = str(Path(folder, "kubeconfig"))
            Path(file).write_text(kubeconfig(url), encoding="utf-8")
        measured = told_by("window_child", what, file, str(PODS), str(PER_SECOND), str(SECONDS))
    if measured["lost"]:
        raise RuntimeError(f"{measured['lost']:.0f} pods do not show their last change")
    return measured


def _rows(what: str, title: str) -> list[Benchmark]:
    return [
        Benchmark(
            name=f"window, {title}: {words}",
            unit="ms",
            measure=lambda name=name: _gaps(what)[name],
            bar=bar,
            repeats=1,
        )
        for name, words, bar in (("gap_p99_ms", "UI gap p99", 16.0), ("gap_worst_ms", "UI gap worst", 50.0))
    ]


BENCHMARKS = [
    *_rows("idle", "idle (control)"),
    *_rows("store", "5,000 changes/s into the store"),
    *_rows("cluster", "5,000 watch events/s from a cluster"),
]
