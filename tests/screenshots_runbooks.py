"""Pictures of game days and runbooks from the lab: ``python -m tests.screenshots_runbooks [NAME …]``.

They are taken in the order of a day at work, because each state follows from the one before it.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.bootstrap import Profile, build_session
from console.domain.game_day.game_day import MarkWord
from console.estate.load import load_estate
from console.kernel.paths import Paths
from console.services.lab_desk import LabDesk
from console.services.session import Session
from console.settings.appearance import Language, Theme
from console.settings.settings import Settings
from tests import screenshots
from views.app import make_application
from views.page import Destination
from views.shell.drawer import Drawer
from views.window import Window

LOOKS = tuple(product((Theme.LIGHT, Theme.DARK), (Language.ENGLISH, Language.JAPANESE), (1.0,)))
ONE, OTHER = "--one", "--other"  # in the first or in the last look only, for a quick glance
WAIT_S = 60.0
Scene = Callable[["Album"], None]


class Album:
    """The lab, the session on it, and the names of the pictures that are wanted (none: all)."""

    def __init__(self, session: Session, desk: LabDesk, paths: Paths, wanted: set[str]) -> None:
        self.session, self.desk, self.wanted = session, desk, wanted - {ONE, OTHER}
        looks = LOOKS[:1] if ONE in wanted else LOOKS[-1:] if OTHER in wanted else LOOKS
        self.studio = screenshots.Studio(session, desk, paths, looks)

    def take(
        self, name: str, to: Destination, prepare: Callable[[Window], None] | None = None, wait_ms: int = 2_500
    ) -> None:
        """Take a picture in every look, if it is wanted."""
        if self.wanted and name not in self.wanted:
            return
        for window, look in screenshots._looks(self.studio):
            window.show_page(to)
            QTest.qWait(wait_ms)
            if prepare is not None:
                prepare(window)
                QTest.qWait(600)
            screenshots._take(window, name, look)


def game_days(album: Album) -> None:
    """Agreed on, seen, over."""
    games = Destination("lab", tab="games")
    album.take("gameday-new", games)
    desk, runtime = album.desk.games(album.session.clock, album.session.trail), album.session.runtime
    begin = desk.begin("lab", within_s=1.0, limit_s=2_700.0, scenarios=("router-skew",), seed=5)
    day = runtime.run(begin)
    album.take("gameday-on-duty", games)
    while runtime.run(desk.look())[0].broken_s is None:
        QTest.qWait(200)
    runtime.run(desk.say(day.id, MarkWord.SEEN))
    runtime.run(desk.say(day.id, MarkWord.NAMED, "kafka-lag"))
    runtime.run(desk.say(day.id, MarkWord.CHECKED))
    album.take("gameday-seen", games)
    album.take("gameday-hidden", Destination("lab", tab="scenarios"))
    runtime.run(desk.say(day.id, MarkWord.GIVEN_UP))
    assert desk.driven is not None
    desk.driven.result(WAIT_S)
    album.take("gameday-debrief", games)


def library(album: Album) -> None:
    """What is there, and a start."""
    page = Destination("runbooks")
    album.take("runbooks-library", page, wait_ms=9_000)
    album.take("runbooks-start", Destination("runbooks", runbook="router-skew"), wait_ms=4_000)
    album.take("runbooks-plan", Destination("runbooks", runbook="router-skew", cell="osaka"), wait_ms=5_000)


def runs(album: Album) -> None:
    """A run at rest, running, asking, locked, done, failed, offline; the history, two side by side, the editor."""
    desk, run, service = album.session.changes.runbooks, album.session.runtime.run, album.session.changes.service
    library = desk.library("en")
    run(service.book.refresh())
    album.desk.start_scenario("router-skew").result(WAIT_S)

    def begin(**values: str) -> str:
        runbook = library.find("router-skew")
        return run(
            desk.command.start(desk.plan(runbook, {"cell": "osaka", **values}), runbook.text, reason="Pictures")
        ).id

    def drive(run_id: str, limit_s: float = 300.0) -> None:
        desk.drive(run_id).result(limit_s)

    first = begin()
    album.take("runbooks-run-resting", Destination("runbooks", run=first))
    run(desk.command.run_to(first, "meant"))
    drive(first)
    album.take("runbooks-run-asks", Destination("runbooks", run=first))
    run(desk.command.answer(first, note="Nobody is."))
    run(desk.command.auto(first))
    desk.drive(first)
    album.take("runbooks-run-locked", Destination("runbooks", run=first), wait_ms=9_000)
    run(service.access.unlock("lab", 3_600.0, "pictures"))
    album.take("runbooks-run-running", Destination("runbooks", run=first), wait_ms=3_000)
    drive(first)
    album.take("runbooks-run-done", Destination("runbooks", run=first))
    second = begin(most_share="0.99")
    run(desk.command.auto(second))
    drive(second)
    album.take("runbooks-run-failed", Destination("runbooks", run=second))
    album.desk.start_scenario("prometheus-down").result(WAIT_S)
    third = begin()
    run(desk.command.auto(third))
    drive(third)
    album.take("runbooks-run-offline", Destination("runbooks", run=third))
    album.desk.stop_scenario("prometheus-down").result(WAIT_S)
    album.take("runbooks-history", Destination("runbooks"), keys("3"))
    album.take("runbooks-comparison", Destination("runbooks"), keys("3", Qt.Key.Key_Home, "m", Qt.Key.Key_End, "m"))
    album.take("runbooks-editor", Destination("runbooks"), keys("1", Qt.Key.Key_Home, "e"))
    album.take("runbooks-drawer", Destination("overview"), lambda window: window.findChildren(Drawer)[0].show())


def keys(*pressed: str | Qt.Key) -> Callable[[Window], None]:
    """Press keys one after the other."""

    def prepare(window: Window) -> None:
        for one in pressed:
            QTest.keyClick(window.focusWidget() or window, one)  # type: ignore[call-overload]
            QTest.qWait(700)

    return prepare


SCENES: tuple[Scene, ...] = (library, runs, game_days)


def _album(wanted: set[str]) -> Iterator[Album]:
    with tempfile.TemporaryDirectory(prefix="cell-console-album-") as folder:
        paths = Paths.under(Path(folder))
        make_application()
        session = build_session(Profile(paths, Settings()))
        desk = LabDesk(session.runtime, Paths.under(screenshots.FOLDER.parent / "album-lab"))
        session.lab = desk
        try:
            loaded = load_estate(desk.start().result(WAIT_S))
            session.open_estate(loaded.estate, loaded.file)
            session.wait_connected()
            yield Album(session, desk, paths, wanted)
        finally:
            desk.close()
            session.close()


def main(wanted: set[str]) -> None:
    """Take the wanted pictures (empty: all)."""
    screenshots.FOLDER.mkdir(parents=True, exist_ok=True)
    for album in _album(wanted):
        for scene in SCENES:
            scene(album)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
