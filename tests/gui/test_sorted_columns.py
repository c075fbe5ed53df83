"""A heading puts rows into the order of what they mean: days after hours, and what nobody knows last both ways."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace as with_fields
from pytestqt.qtbot import QtBot

from console.domain.audit.live_audit import LiveAudit, LiveState
from console.domain.chaos_experiment import ChaosExperiment, ChaosOutcome
from console.domain.event import ObjectsListed
from console.domain.resource import ResourceRef
from console.domain.runbooks.runbook_run import RunbookRun, RunState
from console.domain.runbooks.step_run import Attempt, StepRun, StepState
from console.domain.slo.slo_status import SloStatus
from console.presenters.audits.live_row import live_rows
from console.presenters.chaos_rows import chaos_rows
from console.presenters.runbooks.run_rows import attempt_rows, run_rows
from console.presenters.slo_detail import burn_rows
from console.presenters.slo_rows import slo_row
from console.store.slices.estate import EstateOpened
from console.store.store import Store
from tests.fakes.headings import column_both_ways
from tests.fakes.sample_estate import sample_estate
from views.audits.live_table import LiveTable
from views.capacity.chaos_table import ChaosTable
from views.runbooks.run_table import RunTable
from views.runbooks.step_table import AttemptTable
from views.slo.burn_table import BurnTable
from views.slo.slo_table import SloTable
from views.theme.theme import Theme
from views.widgets.table.data_table import DataTable

NOW_S, DAY_S = 1_790_000_000.0, 86_400
SIZES = (50.0, 3 * 60.0, 2 * 3_600.0, 4.0 * DAY_S)
AS_TEXT = ["50 s", "3 min", "2 h", "4 d"]


@pytest.fixture
def context(theme: Theme) -> Any:
    """What tables take of the context of a page."""
    return SimpleNamespace(theme=theme, memory=None)


def both_ways(qtbot: QtBot, table: DataTable[Any], heading: str, rows: Sequence[object]) -> tuple[list[str], list[str]]:
    """Return the texts of a column after the first and after the second click on its heading."""
    qtbot.addWidget(table)
    table.set_rows(rows)
    return column_both_ways(table, heading)


def run(took_s: float) -> RunbookRun:
    done = RunState.ENDED
    name = f"run-{took_s}"
    return RunbookRun(
        name, "shop", "ann", "walk", "Walk", "", "", NOW_S - 9 * DAY_S, (), (), 0, done,
        ended_s=NOW_S - 9 * DAY_S + took_s,
    )  # fmt: skip


def test_runs_are_ordered_by_how_long_they_took(qtbot: QtBot, theme: Theme) -> None:
    up, down = both_ways(qtbot, RunTable(theme), "Took", run_rows(map(run, SIZES), NOW_S))
    assert (up, down) == (AS_TEXT, AS_TEXT[::-1])


def test_attempts_are_ordered_by_how_long_they_took_and_by_their_output(qtbot: QtBot, context: Any) -> None:
    tried = tuple(
        Attempt(10.0, 10.0 + lasts_s, StepState.FAILED, lines=lines)
        for lasts_s, lines in zip(SIZES, (90, 12_000, 1_500, 0), strict=True)
    )
    rows = attempt_rows(StepRun("look", StepState.FAILED, 4, attempts=tried))
    up, _ = both_ways(qtbot, AttemptTable(context), "Took", rows)
    assert up == ["50.0 s", "3 min", "2 h", "4 d"]
    up, _ = both_ways(qtbot, AttemptTable(context), "Output", rows)
    assert up == ["", "90 lines", "1,500 lines", "12,000 lines"]


def status(name: str, rate: float | None) -> SloStatus:
    burns = ((300, rate), (1_800, rate), (3_600, rate), (7_200, rate)) if rate is not None else ()
    return SloStatus(
        ref=ResourceRef("prom", "SLO", "web", name), title=name, percent=99.9, period_s=30 * DAY_S,
        error_ratio=0.0005, burns=burns, events=1e6, query="q", labels=(),
    )  # fmt: skip


def test_objectives_are_ordered_by_when_their_budgets_are_used_up(qtbot: QtBot, context: Any) -> None:
    rows = [slo_row(status(str(rate), rate)) for rate in (0.004, None, 0.036, 0.0, 0.0075)]
    up, down = both_ways(qtbot, SloTable(context), "Used up", rows)
    assert up == ["in 10 h", "in 2 d", "in 3 d 18 h", "not this period", "–"]
    assert down == ["not this period", "in 3 d 18 h", "in 2 d", "in 10 h", "–"]


def test_conditions_are_ordered_by_their_limits_and_windows(qtbot: QtBot, context: Any) -> None:
    rows = burn_rows(status("one", 0.004))
    limits, _ = both_ways(qtbot, BurnTable(context), "Fires above", rows)
    windows, _ = both_ways(qtbot, BurnTable(context), "Long window", rows)
    assert limits == ["1.0 ×", "3.0 ×", "6.0 ×", "14.4 ×"]
    assert windows == ["1h", "6h", "1d", "3d"]


def live(name: str, left_s: float, ago_s: float, priority: int) -> LiveAudit:
    return LiveAudit(
        name, name, "ann", "local", NOW_S - ago_s, 5.0, priority=priority, state=LiveState.RUNNING,
        began_at_s=NOW_S - ago_s, left_s=left_s,
    )  # fmt: skip


def test_audits_are_ordered_by_what_remains_since_when_and_how_urgent(qtbot: QtBot, context: Any) -> None:
    feed = [live(str(place), left_s, left_s, 10 * place - 10) for place, left_s in enumerate(SIZES)]
    over = with_fields(feed[0], id="over", state=LiveState.DONE, ended_at_s=NOW_S)
    rows = live_rows([*feed, over], {}, NOW_S)
    up, down = both_ways(qtbot, LiveTable(context), "Remaining", rows)
    assert (up, down) == ([*AS_TEXT, ""], [*AS_TEXT[::-1], ""])
    up, _ = both_ways(qtbot, LiveTable(context), "Since", rows)
    assert up == ["4 d ago", "2 h ago", "3 min ago", "50 s ago", "just now"]
    up, _ = both_ways(qtbot, LiveTable(context), "Priority", rows)
    assert list(dict.fromkeys(up)) == ["low", "usual", "high", "urgent"]


def test_experiments_are_ordered_by_how_long_they_took(qtbot: QtBot, context: Any) -> None:
    found = [experiment(lasts_s) for lasts_s in (None, *SIZES)]
    store = Store()
    store.dispatch(EstateOpened(sample_estate(), {}, {}, {}))
    store.dispatch(ObjectsListed("asia", "chaos", found, NOW_S))
    store.drain(1.0)
    up, down = both_ways(qtbot, ChaosTable(context), "Took", chaos_rows(store.state, NOW_S))
    assert up == ["50.0 s", "3 min", "2 h", "4 d", "–"]
    assert down == ["4 d", "2 h", "3 min", "50.0 s", "–"]


def experiment(lasts_s: float | None) -> ChaosExperiment:
    ref, began_s = ResourceRef("asia", "PodChaos", "chaos", f"one-{lasts_s}"), NOW_S - 9 * DAY_S
    one = ChaosExperiment(ref, "Chaos Mesh", "tokyo", ChaosOutcome.ENDED, began_s, None, "", "")
    return replace(one, ended_s=began_s + lasts_s) if lasts_s is not None else one
