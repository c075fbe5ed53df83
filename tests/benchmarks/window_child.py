"""Child process of the window's benchmark: the whole program under a flood of changes; prints what was measured.

Arguments: ``idle``, ``store`` (changes go straight into the store) or ``cluster`` (a kubeconfig follows: they come
from a server in another process, through the real connector), then pods, changes a second and seconds.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.store.store import Store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SETTLE_S = 3.0
LIMIT_S = 90.0


def last_turns(pods: int, total: int) -> dict[int, int]:
    """Return the last change of every pod, when change ``n`` is of pod ``n`` modulo ``pods``."""
    return {number % pods: number for number in range(total)}


def seen_turns(store: "Store", kubeconfig: str) -> dict[int, int]:
    """Return the change that the store shows of every pod that was changed."""
    from console.domain.workload import Pod

    rows = store.state.rows("main", "pods", Pod)
    if not kubeconfig:
        return {int(row.ref.name[4:]): row.restarts for row in rows}
    return {int(row.ref.name[1:]): int(dict(row.labels).get("turn", 0)) - 2 for row in rows}


def lost(wanted: dict[int, int], seen: dict[int, int]) -> float:
    """Return how many pods do not show their last change."""
    return float(sum(seen.get(number) != turn for number, turn in wanted.items()))


@contextmanager
def flood(store: "Store", what: str, pods: int, rate: int, seconds: float) -> Iterator[threading.Thread]:
    """A thread that lives while changes come, from ``settled`` on; a cluster's come by themselves."""
    from tests.fakes.busy_estate import changing_pods

    if what == "store":
        with changing_pods(store, pods, rate, seconds) as sender:
            yield sender
        return
    last = max(last_turns(pods, int(rate * seconds)).values(), default=0)

    def wait() -> None:
        limit_s, pause = time.monotonic() + (LIMIT_S if what == "cluster" else seconds), threading.Event()
        while time.monotonic() < limit_s:
            if what == "cluster" and max(seen_turns(store, "cluster").values(), default=0) >= last:
                return
            pause.wait(1.0)

    thread = threading.Thread(target=wait, name="flood")
    thread.start()
    yield thread
    thread.join()


def measure(what: str, kubeconfig: str, pods: int, rate: int, seconds: float) -> dict[str, float]:
    """Run the program's window and event loop as ``views.app`` does, and watch the GUI thread during the flood."""
    from PySide6.QtCore import QTimer

    from console.bootstrap import Profile, build_session
    from console.domain.event import ObjectsListed
    from console.estate.schema.connection import Cluster
    from console.kernel.paths import Paths
    from console.settings.settings import Settings
    from tests.fakes.busy_estate import GapWatch, pod
    from tests.fakes.played_opener import PlayedOpener
    from tests.fakes.small_estate import ESTATE
    from views.app import collect_seldom, make_application
    from views.desktop import Desktop

    clusters = (Cluster(key="main", kubeconfig=kubeconfig),) if kubeconfig else ()
    estate = ESTATE.model_copy(update={"clusters": clusters, "prometheus": ()})
    watch, result = GapWatch(), {"lost": 0.0}
    with tempfile.TemporaryDirectory() as folder:
        application = make_application()
        session = build_session(Profile(Paths.under(Path(folder)), Settings()))
        session.open_estate(estate, Path(folder) / "estate.yaml")
        desktop = Desktop(application, session, Settings(), PlayedOpener(), lambda _settings: None)
        desktop.open_first()
        collect_seldom()
        if not kubeconfig:
            session.store.dispatch(ObjectsListed("main", "pods", tuple(pod(n, 0) for n in range(pods)), 0.0))
        with_flood = flood(session.store, what, pods, rate, seconds)
        running: list[threading.Thread] = []

        def begin() -> None:
            seen = seen_turns(session.store, kubeconfig)
            if len(seen) < pods or (what == "cluster" and max(seen.values()) < 0):  # not listed, or nothing changes yet
                QTimer.singleShot(100, begin)
                return
            began_s[:] = [time.process_time(), time.perf_counter()]
            running.append(with_flood.__enter__())
            watch.start()
            look.start()

        def end() -> None:
            if not running[0].is_alive() and not session.store.pending:
                watch.stop()
                application.quit()

        began_s = [0.0, 0.0]
        look = QTimer()
        look.setInterval(200)
        look.timeout.connect(end)
        QTimer.singleShot(round(SETTLE_S * 1000), begin)
        application.exec()
        with_flood.__exit__(None, None, None)
        result["cpu_share"] = (time.process_time() - began_s[0]) / (time.perf_counter() - began_s[1])
        if what != "idle":
            result["lost"] = lost(last_turns(pods, int(rate * seconds)), seen_turns(session.store, kubeconfig))
        desktop.close()
        session.close()
    return result | {"gap_p99_ms": watch.quantile(0.99) * 1000, "gap_worst_ms": max(watch.gaps) * 1000}


def main() -> None:
    """Measure and print one line of JSON."""
    what, kubeconfig, pods, rate, seconds = sys.argv[1:]
    print(json.dumps(measure(what, kubeconfig, int(pods), int(rate), float(seconds))))


if __name__ == "__main__":
    main()
