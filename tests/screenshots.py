"""Pictures of every page from the lab: ``python -m tests.screenshots`` writes them to ``build/screenshots``.

Arguments: names of pages (default: all); ``--more-looks`` takes them in high contrast and with large text instead of in
the usual looks. ``first-start`` is the welcome page, ``no-network`` the Overview on the local history alone, ``failed``
the Overview with an API server and a Prometheus that refuse. ``audits-*`` are those of ``screenshots_audits``.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QPushButton

from console.bootstrap import Profile, build_session
from console.estate.discovery import Proposal
from console.estate.load import LoadedEstate, load_estate
from console.estate.schema.estate import Estate
from console.kernel.i18n import t
from console.kernel.paths import Paths
from console.services.lab_desk import LabDesk
from console.services.session import Session
from console.services.window_opener import WindowOpener
from console.settings.appearance import Appearance, Language, Theme
from console.settings.settings import Settings
from views.app import collect_seldom, make_application
from views.desktop import Desktop
from views.page import Destination
from views.tidying import tidy_up
from views.window import Window

FOLDER = Path(__file__).resolve().parent.parent / "build" / "screenshots"
SIZES = ((1280, 800), (1920, 1080))
Look = tuple[Theme, Language, float]
LOOKS: tuple[Look, ...] = tuple(product((Theme.LIGHT, Theme.DARK), (Language.ENGLISH, Language.JAPANESE), (1.0,)))
MORE_LOOKS: tuple[Look, ...] = (
    (Theme.HIGH_CONTRAST, Language.ENGLISH, 1.0),
    (Theme.LIGHT, Language.ENGLISH, 1.5),
    (Theme.DARK, Language.JAPANESE, 1.5),
)
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
    return lambda window: QTest.keyClick(window.focusWidget() or window, key)  # type: ignore[call-overload]


def _click(text: str) -> Callable[[Window], None]:
    """Click the button that says so; where it says something else by now (work is done already), leave it."""

    def prepare(window: Window) -> None:
        for one in window.findChildren(QPushButton):
            if one.isVisible() and one.text() == t(text):
                one.click()

    return prepare


def _first_evidence(tab: str, name: str) -> Callable[[Window], None]:
    """Show what the first row of a table in a tab is made of."""

    def prepare(window: Window) -> None:
        _press(tab)(window)
        table = next(one for one in window.findChildren(QAbstractItemView) if one.accessibleName() == t(name))
        table.setCurrentIndex(table.model().index(0, 0))
        QTest.keyClick(table, "Y")  # type: ignore[call-overload]

    return prepare


_WEB = {"connection": "lab", "namespace": "cell-tokyo", "group": "apps", "kind": "Deployment", "name": "web"}
MODEL_SECTIONS = (
    "budget", "learning", "calendar", "versions", "ab", "dictionary", "vocabulary", "vectors", "thresholds", "alerts",
    "degradation", "accuracy", "compression", "feedback", "roadmap",
)  # fmt: skip
CAPACITY_TABS = ("forecast", "advice", "what-if", "services", "tests", "calendar", "chaos")
SHOTS = (
    Shot("overview", Destination("overview")),
    Shot("overview-layers", Destination("overview"), _press("A")),
    Shot("cell", Destination("cell", cell="tokyo")),
    Shot("cell-drift", Destination("cell", cell="infra"), _press("2")),
    Shot("cell-release", Destination("cell", cell="tokyo", tab="release"), wait_ms=4_000),
    Shot("cell-pods", Destination("cell", cell="tokyo"), _press("3")),
    Shot("cell-rules", Destination("cell", cell="tokyo"), _press("8")),
    Shot("autoscaling", Destination("autoscaling")),
    Shot("rollouts", Destination("rollouts")),
    Shot("rollout-plan", Destination("rollouts"), _press("N"), wait_ms=4_000),
    Shot("rollouts-releases", Destination("rollouts", tab="releases")),
    Shot("slos", Destination("slos"), wait_ms=8_000),
    Shot("slos-burns", Destination("slos"), _press("2"), wait_ms=3_000),
    Shot("slos-marks", Destination("slos"), _press("3")),
    Shot("slos-query", Destination("slos"), _press("4")),
    Shot("carbon", Destination("carbon"), wait_ms=8_000),
    Shot("carbon-cells", Destination("carbon"), _press("2"), wait_ms=3_000),
    Shot("carbon-evidence", Destination("carbon"), _first_evidence("2", "Energy of the cells"), wait_ms=3_000),
    Shot("models", Destination("models"), wait_ms=8_000),
    *(Shot(f"models-{one}", Destination("models", section=one)) for one in MODEL_SECTIONS),
    Shot("models-evidence", Destination("models", section="ab"), _press("3")),
    Shot("cost", Destination("cost"), wait_ms=9_000),
    Shot("cost-spending", Destination("cost"), _press("2")),
    Shot("cost-weeks", Destination("cost"), _press("3"), wait_ms=4_000),
    Shot("cost-units", Destination("cost"), _press("4")),
    Shot("cost-edge", Destination("cost"), _press("5")),
    Shot("cost-evidence", Destination("cost"), _press("7")),
    Shot("routing", Destination("routing"), wait_ms=9_000),
    Shot("routing-limits", Destination("routing"), _press("2"), wait_ms=3_000),
    Shot("routing-switches", Destination("routing"), _press("3")),
    Shot("routing-protection", Destination("routing"), _press("4")),
    Shot("capacity-before", Destination("capacity"), wait_ms=9_000),
    Shot("capacity", Destination("capacity"), _click("Compute forecasts"), wait_ms=25_000),
    *(Shot(f"capacity-{one}", Destination("capacity"), _press(str(n))) for n, one in enumerate(CAPACITY_TABS, 1)),
    Shot("incidents", Destination("incidents"), wait_ms=3_000),
    Shot("pipeline", Destination("pipeline"), wait_ms=3_000),
    Shot("resources", Destination("resources", connection="lab", kind="Pod"), wait_ms=3_000),
    Shot("resources-summary", Destination("resources", **_WEB), wait_ms=3_000),
    Shot("resources-yaml", Destination("resources", view="yaml", **_WEB), wait_ms=3_000),
    Shot("resources-logs", Destination("resources", view="logs", **_WEB), wait_ms=3_000),
    Shot("connections", Destination("connections", tab="connections")),
    Shot("connection-edge", Destination("connections", tab="inventory", connection="lab-cloudflare"), wait_ms=4_000),
    Shot("connection-forge", Destination("connections", tab="inventory", connection="lab-github"), wait_ms=4_000),
    Shot("connection-channel", Destination("connections", connection="lab-slack")),
    Shot("settings", Destination("connections", tab="settings")),
    Shot("activity", Destination("activity"), wait_ms=2_500),
    Shot("activity-verification", Destination("activity"), _press("4")),
    Shot("lab", Destination("lab"), wait_ms=3_500),
)

FAULTS = ("hpa-metrics-missing", "keda-secret-missing", "router-skew", "cache-poisoning")
FAULT_SHOTS = (
    Shot("diagnosis-overview", Destination("overview"), wait_ms=4_000),
    Shot("diagnosis-cell", Destination("cell", cell="tokyo", tab="diagnosis"), wait_ms=3_000),
    Shot("routing-skewed", Destination("routing"), wait_ms=6_000),
    Shot("incidents-open", Destination("incidents"), wait_ms=3_000),
    Shot("diagnosis-autoscaling", Destination("autoscaling"), _press("3"), wait_ms=3_000),
)


@dataclass
class Studio:
    """A session over the lab, and desktops in every look over it."""

    session: Session
    desk: LabDesk
    paths: Paths
    looks: tuple[Look, ...] = LOOKS

    def desktop(self, look: Look) -> Desktop:
        """Return a desktop in a look."""
        theme, language, scale = look
        opener = WindowOpener(self.session.runtime, self.paths, self.desk, _no_kubeconfig)
        settings = Settings(appearance=Appearance(theme=theme, language=language, scale=scale))
        return Desktop(make_application(), self.session, settings, opener, lambda _settings: None)


def _no_kubeconfig() -> Proposal:
    raise AssertionError("pictures do not look into kubeconfigs")


def _take(window: Window, name: str, look: Look) -> None:
    theme, language, scale = look
    large = "" if scale == 1 else f"-{scale:.0%}".removesuffix("%")
    for width, height in SIZES:
        window.resize(width, height)
        QTest.qWait(250)
        file = FOLDER / f"{name}-{theme}-{language}{large}-{width}x{height}.png"
        window.grab().save(str(file))
    window.resize(*SIZES[0])


def _looks(studio: Studio) -> Iterator[tuple[Window, Look]]:
    collect_seldom()  # as the program does: another thread that collected a closed window has crashed this
    for look in studio.looks:
        desktop = studio.desktop(look)
        desktop.open_first()
        window = desktop.windows[0]
        window.activateWindow()
        QTest.qWait(200)
        yield window, look
        desktop.close()
        tidy_up()


def _pages(studio: Studio, wanted: set[str], shots: Sequence[Shot] = SHOTS) -> None:
    _wait_for_data(studio)
    for window, look in _looks(studio):
        for shot in shots:
            if wanted and shot.name not in wanted:
                continue
            window.show_page(shot.to)
            QTest.qWait(shot.wait_ms)
            shot.prepare(window)
            QTest.qWait(400)
            _take(window, shot.name, look)


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
    for window, look in _looks(studio):
        if to is not None:
            window.show_page(to)
        QTest.qWait(SETTLE_MS)
        _take(window, name, look)


def _refusing(estate: Estate) -> Estate:
    """Return the estate with connections that nobody answers."""
    unreachable = tuple(one.model_copy(update={"url": "http://127.0.0.1:1"}) for one in estate.prometheus)
    missing = tuple(one.model_copy(update={"context": "not-there"}) for one in estate.clusters)
    grids = tuple(one.model_copy(update={"url": "http://127.0.0.1:1"}) for one in estate.carbon)
    changed = {"name": "refusing", "prometheus": unreachable, "clusters": missing, "carbon": grids}
    return estate.model_copy(update=changed)


def main(wanted: set[str], looks: tuple[Look, ...] = LOOKS) -> None:
    """Take the wanted pictures (empty: all)."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cell-console-shots-") as folder:
        paths = Paths.under(Path(folder))
        make_application()
        session = build_session(Profile(paths, Settings()))
        desk = LabDesk(session.runtime, Paths.under(FOLDER.parent / "screenshot-lab"))
        session.lab = desk
        studio = Studio(session, desk, paths, looks)
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
    if not wanted or wanted & {shot.name for shot in FAULT_SHOTS}:
        for fault in FAULTS:
            studio.desk.start_scenario(fault).result(30)
        _pages(studio, wanted, FAULT_SHOTS)
        for fault in FAULTS:
            studio.desk.stop_scenario(fault).result(30)
    if not wanted or "no-network" in wanted:
        _wait_for_data(studio)
        session.close_estate()
        studio.desk.close()
        session.open_estate(loaded.estate, loaded.file)
        _only(studio, "no-network")
    _troubled(studio, loaded, wanted)


def _troubled(studio: Studio, loaded: LoadedEstate, wanted: set[str]) -> None:
    """Take the pictures of what refuses or is empty."""
    session = studio.session
    if not wanted or "failed" in wanted:
        session.open_estate(_refusing(loaded.estate), loaded.file)
        session.wait_connected()
        _only(studio, "failed")
    _without(studio, wanted, loaded)


def _without(studio: Studio, wanted: set[str], loaded: LoadedEstate) -> None:
    """Take each page over connections that refuse, and over an estate that has nothing for it."""
    refusing = _refusing(loaded.estate)
    left_out = {"slos": ("slos",), "carbon": ("carbon", "prometheus"), "cost": ("budgets", "opencost"),
                "models": ("models",), "routing": ()}  # fmt: skip
    for page, parts in left_out.items():
        less = {"name": f"without-{page}", **dict.fromkeys(parts, ())}
        for state, estate in (("failed", refusing), ("empty", loaded.estate.model_copy(update=less))):
            if (not wanted or f"{page}-{state}" in wanted) and (parts or state == "failed"):
                studio.session.open_estate(estate, loaded.file)
                studio.session.wait_connected()
                _only(studio, f"{page}-{state}", Destination(page))


def run(names: set[str]) -> None:
    """Take pictures by name (none: all); those of the audits have a lab of their own, where audits are run first."""
    from tests import screenshots_audits

    wanted = {one for one in names if not one.startswith("--")}
    audits = {one for one in wanted if one.startswith("audits")}
    if not wanted or wanted - audits:
        main(wanted - audits, MORE_LOOKS if "--more-looks" in names else LOOKS)
    if not wanted or audits:
        screenshots_audits.main(audits | names - wanted - {"--more-looks"})


if __name__ == "__main__":
    run(set(sys.argv[1:]))
