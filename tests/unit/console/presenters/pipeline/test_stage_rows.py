"""The six stages with state, owner and evidence (proves L7.1)."""

from dataclasses import replace

from console.domain.alert import Alert, AlertState
from console.domain.capacity.load_test import LimitCheck, LoadTest
from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.pipeline_stage import PipelineStage, StageEvidence, StageKey, StageState
from console.domain.resource import ResourceRef
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.pipeline.calendar_rows import calendar_rows
from console.presenters.pipeline.pipeline_basis import PipelineBasis
from console.presenters.pipeline.stage_rows import StageRow, stage_rows
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, NOW_S, state


def rows(given: State, tests: tuple[LoadTest, ...] = (), cell: str = "") -> dict[StageKey, StageRow]:
    basis = PipelineBasis(given, NOW_S, CapacityView(given, NOW_S, tests=tests), tests, cell)
    return {row.key: row for row in stage_rows(basis)}


def with_rows(given: State, key: str, topic: str, *told: Alert | PipelineRun) -> State:
    table = ObjectTable({one.ref: one for one in told}, NOW_S)
    return replace(given, objects={**given.objects, (key, topic): table})


def run(name: str, branch: str, result: RunState, ago_s: float) -> PipelineRun:
    ref = ResourceRef("forge", "PipelineRun", "shop/web", name)
    return PipelineRun(ref, "deploy", branch, "abc", "push", result, NOW_S - ago_s, 30.0, "")


def test_what_asks_for_most_speaks_for_a_stage_and_names_its_owner() -> None:
    stage = PipelineStage.of(
        StageKey.PLAN,
        [StageEvidence("b", StageState.DONE), StageEvidence("a", StageState.FAILED, owner="east")],
    )  # fmt: skip
    assert (stage.state, stage.owners) == (StageState.FAILED, ("east",))
    assert [one.text for one in stage.evidence] == ["a", "b"]
    assert PipelineStage(StageKey.PLAN, ()).state is StageState.UNKNOWN


def test_planning_needs_somebody_when_a_cell_runs_out() -> None:
    plan = rows(state())[StageKey.PLAN]
    assert plan.stage.state is StageState.FAILED
    assert plan.owner == "east"
    calm = rows(state(peaks={"tokyo": 200.0, "osaka": 150.0}))[StageKey.PLAN]
    assert calm.stage.state is StageState.DONE
    assert {one.evidence.page for one in calm.rows} == {"capacity"}


def test_only_the_newest_run_of_a_branch_counts_and_side_branches_stop_nobody() -> None:
    fixed = with_rows(state(), "forge", "pipeline-runs", run("1", "main", RunState.FAILED, 900),
                      run("2", "main", RunState.SUCCEEDED, 60), run("3", "idea", RunState.FAILED, 60))  # fmt: skip
    build = rows(fixed)[StageKey.BUILD]
    assert [(one.text, one.evidence.state) for one in build.rows] == [
        ("shop/web, idea: deploy", StageState.WAITING), ("shop/web, main: deploy", StageState.DONE),
    ]  # fmt: skip
    broken = with_rows(state(), "forge", "pipeline-runs", run("1", "main", RunState.FAILED, 60))
    assert rows(broken)[StageKey.BUILD].stage.state is StageState.FAILED
    old = with_rows(state(), "forge", "pipeline-runs", run("1", "main", RunState.FAILED, 30 * DAY_S))
    assert rows(old)[StageKey.BUILD].stage.state is StageState.IDLE


def test_load_tests_validate_and_a_broken_limit_needs_somebody() -> None:
    test = LoadTest("k", "k6", "web", NOW_S - 60, "tokyo", "web", 4, 9, 0, 1.0, 1, 1.0, (), (LimitCheck("x", False),))
    assert rows(state(), (test,))[StageKey.VALIDATE].stage.state is StageState.FAILED
    assert rows(state(), (test,), "osaka")[StageKey.VALIDATE].stage.state is StageState.IDLE


def test_operating_is_quiet_only_when_alerts_were_read() -> None:
    assert rows(state())[StageKey.OPERATE].stage.state is StageState.IDLE
    quiet = with_rows(state(), "metrics", "alerts")
    assert rows(quiet)[StageKey.OPERATE].stage.state is StageState.DONE
    ref = ResourceRef("metrics", "Alert", "", "HighErrorRate")
    firing = Alert(ref, AlertState.FIRING, {"alertname": "HighErrorRate", "cell": "tokyo"}, {}, NOW_S)
    loud = with_rows(state(), "metrics", "alerts", firing)
    assert rows(loud)[StageKey.OPERATE].rows[0].text == "tokyo: 1 alert fires"
    muted = replace(firing, ref=replace(ref, connection="alarms"), state=AlertState.SILENCED)
    both = with_rows(loud, "alarms", "alerts", muted)
    status = ConnectionStatus("alarms", "alertmanager", ConnectionState.LIVE, NOW_S)
    both = replace(both, connections={**both.connections, "alarms": status})
    assert rows(both)[StageKey.OPERATE] == rows(quiet)[StageKey.OPERATE]
    alive = Alert(ref, AlertState.FIRING, {"alertname": "Watchdog", "cell": "tokyo", "severity": "none"}, {}, NOW_S)
    assert rows(with_rows(state(), "metrics", "alerts", alive))[StageKey.OPERATE] == rows(quiet)[StageKey.OPERATE]
    assert rows(loud, cell="osaka")[StageKey.OPERATE].stage.state is StageState.DONE


def test_operating_is_not_quiet_while_one_of_those_who_tell_alerts_cannot_be_read() -> None:
    """proves L7.1: as the page Incidents & alerts says; the Alertmanager told of nothing, for nobody evaluates."""
    given = state(alertmanagers=[{"key": "alarms", "url": "http://127.0.0.1:9093"}])
    known = with_rows(given, "alarms", "alerts")
    live = ConnectionStatus("alarms", "alertmanager", ConnectionState.LIVE, NOW_S, last_ok_at_s=NOW_S)
    refused = ConnectionStatus("metrics", "prometheus", ConnectionState.FAILED, NOW_S, error="refused")
    found = rows(replace(known, connections={**known.connections, "alarms": live, "metrics": refused}))
    assert found[StageKey.OPERATE].stage.state is StageState.UNKNOWN
    assert found[StageKey.OPERATE].sentence == "Alerts cannot be read now, so nothing new would be seen."
    alone = rows(replace(known, connections={**known.connections, "alarms": live}))
    assert alone[StageKey.OPERATE].stage.state is StageState.DONE


def test_the_calendar_shows_what_is_ahead_the_next_first() -> None:
    def entry(title: str, kind: str, day: int, repeat: str = "never") -> dict[str, object]:
        return {"title": title, "kind": kind, "start": f"2026-11-{day}T02:00:00+09:00",
                "end": f"2026-11-{day}T04:00:00+09:00", "repeat": repeat}  # fmt: skip

    entries = [entry("Later", "campaign", 30), entry("Update", "update", 22, "weekly"), entry("Over", "freeze", 10)]
    given = state(calendars=[{"key": "shop", "title": "Shop", "time_zone": "Asia/Tokyo", "entries": entries}])
    found = calendar_rows(given, NOW_S)
    assert found[0].title == "Update"
    assert found[0].due == "in 17 h"
    assert [one.title for one in found].count("Update") == 9  # every week of two months
    assert "Over" not in [one.title for one in found]
