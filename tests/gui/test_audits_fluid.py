"""The Audits page with 500 projects and their kept records never holds up the window. Proves G1.3."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from time import thread_time

import msgspec
import pytest
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.live_audit import LiveAudit, LiveState
from console.estate.schema.project import Project, Team
from console.kernel.collector import collector_at_rest
from console.kernel.paths import private_folder, write_private
from console.presenters.audits.grid_row import GridRow
from console.store.audits.audit_book import AuditBook, AuditRecord
from tests.fakes.sample_estate import sample_estate
from tests.gui.conftest import Stage
from views.audits.audits_page import AuditsPage
from views.audits.project_table import ProjectTable
from views.page import Destination

MakeStage = Callable[..., Stage]
KEYS = tuple(f"service-{place:03}" for place in range(500))
RUNS, LIVE = 30, 100
GAP_BAR_S = 0.05
TURN_MS, READ_MS = 150, 500


def record(key: str, place: int, run: int) -> AuditRecord:
    """A record of all audits whose figures differ from project to project and from run to run."""
    words = ("passed", "warning", "failed", "passed")
    task = sha256(f"{key} {run}".encode()).hexdigest()[:20]
    return AuditRecord(
        project=key, source=f"https://forge.example/{key}.git", commit=f"{place:020x}{run:020x}",
        at_s=1.7e9 + 3_600 * run + place, tasks=(task,), health=40.0 + (place * 7 + run * 3) % 60,
        is_partial=place % 3 == 0, statuses={one.value: words[(place + at) % 4] for at, one in enumerate(AuditName)},
        findings=place * 13 % 90, took_s=4.0,
    )  # fmt: skip


def live(turn: int) -> tuple[LiveAudit, ...]:
    """A hundred audits that run, a little further with every turn."""
    return tuple(
        LiveAudit(f"id-{key}", key, "ann", "local", 1.7e9, 10.0, state=LiveState.RUNNING, share=turn / 10,
                  left_s=10.0 - turn)
        for key in KEYS[: 3 * LIVE : 3]
    )  # fmt: skip


@pytest.fixture
def page(make_stage: MakeStage) -> Iterator[AuditsPage]:
    """The page over 500 projects of which each was audited thirty times."""
    stage = make_stage()
    projects = tuple(Project(key=key, url=f"https://forge.example/{key}.git", team="content") for key in KEYS)
    teams = (Team(key="content", profile="startup"),)
    estate = sample_estate().model_copy(update={"teams": teams, "projects": projects})
    stage.session.open_estate(estate, Path("/estates/shop.yaml"))
    folder = stage.session.changes.audits.places.book
    private_folder(folder)
    for place, key in enumerate(KEYS):
        records = [record(key, place, run) for run in range(RUNS)]
        write_private(AuditBook(folder)._file(key), msgspec.json.encode(records))
    stage.show()
    stage.window.resize(1280, 800)
    stage.window.show_page(Destination("audits"))
    made = stage.window.findChildren(AuditsPage)[0]
    stage.qtbot.waitUntil(lambda: len(projects_of(made).shown_rows()) == len(KEYS))
    stage.qtbot.waitUntil(lambda: made.lines_shown() == len(KEYS) and projects_of(made).current_row() is not None)
    turn_s(lambda: None, READ_MS)
    made._timer.stop()  # the test moves on by itself
    with collector_at_rest():  # the window freezes what it starts with; what the tests left behind is not its doing
        yield made


def projects_of(page: AuditsPage) -> ProjectTable:
    return page._tabs.projects.table


def turn_s(act: Callable[[], object], wait_ms: int = TURN_MS) -> float:
    """Return the longest turn of the event loop during and after an act, painting included, in seconds of CPU time."""
    loop, times, tick = QEventLoop(), [thread_time()], QTimer()
    tick.setInterval(1)
    tick.timeout.connect(lambda: times.append(thread_time()))
    tick.start()
    act()
    times.append(thread_time())
    QTimer.singleShot(wait_ms, loop.quit)
    loop.exec()
    tick.stop()
    times.append(thread_time())
    return max(after - before for before, after in pairwise(times))


def move(page: AuditsPage, turn: int) -> None:
    """Let the audits that run move on, as the desk tells it twice a second."""
    desk = page._work.desk
    assert desk is not None
    desk.live = lambda: live(turn)  # type: ignore[method-assign]
    page._work.has_moved = True
    page._tick()


@pytest.mark.alone
def test_500_projects_are_refreshed_sorted_filtered_and_scrolled_without_a_gap(page: AuditsPage) -> None:
    table = projects_of(page)
    bar = table.verticalScrollBar()
    sort = table.horizontalHeader().setSortIndicator
    acts: dict[str, Callable[[], object]] = {
        "first audits run": lambda: move(page, 1),
        "they move": lambda: move(page, 2),
        "read again": page._work.read_all,
        "scroll": lambda: bar.setValue(bar.maximum() // 2),
        "scroll a page": lambda: bar.setValue(bar.value() + 600),
        "cursor": lambda: QTest.keyClick(table, Qt.Key.Key_Down),
        "sort by health": lambda: sort(1, Qt.SortOrder.DescendingOrder),
        "sort by text": lambda: sort(4, Qt.SortOrder.AscendingOrder),
        "move while sorted": lambda: move(page, 3),
        "filter": lambda: page.filter_text("service-4"),
        "move while filtered": lambda: move(page, 4),
        "filter no more": lambda: page.filter_text(""),
        "what runs": lambda: page._tabs.reach("running"),
        "move there": lambda: move(page, 5),
        "projects again": lambda: page._tabs.reach("projects"),
    }
    worst = {name: turn_s(act) for name, act in acts.items()}
    print({name: f"{1e3 * gap:.0f} ms" for name, gap in worst.items()})
    assert not {name: gap for name, gap in worst.items() if gap > GAP_BAR_S}, worst
    assert page.lines_shown() == len(KEYS)


def test_only_the_projects_that_changed_are_painted_anew(page: AuditsPage) -> None:
    table, painted = projects_of(page), list[str]()
    quiet = next(row.key for row in table.shown_rows() if row.key not in {one.project for one in live(1)})
    table.select_key(quiet)  # the panel of one that runs changes its own texts, which moves all around it
    turn_s(lambda: move(page, 1), READ_MS)

    def note(_painter: object, _area: object, row: GridRow) -> None:
        painted.append(row.key)

    table._statuses._picture = note
    turn_s(lambda: move(page, 1))
    assert painted == []
    turn_s(lambda: move(page, 2))
    seen = {row.key for row in table.shown_rows()[: table.rowAt(table.viewport().height() - 1) + 1]}
    assert set(painted) == {one.project for one in live(2)} & seen
    assert set(painted) < seen


def test_results_that_are_gone_are_said_so_where_they_would_be(page: AuditsPage) -> None:
    panel, table = page._tabs.projects.panel, projects_of(page)
    turn_s(lambda: table.select_key(KEYS[7]), READ_MS)
    panel.tabs.setCurrentWidget(panel._rules)
    assert (panel.results.shown_count, panel._rules.part.shown_count) == (0, 0)
    assert f"A result of {KEYS[7]} is missing" in panel.results._empty
    assert f"A result of {KEYS[7]} is missing" in panel._rules.part._empty
