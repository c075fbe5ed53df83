"""What is proposed for the objectives of a cell, and why; the gate of a cell from the state. Proves L3.2, L3.4."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.judge.arm_slice import ArmSlice
from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.compared_metric import ComparedMetric, MetricKind
from console.domain.judge.judged_canary import JudgedCanary, judge_canary
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.undo_rollout import UndoRollout
from console.domain.release_gate import GateGround, GateTopic
from console.domain.resource import Condition, ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.presenters.canary_rows import canaries_of, canary_facts, canary_rows, counts_of
from console.presenters.cell_gate import OLD_S, cell_gate
from console.presenters.gate_text import gate_sentence
from console.presenters.slo_proposals import SloProposal, slo_proposals
from console.store.state import ObjectTable, State
from tests.fakes.canary_stage import CANARY_ESTATE, HASH, rollout
from tests.fakes.small_estate import NOW_S, state

if TYPE_CHECKING:
    from console.domain.event import ObjectRow
    from console.domain.rollout import Rollout

CELL = CANARY_ESTATE.cells[0]


def with_rows(known: State, connection: str, topic: str, *rows: ObjectRow) -> State:
    tables = {**known.objects, (connection, topic): ObjectTable({one.ref: one for one in rows}, NOW_S)}
    return replace(known, objects=tables)


def on_its_way(one: Rollout) -> State:
    return with_rows(replace(state(), estate=CANARY_ESTATE), "main", "rollouts", one)


def objective(service: str, ratio: float) -> SloStatus:
    return SloStatus(
        ref=ResourceRef("prom", "SLO", service, "availability"),
        title="",
        percent=99.9,
        period_s=30 * 86_400,
        error_ratio=0.0001,
        burns=((3600, ratio),),
        events=1e6,
        query="q",
        labels=(("cell", "tokyo"),),
    )


def judged(bad: float, minutes: int = 200) -> dict[ResourceRef, JudgedCanary]:
    slices = (ArmSlice(950, 4.75, 500, 500 * bad),) * minutes
    metric = ComparedMetric("errors", MetricKind.ERRORS, slices)
    ref = ResourceRef("prom", "Canary", "cell-tokyo", "personalize")
    counts = CanaryCounts(ref, HASH, NOW_S - 600, NOW_S - 20, 60, (metric,), (("errors", "sum(x)"),))
    return {rollout().ref: judge_canary(counts)}


def proposals(known: State, found: dict[ResourceRef, JudgedCanary]) -> tuple[SloProposal, ...]:
    gate = cell_gate(known, CELL, NOW_S, without={GateTopic.CARBON})
    return slo_proposals(known, CELL, gate, canaries_of(known, CELL), found, NOW_S)


def test_a_failed_canary_is_proposed_to_be_aborted_with_its_reason() -> None:
    (found,) = proposals(on_its_way(rollout()), judged(0.08))
    assert found.operation == StepRollout("main", "cell-tokyo", "personalize", RolloutAction.ABORT, HASH)
    assert "8.00 % of 100,000 canary requests failed" in found.reason


def test_a_passed_canary_that_waits_goes_on_only_through_an_open_gate() -> None:
    fine = with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0.0001))
    (found,) = proposals(fine, judged(0.005))
    assert found.operation == StepRollout("main", "cell-tokyo", "personalize", RolloutAction.PROMOTE, HASH, 3)
    assert "Go: " in found.reason
    burning = with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0.02))
    assert proposals(burning, judged(0.005)) == ()
    assert (
        proposals(with_rows(on_its_way(rollout(paused=False)), "prom", "slos", objective("web", 0)), judged(0.005))
        == ()
    )


def test_nothing_is_proposed_without_a_judgement_or_after_an_abort() -> None:
    assert proposals(on_its_way(rollout()), {}) == ()
    assert proposals(on_its_way(replace(rollout(), aborted=True)), judged(0.08)) == ()


def test_a_release_completed_just_before_an_objective_burns_is_proposed_to_be_taken_back() -> None:
    done = rollout(current="5b1", paused=False, done_s=NOW_S - 600)
    burning = with_rows(on_its_way(done), "prom", "slos", objective("personalize", 0.02))
    (found,) = proposals(burning, {})
    assert found.operation == UndoRollout("main", "Rollout", "cell-tokyo", "personalize", 2)
    assert "Revision 3 was completed 10 min ago." in found.reason
    old = rollout(current="5b1", paused=False, done_s=NOW_S - 9_000)
    assert proposals(with_rows(on_its_way(old), "prom", "slos", objective("personalize", 0.02)), {}) == ()


def test_an_autoscaler_at_its_maximum_under_a_burning_objective_is_proposed_more() -> None:
    scaler = Autoscaler(
        ResourceRef("main", "HorizontalPodAutoscaler", "cell-tokyo", "web"),
        "Deployment",
        "web",
        2,
        6,
        6,
        6,
        (ScalingMetric("cpu", "95%", "70%"),),
        (Condition("ScalingLimited", "True", "TooManyReplicas"),),
        None,
    )
    burning = with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0.02))
    limited = with_rows(burning, "main", "autoscalers", scaler)
    (found,) = proposals(limited, {})
    assert found.operation == SetReplicaBounds("main", "HorizontalPodAutoscaler", "cell-tokyo", "web", 2, 9)
    assert "web stands at its maximum of 6; its metrics call for 9." in found.reason
    fine = with_rows(
        with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0)), "main", "autoscalers", scaler
    )
    assert proposals(fine, {}) == ()


def test_more_for_what_keda_scales_is_proposed_in_its_own_object() -> None:
    hpa = Autoscaler(
        ResourceRef("main", "HorizontalPodAutoscaler", "cell-tokyo", "keda-hpa-web"),
        "Deployment",
        "web",
        1,
        6,
        6,
        6,
        (ScalingMetric("lag", "300", "100"),),
        (Condition("ScalingLimited", "True", "TooManyReplicas"),),
        None,
        owner="ScaledObject/web",
    )
    keda = replace(hpa, ref=replace(hpa.ref, kind="ScaledObject", name="web"), minimum=0, current=None, owner="")
    burning = with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0.02))
    (found,) = proposals(with_rows(burning, "main", "autoscalers", hpa, keda), {})
    assert found.operation == SetReplicaBounds("main", "ScaledObject", "cell-tokyo", "web", None, 18)
    assert "web stands at its maximum of 6; its metrics call for 18." in found.reason
    foreign = replace(hpa, owner="Operator/web")
    assert proposals(with_rows(burning, "main", "autoscalers", foreign), {}) == ()


def test_the_gate_of_a_cell_is_made_of_its_own_objectives() -> None:
    known = with_rows(on_its_way(rollout()), "prom", "slos", objective("web", 0.02))
    gate = cell_gate(known, CELL, NOW_S, without={GateTopic.CARBON})
    assert [one.ground for one in gate.checks] == [GateGround.BURNING, GateGround.ABSENT]
    elsewhere = CANARY_ESTATE.cells[1]
    assert GateGround.BURNING not in {one.ground for one in cell_gate(known, elsewhere, NOW_S).checks}
    with_carbon = cell_gate(known, CELL, NOW_S)
    assert {one.topic for one in with_carbon.checks if one.ground is not GateGround.ABSENT} >= {GateTopic.CARBON}


def test_objectives_that_nobody_has_read_yet_refuse() -> None:
    estate = CANARY_ESTATE.model_copy(update={"slos": ("slo/*.yaml",)})
    gate = cell_gate(replace(on_its_way(rollout()), estate=estate), CELL, NOW_S, without={GateTopic.CARBON})
    assert gate.checks[0].ground is GateGround.UNKNOWN
    assert not gate.is_go


def test_the_canary_of_a_cell_as_rows_and_facts() -> None:
    known = on_its_way(rollout())
    (canary,) = canaries_of(known, CELL)
    found = judged(0.08)
    (row,) = canary_rows(found, (canary,))
    assert (row.service, row.line.name, row.line.verdict, row.connection) == ("personalize", "errors", "Fail", "prom")
    facts = canary_facts(canary, found[canary.rollout.ref], NOW_S)
    assert facts.startswith("25.0 % of the requests · step 4 of 4 · 200 min counted since ")
    assert facts.endswith("read 20 s ago · Kayenta: Fail, score 0 of 100")
    assert canaries_of(on_its_way(rollout(current="5b1")), CELL) == ()
    assert canaries_of(known, CANARY_ESTATE.cells[1]) == ()


def test_counts_of_another_revision_are_not_taken() -> None:
    counts = judged(0.08)[rollout().ref].counts
    known = with_rows(on_its_way(rollout()), "prom", "canary-counts", counts)
    assert counts_of(known, "prom", rollout()) == counts
    assert counts_of(known, "prom", rollout(current="abc")) is None


def test_what_is_known_of_objectives_opens_no_gate_when_it_is_old() -> None:
    known = with_rows(replace(state(), estate=CANARY_ESTATE), "prom", "slos", objective("web", 0.0001))
    fresh = cell_gate(known, CELL, NOW_S + OLD_S, without=(GateTopic.COST, GateTopic.CARBON))
    old = cell_gate(known, CELL, NOW_S + OLD_S + 1, without=(GateTopic.COST, GateTopic.CARBON))
    assert (fresh.is_go, old.is_go) == (True, False)
    assert GateGround.UNKNOWN in {check.ground for check in old.checks}
    assert gate_sentence(fresh) == "Go: nothing stands against a release (Objectives)."  # of what was not left out
