"""A desktop for tests: the real window over a session whose connectors and opener are played."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.domain.event import Event
from console.kernel.i18n import set_language, set_numbers
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.services.session import Session
from console.settings.appearance import Appearance, Language
from console.settings.appearance import Theme as Look
from console.settings.settings import Settings
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.played_opener import PlayedOpener
from tests.fakes.sample_estate import sample_estate
from views.app import make_application
from views.bridge import Bridge
from views.desktop import Desktop
from views.shell.pace import Pace
from views.theme.theme import Theme
from views.window import Window


@dataclass
class Stage:
    """The desktop with everything that a test plays it with."""

    qtbot: QtBot
    session: Session
    desktop: Desktop
    opener: PlayedOpener
    clock: ManualClock
    connectors: dict[str, PlayedConnector]
    saved: list[Settings] = field(default_factory=list)

    @property
    def window(self) -> Window:
        """The first window."""
        return self.desktop.windows[0]

    def open_estate(self, environment: str = "production") -> None:
        """Open the sample estate and wait until the windows show it."""
        self.session.open_estate(sample_estate(environment), Path("/estates/shop.yaml"))
        self.qtbot.waitUntil(lambda: self.session.store.state.estate is not None and not self.session.store.pending)

    def play(self, *events: Event) -> None:
        """Let events happen and wait until they are drained and shown."""
        for event in events:
            self.session.store.dispatch(event)
        self.qtbot.waitUntil(lambda: not self.session.store.pending)
        for pace in (one for window in self.desktop.windows for one in window.findChildren(Pace)):
            pace.flush()

    def show(self) -> Window:
        """Open the first window and wait until it is active."""
        self.desktop.open_first()
        with self.qtbot.waitActive(self.window):
            self.window.activateWindow()
        return self.window


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """pytest-qt makes the application; ``make_application`` then dresses it."""
    return QApplication


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light look, for widgets without a window."""
    made = Theme(make_application())
    made.choose("light")
    yield made
    made.deleteLater()


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:
    """A bridge over an empty store, for widgets without a window."""
    made = Bridge(Store())
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def make_stage(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Stage]]:
    """Make stages; every one is closed at the end."""
    made: list[Stage] = []

    def make(
        settings: Settings | None = None,
        save: Callable[[Settings], None] | None = None,
        language: str = "",
        **played: PlayedConnector,
    ) -> Stage:
        clock = ManualClock()
        connectors = {
            "asia": PlayedConnector("asia", "kubernetes", "Kubernetes v1.34.1"),
            "europe": PlayedConnector("europe", "kubernetes", "Kubernetes v1.33.4"),
            "metrics": PlayedConnector("metrics", "prometheus", "Prometheus 3.5.0"),
            **played,
        }
        session = Session(
            runtime=Runtime(),
            clock=clock,
            paths=Paths.under(tmp_path / "profile"),
            history=None,
            connect=lambda _estate, _folder: connectors,
        )
        chosen = settings or Settings(appearance=Appearance(theme=Look.LIGHT, language=Language.ENGLISH))
        opener, saved = PlayedOpener(), list[Settings]()
        desktop = Desktop(make_application(), session, chosen, opener, save or saved.append, language=language)
        stage = Stage(qtbot, session, desktop, opener, clock, connectors, saved)
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.desktop.close()
        stage.session.close()
    set_language("en")
    set_numbers("1,234.5")


@pytest.fixture
def stage(make_stage: Callable[..., Stage]) -> Stage:
    """A stage with the sample estate open and its window shown."""
    one = make_stage()
    one.session.open_estate(sample_estate(), Path("/estates/shop.yaml"))
    one.show()
    return one
