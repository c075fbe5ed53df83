"""What could take back the cause of an incident. Proves E8.1, E4.2."""

from dataclasses import replace

import msgspec
import pytest

from console.domain.change import Change, ChangeState, Moment
from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.incident.incident import Incident
from console.domain.incident.incident_level import begin_by
from console.domain.incident.incident_step import joined, opened, resolved
from console.domain.operations.restart_workload import RestartWorkload
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.undo_rollout import UndoRollout
from console.domain.resource import ResourceRef
from console.domain.rollout import Rollout
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment, RunState, RunWay
from console.domain.workload import Pod, Workload
from console.estate.schema.estate import Estate
from console.presenters.incident_rollback import rollback_proposals
from console.store.state import ObjectTable, State
from tests.fakes.alarms import alarm
from tests.fakes.incident_evidence import NOW, api_release
from tests.fakes.rollout_plans import route_plan
from tests.fakes.sample_estate import sample_estate


def incident(**labels: str) -> Incident:
    return opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(**labels),), NOW, begin_by, "")


def state(*rows: object) -> State:
    tables = {}
    for topic, kind in (("rollouts", Rollout), ("workloads", Workload), ("pods", Pod)):
        tables["asia", topic] = ObjectTable({one.ref: one for one in rows if isinstance(one, kind)}, NOW)
    return State(sample_estate(), objects=tables)


def deployment(began_s: float, revision: str = "3") -> tuple[Workload, Pod]:
    ref = ResourceRef("asia", "Deployment", "cell-tokyo", "api", "apps")
    notes = (("deployment.kubernetes.io/revision", revision),)
    work = Workload(ref, (), (), ("api:3",), 1, 1, 1, 1, 1, 1, False, 0.0, annotations=notes)
    pod = Pod(replace(ref, kind="Pod", name="api-abc-x"), (), "Running", 1, 1, 0, "n", "ReplicaSet/api-abc", began_s)
    return work, pod


def test_a_canary_on_its_way_in_the_cell_is_aborted_first() -> None:
    (one,) = rollback_proposals(state(api_release()), incident(service="api"), NOW)
    assert isinstance(one.operation, StepRollout)
    assert one.operation.action is RolloutAction.ABORT
    assert one.is_certain


def test_a_release_completed_just_before_goes_back_one_revision_and_an_old_one_stays() -> None:
    (one,) = rollback_proposals(state(api_release("done")), incident(), NOW)
    assert isinstance(one.operation, UndoRollout)
    assert one.operation.revision == 6
    assert rollback_proposals(state(api_release("done", NOW - 3 * 3600)), incident(), NOW) == ()


def test_a_deployment_whose_newest_pods_are_all_young_is_offered_but_not_certain() -> None:
    (one,) = rollback_proposals(state(*deployment(NOW - 300)), incident(), NOW)
    assert isinstance(one.operation, UndoRollout)
    assert (one.operation.kind, one.operation.revision, one.is_certain) == ("Deployment", 2, False)
    assert rollback_proposals(state(*deployment(NOW - 9000)), incident(), NOW) == ()
    assert rollback_proposals(state(*deployment(NOW - 300, "1")), incident(), NOW) == ()


def test_only_services_that_the_alerts_name_and_only_open_incidents() -> None:
    assert rollback_proposals(state(api_release()), incident(service="other"), NOW) == ()
    assert rollback_proposals(state(api_release()), resolved(incident(), NOW), NOW) == ()
    elsewhere = opened("i", "shop", (("cell", "osaka"),), (alarm(cell="osaka"),), NOW, begin_by, "")
    assert rollback_proposals(state(api_release()), elsewhere, NOW) == ()


def test_a_model_goes_back_on_the_account_that_its_alert_names_and_on_all_where_it_names_none() -> None:
    versions = tuple(WorkerVersion(f"v{number}", number, None, f"v1.{number}.0") for number in (2, 1))
    tables = {}
    for key in ("live", "trial"):
        ref = ResourceRef(key, "Worker", "", "ranker")
        worker = EdgeWorker(ref, "d1", (VersionShare("v2", 100.0),), None, versions, (), None, None)
        tables[key, "edge-workers"] = ObjectTable({ref: worker}, NOW)
    accounts = [{"key": key, "account_id": "0" * 32, "token": "env:TOKEN"} for key in ("live", "trial")]
    models = [{"key": f"{key}-ranker", "account": key, "worker": "ranker", "current": "v1.2.0"}
              for key in ("live", "trial")]  # fmt: skip
    known = State(Estate.model_validate({"name": "shop", "cloudflare": accounts, "models": models}), objects=tables)

    def accounts_of(**labels: str) -> list[str]:
        found = rollback_proposals(known, incident(cell="", model="ranker", **labels), NOW)
        return [one.operation.connection for one in found if isinstance(one.operation, SetWorkerPercentages)]

    assert accounts_of(edge_model="trial-ranker") == ["trial"]
    assert accounts_of() == ["live", "trial"]


@pytest.mark.parametrize("ago_s", [600.0, 7300.0])
def test_a_release_that_a_rollout_on_its_way_back_made_is_no_cause(ago_s: float) -> None:
    """It went back from a bad one; taking that back again would bring the bad one."""
    moments = (RunMoment(NOW - ago_s - 60, "begun"), RunMoment(NOW - ago_s, "ended"))
    run = RolloutRun("r1", "shop", "ann", route_plan(), NOW - 9000, moments, way=RunWay.BACK)
    there = replace(state(api_release("done", NOW - 60)), rollouts={run.id: run})
    assert bool(rollback_proposals(there, incident(), NOW)) == (ago_s > 7200)
    forward = msgspec.structs.replace(run, way=RunWay.FORWARD, state=RunState.ENDED)
    assert rollback_proposals(replace(there, rollouts={run.id: forward}), incident(), NOW)


@pytest.mark.parametrize(
    ("namespace", "undo_of", "ago_s", "is_offered"),
    [
        ("cell-tokyo", "change-0", 600.0, False),
        ("cell-tokyo", "", 600.0, True),
        ("cell-osaka", "change-0", 600.0, True),
        ("cell-tokyo", "change-0", 9000.0, True),
    ],
)
def test_a_release_that_an_undo_made_is_no_cause(namespace: str, undo_of: str, ago_s: float, is_offered: bool) -> None:
    restart = RestartWorkload("asia", "Rollout", namespace, "api", "now")
    moments = (Moment(ChangeState.VERIFIED, NOW - ago_s),)
    change = Change("c", "shop", "production", "ann", "", restart, "0" * 32, moments, undo_of=undo_of)
    there = replace(state(api_release("done", NOW - 60)), changes={change.id: change})
    assert bool(rollback_proposals(there, incident(), NOW)) is is_offered


@pytest.mark.parametrize(("from_s", "is_offered"), [(-7190, True), (-7210, False), (290, True), (310, False)])
def test_a_cause_comes_at_most_two_hours_before_and_five_minutes_after_the_alert(
    from_s: float, is_offered: bool
) -> None:
    there = state(api_release("done", NOW + from_s))
    assert bool(rollback_proposals(there, incident(), NOW + 400)) is is_offered


@pytest.mark.parametrize(("from_s", "is_offered"), [(-7190, True), (-7210, False), (290, True), (310, False)])
def test_what_became_worse_later_has_a_cause_of_its_own(from_s: float, is_offered: bool) -> None:
    later_s = NOW + 86_400
    minor = opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(severity="info"),), NOW, begin_by, "")
    worse = joined(minor, (alarm("CellLatencyHigh"),), later_s, begin_by)
    there = state(api_release("done", later_s + from_s))
    assert bool(rollback_proposals(there, worse, later_s + 400)) is is_offered
