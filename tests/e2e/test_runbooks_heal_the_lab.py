"""Every shipped runbook on the lab that runs fast: the fault goes, and the verification section says so.

Proves L2.3, L7.2, L7.7, E2.2, E8.2, C4. The five faults, the emergency and the purge run in every CI; the rest is slow.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.runbooks.runbook_run import RunOutcome
from console.domain.runbooks.step_run import StepState
from console.lab.edge.edge_identity import uuid_id
from console.lab.simulator.edge_catalogue import RANKER, ZONE
from tests.fakes.lab import SEED, LabForTests, lab_start, running_lab
from tests.fakes.runbook_lab import RunbookLab
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.timeout(400)
PATTERNS: dict[str, dict[str, str]] = {
    "demand-forecast-quota": {"cell": "infra"},
    "autoscaling-mix": {"cell": "tokyo", "maximum": "18"},
    "cell-template": {"cell": "infra"},
    "data-sharding": {"cell": "content"},
    "model-route-planner": {"cell": "frankfurt"},
    "cost-guard": {"cell": "frankfurt", "maximum": "12"},
    "carbon-aware-scheduling": {"cell": "ai"},
    "graceful-degradation": {"cell": "frankfurt"},
    "per-segment-slo": {"cell": "tokyo", "zone": ZONE, "rps": "9000"},
    "observability-as-code": {"cell": "tokyo"},
    "router-weight-change": {"cell": "osaka", "zone": ZONE},
    "edge-model-update": {
        "current": uuid_id(SEED, f"{RANKER}/v1.4.2"), "candidate": uuid_id(SEED, f"{RANKER}/v1.5.0"),
    },
}  # fmt: skip
"""Playbooks that change something, each on what no other one touches."""


@pytest.fixture(scope="module")
def fast_lab(tmp_path_factory: pytest.TempPathFactory, root_dir: Path, needs_prometheus: None) -> Iterator[LabForTests]:
    """A lab of its own at sixty times the pace of real time, without a history."""
    begun = lab_start(tmp_path_factory.mktemp("lab"), root_dir)
    for lab in running_lab(replace(begun, speed=60.0, history_days=0.0)):
        lab.wait_for_scrape()
        yield lab


@pytest.fixture(scope="module")
def console(fast_lab: LabForTests, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunbookLab]:
    found = RunbookLab(fast_lab, tmp_path_factory.mktemp("console"))
    yield found
    found.close()


def test_the_faults_of_workloads_heal_while_the_cache_is_purged_in_stages(console: RunbookLab) -> None:
    """Each stage is verified before the next; the origins bear it although autoscalers are blind in the beginning."""
    purge = console.begin("cache-purge-in-stages", {"zone": ZONE})
    console.healed("hpa-metrics-missing", "keda-secret-missing", "forecast-job-failed")
    (run,) = console.ended([purge])
    assert run.outcome is RunOutcome.SUCCEEDED, console.told("purge", run)


def test_the_faults_of_traffic_and_edge_heal_side_by_side(console: RunbookLab) -> None:
    """Router skew, cache poisoning, and a model so bad that the emergency runbook rolls it back by its own decision."""
    console.healed("router-skew", "cache-poisoning", "model-degradation")


@pytest.mark.slow
@pytest.mark.parametrize(
    "scenario",
    [
        *("worker-lost", "token-expired", "api-throttled", "bad-canary-errors", "bad-canary-accuracy", "fast-burn"),
        *("slow-burn", "kafka-lag", "hot-partition", "region-outage", "budget-overrun"),
    ],
)
def test_a_scenario_heals(console: RunbookLab, scenario: str) -> None:
    console.healed(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("runbook", PATTERNS)
def test_a_playbook_that_changes_something_runs_through_on_a_healthy_lab(console: RunbookLab, runbook: str) -> None:
    run = console.run(runbook, PATTERNS[runbook])
    assert run.outcome is RunOutcome.SUCCEEDED, console.told(runbook, run)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("runbook", "values"),
    [
        ("chaos-and-load-test", {"cell": "tokyo"}),
        ("resilience", {"cell": "tokyo"}),
        ("edge-cache", {"zone": ZONE}),
        ("replication-lag", {"cell": "osaka"}),
    ],
)
def test_a_playbook_that_leaves_nothing_behind_runs_through(
    console: RunbookLab, runbook: str, values: dict[str, str]
) -> None:
    run = console.run(runbook, values)
    assert run.outcome is RunOutcome.SUCCEEDED, console.told(runbook, run)


@pytest.mark.slow
def test_a_server_that_comes_back_ends_the_wait_for_metrics(console: RunbookLab) -> None:
    console.lab.start_scenario("prometheus-down")
    run_id = console.begin("metrics-missing", {})
    waits = next(place for place, one in enumerate(console.desk.book.find(run_id).steps) if one.name == "answers")
    wait_until(lambda: console.desk.book.find(run_id).steps[waits].state is StepState.RUNNING, 30, "the wait")
    console.lab.stop_scenario("prometheus-down")
    (run,) = console.ended([run_id])
    assert run.outcome is RunOutcome.SUCCEEDED, console.told("metrics-missing", run)


@pytest.mark.slow
def test_a_flapping_api_server_is_waited_out(console: RunbookLab) -> None:
    console.lab.start_scenario("apiserver-flapping")
    run = console.run("apiserver-flapping", {"steady": "130s"})
    assert run.outcome is RunOutcome.SUCCEEDED, console.told("apiserver-flapping", run)
    wait_until(lambda: console.lab.scenarios()["apiserver-flapping"].state == "healed", 60, "a steady server")


@pytest.mark.slow
def test_jobs_wait_while_the_grid_is_dirty(console: RunbookLab) -> None:
    """The last one: the jobs that it suspends stay so."""
    console.healed("dirty-grid")


RECOVERABLE = sorted(file.stem for file in (Path(__file__).parents[2] / "resources" / "runbooks" / "en").glob("*.md"))
OTHERWISE = {
    "chaos-and-load-test": {"cell": "tokyo"},
    "error-budget": {"cell": "tokyo", "revision": "1"},
    "load-test": {"cell": "infra"},
    "resilience": {"cell": "tokyo"},
    "edge-cache": {"zone": ZONE},
    "replication-lag": {"cell": "osaka"},
    "cache-purge-in-stages": {"zone": ZONE},
    "data-mesh-partitioning": {"cell": "content"},
}


@pytest.mark.slow
@pytest.mark.parametrize("runbook", RECOVERABLE)
def test_a_recovery_section_is_carried_out_after_its_steps(console: RunbookLab, runbook: str) -> None:
    """Instead of the verification, as after a step that failed; what it breaks it begins with, and is taken back."""
    scenario = next((one for one in console.lab.scenarios().values() if one.runbook == runbook), None)
    values = dict(PATTERNS.get(runbook, OTHERWISE.get(runbook, {})))
    if scenario is not None and runbook != "metrics-missing":  # which waits until somebody has started the server
        console.lab.start_scenario(scenario.id)
        values = dict(console.lab.scenarios()[scenario.id].parameters)
    try:
        run = console.recovered(runbook, values)
    finally:
        if scenario is not None and console.lab.scenarios()[scenario.id].state != "idle":
            console.lab.stop_scenario(scenario.id)
    assert run.outcome is RunOutcome.RECOVERED, console.told(runbook, run)
