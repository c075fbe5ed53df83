"""Pictures of the Audits page from the lab: ``python -m tests.screenshots_audits [NAME …]`` (``--one``: one look only).

They are taken in the order of a day at work: nothing audited, running, done, findings, corrections, teams, failed.
"""

import shutil
import sys
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from console.bootstrap import Profile, build_session
from console.domain.audit.live_audit import LiveState
from console.estate.load import load_estate
from console.kernel.paths import Paths
from console.services.audits.project_orders import project_orders
from console.services.lab_desk import LabDesk
from console.services.session import Session
from console.settings.settings import Settings
from tests import screenshots
from tests.screenshots_runbooks import ONE, OTHER, Album
from views.app import make_application
from views.dialogs.audit_dialog import AuditDialog
from views.page import Destination
from views.window import Window

PAGE = Destination("audits")
WAIT_MS, STEP_MS, START_S = 600_000, 250, 120.0


def page(**arguments: str) -> Destination:
    """Return the page with arguments."""
    return Destination("audits", **arguments)


def day(album: Album) -> None:
    """Everything, in order."""
    session = album.session
    desk = session.changes.audits
    opened = session.open
    assert opened is not None
    estate = opened.estate
    album.take("audits-empty-project", PAGE)
    if not album.wanted or "audits-dialog" in album.wanted:
        for window, look in screenshots._looks(album.studio):
            window.show_page(PAGE)
            QTest.qWait(2_000)
            press("A")(window)
            for dialog in window.findChildren(AuditDialog):
                theme, language, _scale = look
                dialog.grab().save(str(screenshots.FOLDER / f"audits-dialog-{theme}-{language}.png"))
                dialog.reject()
    orders = project_orders(estate)
    gone = replace(orders[-1], source="https://127.0.0.1:9/newsletter/gone.git", login=None)
    desk.trigger((*orders[:5], gone))
    album.take("audits-running", page(tab="running"), wait_ms=2_000)
    album.take("audits-grid-running", PAGE, wait_ms=1_500)
    settle(session)
    desk.trigger(tuple(replace(one, baseline="v1.2.0") for one in orders[:2]))
    settle(session)
    album.take("audits", page(project=orders[0].project))
    album.take("audits-health", page(project=orders[0].project), tab("Health"))
    album.take("audits-trend", page(project=orders[0].project), tab("Trend"))
    album.take("audits-rules", page(project=orders[0].project), tab("Rules"))
    album.take("audits-failed", page(project=gone.project))
    album.take("audits-ended", page(tab="running"))
    album.take("audits-findings", page(tab="findings", project=orders[0].project), wait_ms=4_000)
    album.take("audits-correction", page(tab="findings", project=orders[0].project), correct, wait_ms=4_000)
    album.take("audits-insights", page(tab="insights", project=orders[0].project), wait_ms=9_000)
    album.take("audits-comparison", page(tab="comparison", project=orders[0].project), compare, wait_ms=4_000)
    record = desk.records([orders[0].project])[orders[0].project][-1]
    finding = next(one for result in desk.sight(record).seen.results for one in result.findings)
    desk.team.dismiss(record.project, finding.fingerprint, "It is a fixture of the lab.", 90)
    album.take("audits-teams", page(tab="teams"), wait_ms=3_000)
    album.take("audits-registry", page(tab="registry"), propose, wait_ms=3_000)


def settle(session: Session) -> None:
    """Wait until nothing runs."""
    waited = 0
    while any(not one.is_over for one in session.changes.audits.live()) and waited < WAIT_MS:
        QTest.qWait(STEP_MS)
        waited += STEP_MS
    for one in session.changes.audits.live():
        if one.state is LiveState.FAILED:
            print("failed:", one.project, one.trouble)


def press(*keys: Any) -> Callable[[Window], None]:
    """Press keys one after the other."""

    def prepare(window: Window) -> None:
        for one in keys:
            QTest.keyClick(window.focusWidget() or window, one)
            QTest.qWait(700)

    return prepare


def tab(title: str) -> Callable[[Window], None]:
    """Turn to a tab of the panel, by its place: titles are in the language of the picture."""
    place = ("Audits", "Health", "Trend", "Rules").index(title)

    def prepare(window: Window) -> None:
        from views.audits.project_panel import ProjectPanel

        window.findChildren(ProjectPanel)[0].tabs.setCurrentIndex(place)
        QTest.qWait(1_500)

    return prepare


def correct(window: Window) -> None:
    """Prepare the correction of the first finding that has one."""
    from views.audits.finding_tab import FindingTab

    found = window.findChildren(FindingTab)[0]
    line = next((one for one in found.table.shown_rows() if one.has_patch), None)
    if line is not None:
        found.table.select_key(line.key)
        found.panel.tabs.setCurrentIndex(1)
        buttons = found.panel.correction.findChildren(QPushButton)
        next(one for one in buttons if one.property("role") == "primary").click()
        QTest.qWait(12_000)


def compare(window: Window) -> None:
    """Compare the two branches that are proposed."""
    from views.audits.comparison_tab import ComparisonTab

    found = window.findChildren(ComparisonTab)[0]
    next(one for one in found.findChildren(QPushButton) if one.property("role") == "primary").click()
    QTest.qWait(15_000)


def propose(window: Window) -> None:
    """Ask the first forge what there is."""
    from views.audits.registry_tab import RegistryTab

    found = window.findChildren(RegistryTab)[0]
    next(one for one in found.findChildren(QPushButton) if one.property("role") == "primary").click()
    QTest.qWait(8_000)


def main(wanted: set[str]) -> None:
    """Take the wanted pictures (empty: all); what programs compiled and rules found is kept for the next time."""
    screenshots.FOLDER.mkdir(parents=True, exist_ok=True)
    paths = Paths.under(screenshots.FOLDER.parent / "album-audits")
    for folder in (paths.data, paths.state):
        shutil.rmtree(folder, ignore_errors=True)
    make_application()
    session = build_session(Profile(paths, Settings()))
    desk = LabDesk(session.runtime, Paths.under(screenshots.FOLDER.parent / "album-lab"))
    session.lab = desk
    try:
        loaded = load_estate(desk.start().result(START_S))
        session.open_estate(loaded.estate, loaded.file)
        session.wait_connected()
        album = Album(session, desk, paths, wanted)
        if not wanted & {ONE, OTHER}:
            album.studio.looks = (screenshots.LOOKS[0], screenshots.LOOKS[-1])
        day(album)
        nothing(session, album)
    finally:
        desk.close()
        session.close()


def nothing(session: Session, album: Album) -> None:
    """An estate without projects."""
    opened = session.open
    assert opened is not None
    session.open_estate(opened.estate.model_copy(update={"name": "bare", "projects": ()}), opened.file)
    session.wait_connected()
    album.take("audits-empty", PAGE)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
