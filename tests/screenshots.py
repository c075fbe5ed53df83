"""Pictures of every page from the lab: ``python -m tests.screenshots`` writes them to ``build/screenshots``.

Arguments: names of pages (default: all). ``first-start`` is the welcome page, ``no-network`` the Overview on the local
history alone, ``failed`` the Overview with an API server and a Prometheus that refuse.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest

from console.bootstrap import Profile, build_session
from console.estate.load import load_estate
from console.estate.schema.estate import Estate
from console.kernel.paths import Paths
from console.services.lab_desk import LabDesk
from console.services.session import Session
from console.services.window_opener import WindowOpener
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from views.app import make_application
from views.desktop import Desktop
from views.page import Destination
from views.window import Window

FOLDER = Path(__file__).resolve().parent.parent / "build" / "screenshots"
SIZES = ((1280, 800), (1920, 1080))
LOOKS = tuple(product((Theme.LIGHT, Theme.DARK), (Language.ENGLISH, Language.JAPANESE)))
FIRST_DATA_S = 60.0
SETTLE_MS = 1_500


@dataclass(frozen=True)
class Shot:
    """A picture: its name, where to go, and what to do there before it is taken."""

    name: str
    to: Destination
    prepare: Callable[[Window], None] = lambda _window: None
    wait_ms: int = SETTLE_MS


def _press(key: str) -> Callable[[Window], None]:
    return lambda window: QTest.keyClick(window.focusWidget() or window, key)  # type: ignore[arg-type]


_WEB = {"connection": "lab", "namespace": "cell-tokyo", "group": "apps", "kind": "Deployment", "name": "web"}
SHOTS = (
    Shot("overview", Destination("overview")),
    Shot("overview-layers", Destination("overview"), _press("A")),
    Shot("cell", Destination("cell", cell="tokyo")),
    Shot("cell-drift", Destination("cell", cell="infra"), _press("2")),
    Shot("cell-pods", Destination("cell", cell="tokyo"), _press("3")),
    Shot("autoscaling", Destination("autoscaling")),
    Shot("slos", Destination("slos"), wait_ms=8_000),
    Shot("slos-burns", Destination("slos"), _press("2"), wait_ms=3_000),
    Shot("slos-marks", Destination("slos"), _press("3")),
    Shot("slos-query", Destination("slos"), _press("4")),
    Shot("resources", Destination("resources", connection="lab", kind="Pod"), wait_ms=3_000),
    Shot("resources-summary", Destination("resources", **_WEB), wait_ms=3_000),
    Shot("resources-yaml", Destination("resources", view="yaml", **_WEB), wait_ms=3_000),
    Shot("resources-logs", Destination("resources", view="logs", **_WEB), wait_ms=3_000),
    Shot("connections", Destination("connections", tab="connections")),
    Shot("connection-edge", Destination("connections", tab="inventory", connection="lab-cloudflare"), wait_ms=4_000),
    Shot("connection-forge", Destination("connections", tab="inventory", connection="lab-github"), wait_ms=4_000),
    Shot("connection-channel", Destination("connections", connection="lab-slack")),
    Shot("settings", Destination("connections", tab="settings")),
    Shot("lab", Destination("lab"), wait_ms=3_500),
)


@dataclass
class Studio:
    """A session over the lab, and desktops in every look over it."""

    session: Session
    desk: LabDesk
    paths: Paths

    def desktop(self, theme: Theme, language: Language) -> Desktop:
        """Return a desktop in a look."""
        opener = WindowOpener(self.session.runtime, self.paths, self.desk, _no_kubeconfig)
        settings = Settings(appearance=Appearance(theme=theme, language=language))
        return Desktop(make_application(), self.session, settings, opener, lambda _settings: None)


def _no_kubeconfig() -> Estate:  # type: ignore[return]
    raise AssertionError("pictures do not look into kubeconfigs")


def _take(window: Window, name: str, theme: Theme, language: Language) -> None:
    for width, height in SIZES:
        window.resize(width, height)
        QTest.qWait(250)
        file = FOLDER / f"{name}-{theme}-{language}-{width}x{height}.png"
        window.grab().save(str(file))
    window.resize(*SIZES[0])


def _looks(studio: Studio) -> Iterator[tuple[Window, Theme, Language]]:
    for theme, language in LOOKS:
        desktop = studio.desktop(theme, language)
        desktop.open_first()
        window = desktop.windows[0]
        window.activateWindow()
        QTest.qWait(200)
        yield window, theme, language
        desktop.close()


def _pages(studio: Studio, wanted: set[str]) -> None:
    _wait_for_data(studio)
    for window, theme, language in _looks(studio):
        for shot in SHOTS:
            if wanted and shot.name not in wanted:
                continue
            window.show_page(shot.to)
            QTest.qWait(shot.wait_ms)
            shot.prepare(window)
            QTest.qWait(400)
            _take(window, shot.name, theme, language)


def _wait_for_data(studio: Studio) -> None:
    """Look at everything once, so that no picture shows a page that is still loading."""
    look = studio.session.look("signals", "workloads", "pods", "autoscalers", "routes", "settings")
    deadline = time.monotonic() + FIRST_DATA_S
    store = studio.session.store
    while time.monotonic() < deadline:
        store.drain()
        QTest.qWait(100)
        readings = store.state.readings.get("lab-prometheus")
        if readings is not None and len(readings.values) > 300 and ("lab", "pods") in store.state.objects:
            break
    look.close()


def _only(studio: Studio, name: str, to: Destination | None = None) -> None:
    for window, theme, language in _looks(studio):
        if to is not None:
            window.show_page(to)
        QTest.qWait(SETTLE_MS)
        _take(window, name, theme, language)


def _refusing(estate: Estate) -> Estate:
    """Return the estate with connections that nobody answers."""
    unreachable = tuple(one.model_copy(update={"url": "http://127.0.0.1:1"}) for one in estate.prometheus)
    missing = tuple(one.model_copy(update={"context": "not-there"}) for one in estate.clusters)
    return estate.model_copy(update={"name": "refusing", "prometheus": unreachable, "clusters": missing})


def main(wanted: set[str]) -> None:
    """Take the wanted pictures (empty: all)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cell-console-shots-") as folder:
        paths = Paths.under(Path(folder))
        make_application()
        session = build_session(Profile(paths, Settings()))
        desk = LabDesk(session.runtime, Paths.under(FOLDER.parent / "screenshot-lab"))
        session.lab = desk
        studio = Studio(session, desk, paths)
        try:
            _all(studio, wanted)
        finally:
            desk.close()
            session.close()


def _all(studio: Studio, wanted: set[str]) -> None:
    session = studio.session
    if not wanted or "first-start" in wanted:
        _only(studio, "first-start")
    loaded = load_estate(studio.desk.start().result(60))
    session.open_estate(loaded.estate, loaded.file)
    session.wait_connected()
    if not wanted or wanted & {shot.name for shot in SHOTS}:
        _pages(studio, wanted)
    if not wanted or "no-network" in wanted:
        _wait_for_data(studio)
        session.close_estate()
        studio.desk.close()
        session.open_estate(loaded.estate, loaded.file)
        _only(studio, "no-network")
    if not wanted or "failed" in wanted:
        session.open_estate(_refusing(loaded.estate), loaded.file)
        session.wait_connected()
        _only(studio, "failed")
    if not wanted or "slos-failed" in wanted:
        session.open_estate(_refusing(loaded.estate), loaded.file)
        session.wait_connected()
        _only(studio, "slos-failed", Destination("slos"))
    if not wanted or "slos-empty" in wanted:
        session.open_estate(loaded.estate.model_copy(update={"name": "without", "slos": ()}), loaded.file)
        session.wait_connected()
        _only(studio, "slos-empty", Destination("slos"))


if __name__ == "__main__":
    main(set(sys.argv[1:]))
