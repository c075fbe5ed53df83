"""Child process of the memory benchmark: a bare window, or the whole program on the lab with 10,000 pods more.

Arguments: ``bare``, or ``pages`` and a kubeconfig. Prints the resident memory of this process in MB: with ``pages``
when the estate has been read (``opened_mb``), after every page was opened once (``pages_mb``), and what each added.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil

if TYPE_CHECKING:
    from console.services.session import Session
    from views.desktop import Desktop

PODS = 10_000
DWELL_S = 2.5
READ_S = 240.0


def rss_mb() -> float:
    """Return the resident memory of this process."""
    return float(psutil.Process().memory_info().rss) / 2**20


def bare() -> dict[str, float]:
    """Show a bare PySide6 window with a table, as the start-up benchmark does."""
    from tests.benchmarks.bench_startup import BARE_WINDOW

    found: dict[str, float] = {}
    told = {"print": lambda *_words, **_named: found.update(bare_mb=rss_mb())}
    exec(compile(BARE_WINDOW, "bare", "exec"), told)
    return found


def walk(session: "Session", desktop: "Desktop", found: dict[str, float]) -> Generator[float, None, None]:
    """Read the estate, open every page, and note what the process holds; yields seconds to wait."""
    from console.domain.workload import Pod
    from views.page import Destination
    from views.registry import PAGES
    from views.tidying import tidy_up

    window, limit_s = desktop.windows[0], time.monotonic() + READ_S
    while len(session.store.state.rows("large", "pods", Pod)) < PODS:
        if time.monotonic() > limit_s:
            raise TimeoutError(f"{len(session.store.state.rows('large', 'pods', Pod))} of {PODS} pods were read")
        yield 0.2
    yield DWELL_S
    found["opened_mb"] = before = rss_mb()
    for kind in sorted(PAGES, key=lambda one: one.order):
        window.show_page(Destination(kind.key, cell="tokyo") if kind.key == "cell" else Destination(kind.key))
        yield DWELL_S
        found[kind.key], before = rss_mb() - before, rss_mb()
    yield 2 * DWELL_S
    tidy_up()  # as the program does when nobody has touched it for a while
    found["pages_mb"] = rss_mb()


def play(steps: Generator[float, None, None]) -> None:
    """Run the event loop until the steps are over; raise what one of them raised."""
    from PySide6.QtCore import QCoreApplication, QTimer

    clock, faults = QTimer(), list[Exception]()
    clock.setSingleShot(True)

    def step() -> None:
        try:
            clock.start(round(1000 * next(steps)))
        except StopIteration:
            QCoreApplication.quit()
        except Exception as error:  # noqa: BLE001 - raised below, outside Qt's call
            faults.append(error)
            QCoreApplication.quit()

    clock.timeout.connect(step)
    clock.start(0)
    QCoreApplication.exec()
    if faults:
        raise faults[0]


def pages(kubeconfig: str) -> dict[str, float]:
    """Open every page once and return what the program held meanwhile."""
    from console.bootstrap import Profile, build_session
    from console.estate.load import load_estate
    from console.estate.schema.connection import Cluster
    from console.kernel.paths import Paths
    from console.services.lab_desk import LabDesk
    from console.settings.settings import Settings
    from tests.benchmarks.used_profile import ROOT
    from tests.fakes.played_opener import PlayedOpener
    from views.app import make_application, tidy
    from views.desktop import Desktop

    found: dict[str, float] = {}
    with ExitStack() as ending:
        folder = ending.enter_context(tempfile.TemporaryDirectory())
        application = make_application()
        session = build_session(Profile(Paths.under(Path(folder)), Settings()))
        ending.callback(session.close)
        desk = LabDesk(session.runtime, Paths.under(ROOT / "build" / "benchmark-lab"))
        ending.callback(desk.close)
        loaded = load_estate(desk.start().result(READ_S))
        clusters = (*loaded.estate.clusters, Cluster(key="large", kubeconfig=kubeconfig))
        session.open_estate(loaded.estate.model_copy(update={"clusters": clusters}), loaded.file)
        ending.callback(session.close_estate)
        desktop = Desktop(application, session, Settings(), PlayedOpener(), lambda _settings: None)
        ending.callback(desktop.close)
        desktop.open_first()
        tidy(desktop, session.clock)  # collects between frames, as the program does after its first window
        play(walk(session, desktop, found))
    return found


def main() -> None:
    """Measure and print one line of JSON."""
    print(json.dumps(bare() if sys.argv[1] == "bare" else pages(sys.argv[2])))


if __name__ == "__main__":
    main()
