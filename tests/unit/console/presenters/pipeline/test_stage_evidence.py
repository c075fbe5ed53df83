"""What was done again since stops nobody, and whose a stage is (proves L7.1)."""

from dataclasses import replace

import pytest

from console.domain.capacity.load_test import LimitCheck, LoadTest
from console.domain.change import Change, ChangeState, Moment
from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.forge.pull_request import PullRequest
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.pipeline_stage import StageKey, StageState
from console.domain.resource import ResourceRef
from console.presenters.capacity.capacity_view import CapacityView
from console.presenters.pipeline.pipeline_basis import PipelineBasis
from console.presenters.pipeline.stage_rows import StageRow, stage_rows
from console.store.state import ObjectTable, State
from tests.fakes.capacity_estate import DAY_S, NOW_S, state


def rows(given: State, tests: tuple[LoadTest, ...] = (), cell: str = "") -> dict[StageKey, StageRow]:
    basis = PipelineBasis(given, NOW_S, CapacityView(given, NOW_S, tests=tests), tests, cell)
    return {row.key: row for row in stage_rows(basis)}


def change(key: str, result: ChangeState, ago_s: float, *, cluster: str = "asia", replicas: int = 5) -> Change:
    operation = ScaleWorkload(cluster, "Deployment", "cell-tokyo", "web", replicas)
    return Change(key, "shop", "production", "ann", "load", operation, "0" * 32, (Moment(result, NOW_S - ago_s),))


def changed(*changes: Change) -> State:
    return replace(state(), changes={one.id: one for one in changes})


def load_test(key: str, ago_s: float, *, kept: bool, title: str = "web") -> LoadTest:
    limit = (LimitCheck("p95", kept),)
    return LoadTest(key, "k6", title, NOW_S - ago_s, "tokyo", "web", 4, 9, 0, 1.0, 1, 1.0, (), limit)


def test_a_build_belongs_to_the_team_of_its_project() -> None:
    projects = [{"key": "web", "url": "git@github.com:Shop/Web.git", "team": "front"},
                {"key": "api", "url": "https://github.com/shop/api"},
                {"key": "far", "url": "https://elsewhere.example/shop/far", "team": "front"}]  # fmt: skip
    given = state(github=[{"key": "forge"}], teams=[{"key": "front"}], projects=projects)
    runs = [
        PipelineRun(
            ResourceRef("forge", "PipelineRun", path, "1"), "deploy", "main", "a", "push", result, NOW_S, 1.0, ""
        )
        for path, result in (("Shop/Web", RunState.FAILED), ("shop/api", RunState.FAILED))
    ]
    pull = PullRequest(ResourceRef("forge", "PullRequest", "shop/web", "7"), "t", "ann", "a", "main", "open", False,
                       NOW_S, "")  # fmt: skip
    tables = {"pipeline-runs": runs, "pull-requests": [pull]}
    given = replace(given, objects={
        **given.objects, **{("forge", topic): ObjectTable({one.ref: one for one in told}, NOW_S)
                            for topic, told in tables.items()},
    })  # fmt: skip
    build = rows(given)[StageKey.BUILD]
    assert build.owner == "front"
    assert {one.text.partition(",")[0].partition(":")[0]: one.owner for one in build.rows} == {
        "Shop/Web": "front", "shop/web": "front", "shop/api": "–",
    }  # fmt: skip


def test_whose_repositories_are_is_asked_once_for_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of repositories: to compare the estate for each of them held up the window for a tenth of a second."""
    asked = list[object]()

    def teams(estate: object) -> dict[tuple[str, str], str]:
        asked.append(estate)
        return {("forge", "shop/web"): "front", ("forge", "shop/api"): "back"}

    monkeypatch.setattr("console.presenters.pipeline.pipeline_basis.repository_teams", teams)
    runs = [
        PipelineRun(ResourceRef("forge", "PipelineRun", path, "1"), "deploy", "main", "a", "push", RunState.FAILED,
                    NOW_S, 1.0, "") for path in ("shop/web", "Shop/Api")
    ]  # fmt: skip
    given = state(github=[{"key": "forge"}])
    table = ObjectTable({one.ref: one for one in runs}, NOW_S)
    found = rows(replace(given, objects={**given.objects, ("forge", "pipeline-runs"): table}))[StageKey.BUILD]
    assert {one.owner for one in found.rows} == {"front", "back"}
    assert len(asked) == 1


def test_a_change_is_of_the_cell_in_whose_cluster_it_is() -> None:
    here, elsewhere = change("1", ChangeState.FAILED, 60), change("2", ChangeState.FAILED, 60, cluster="europe")
    narrowed = rows(changed(here, elsewhere), cell="tokyo")[StageKey.EXECUTE]
    assert [one.evidence.arguments for one in narrowed.rows] == [(("change", "1"),)]
    assert len(rows(changed(here, elsewhere))[StageKey.EXECUTE].rows) == 2


def test_a_change_that_failed_needs_nobody_once_it_was_done() -> None:
    failed, done = change("1", ChangeState.FAILED, 600), change("2", ChangeState.VERIFIED, 60, replicas=6)
    assert rows(changed(failed, done))[StageKey.EXECUTE].stage.state is StageState.DONE
    again = change("3", ChangeState.FAILED, 30)
    assert rows(changed(failed, done, again))[StageKey.EXECUTE].stage.state is StageState.FAILED
    unclear = change("4", ChangeState.UNKNOWN, 600)  # nobody knows what came of it, whatever was done since
    assert rows(changed(unclear, done))[StageKey.EXECUTE].stage.state is StageState.FAILED


def test_a_load_test_that_was_repeated_counts_as_it_went_last() -> None:
    bad, good = load_test("a", 3 * DAY_S, kept=False), load_test("b", DAY_S, kept=True)
    for order in ((bad, good), (good, bad)):
        assert rows(state(), order)[StageKey.VALIDATE].stage.state is StageState.DONE
    other = load_test("c", 3 * DAY_S, kept=False, title="checkout")
    assert rows(state(), (good, other))[StageKey.VALIDATE].stage.state is StageState.FAILED
