"""The window under 5,000 watch events a second for 30 s: how long the GUI thread is away."""

import os
import tempfile
from functools import lru_cache
from pathlib import Path

from tests.benchmarks.harness import Benchmark

PODS, PER_SECOND, SECONDS = 10_000, 5_000, 30.0


@lru_cache(maxsize=1)
def _gaps() -> tuple[float, float]:
    """Return the 99th percentile and the worst gap of the GUI thread, in milliseconds; fails when a change is lost."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest

    from console.bootstrap import Profile, build_session
    from console.domain.event import ObjectsListed
    from console.domain.workload import Pod
    from console.kernel.paths import Paths
    from console.settings.settings import Settings
    from tests.fakes.busy_estate import GapWatch, changing_pods, pod
    from tests.fakes.played_opener import PlayedOpener
    from tests.fakes.small_estate import ESTATE
    from views.app import make_application
    from views.desktop import Desktop

    with tempfile.TemporaryDirectory() as folder:
        application = make_application()
        session = build_session(Profile(Paths.under(Path(folder)), Settings()))
        offline = ESTATE.model_copy(update={"clusters": (), "prometheus": ()})
        session.open_estate(offline, Path(folder) / "estate.yaml")
        desktop = Desktop(application, session, Settings(), PlayedOpener(), lambda _settings: None)
        desktop.open_first()
        session.store.dispatch(ObjectsListed("main", "pods", tuple(pod(number, 0) for number in range(PODS)), 0.0))
        QTest.qWait(2_000)
        watch = GapWatch()
        watch.start()
        with changing_pods(session.store, PODS, PER_SECOND, SECONDS) as sender:
            while sender.is_alive() or session.store.pending:
                QTest.qWait(100)
        watch.stop()
        last = {number % PODS: number for number in range(int(PER_SECOND * SECONDS))}
        seen = {int(row.ref.name[4:]): row.restarts for row in session.store.state.rows("main", "pods", Pod)}
        desktop.close()
        session.close()
    if seen != last:
        raise RuntimeError("changes were lost")
    return watch.quantile(0.99) * 1000, max(watch.gaps) * 1000


BENCHMARKS = [
    Benchmark("5,000 events/s for 30 s: UI gap, 99th percentile", "ms", lambda: _gaps()[0], bar=16.0, repeats=1),
    Benchmark("5,000 events/s for 30 s: UI gap, worst", "ms", lambda: _gaps()[1], bar=50.0, repeats=1),
]
