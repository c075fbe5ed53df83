"""What could be done for the objectives of a cell: abort, go on, go back, scale; each with its reason (L3.2).

A proposal is an operation that somebody may confirm; nothing here applies anything.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from console.domain.judge.metric_verdict import Verdict
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.undo_rollout import UndoRollout
from console.domain.quantity import quantity_number
from console.domain.release_gate import GateGround, GateTopic, ObjectiveFact
from console.domain.rollout import Rollout
from console.domain.scaling_demand import wants_more
from console.kernel.i18n import t
from console.presenters.canary_rows import canary_sentence
from console.presenters.cell_workloads import scalers_of, workload_name
from console.presenters.format import ago
from console.presenters.gate_text import check_sentence, gate_sentence
from console.presenters.savings.replica_floor import bounds_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.autoscaler import Autoscaler
    from console.domain.judge.judged_canary import JudgedCanary
    from console.domain.operation import Operation
    from console.domain.release_gate import ReleaseGate
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell
    from console.presenters.canary_rows import Canary
    from console.store.state import State

_RECENT_S = 2 * 3600.0
_BOUNDED = frozenset({"HorizontalPodAutoscaler", "ScaledObject"})


class SloProposal(NamedTuple):
    """``title`` says what would be done, ``reason`` why; it goes with the change."""

    kind: str
    title: str
    reason: str
    operation: Operation


def slo_proposals(
    state: State,
    cell: Cell,
    gate: ReleaseGate,
    canaries: tuple[Canary, ...],
    judged: Mapping[ResourceRef, JudgedCanary],
    now_s: float,
) -> tuple[SloProposal, ...]:
    """Return the proposals, those that take harm away first."""
    return (
        *_of_canaries(cell, gate, canaries, judged),
        *_backwards(state, cell, gate, now_s),
        *_of_scale(state, cell, gate),
    )


def _of_canaries(
    cell: Cell, gate: ReleaseGate, canaries: tuple[Canary, ...], judged: Mapping[ResourceRef, JudgedCanary]
) -> Iterator[SloProposal]:
    for canary in canaries:
        rollout, found = canary.rollout, judged.get(canary.rollout.ref)
        if found is None or rollout.aborted:
            continue
        place = (cell.cluster, rollout.ref.namespace, rollout.ref.name)
        verdict = found.judgement.verdict
        if verdict is Verdict.FAIL:
            abort = StepRollout(*place, RolloutAction.ABORT, rollout.current_hash)
            yield SloProposal(t("Roll back"), abort.summary(), canary_sentence(canary, found), abort)
        elif verdict is Verdict.PASS and gate.is_go and rollout.pauses and rollout.step is not None:
            promote = StepRollout(*place, RolloutAction.PROMOTE, rollout.current_hash, rollout.step)
            reason = f"{canary_sentence(canary, found)} {gate_sentence(gate)}"
            yield SloProposal(t("Roll out"), promote.summary(), reason, promote)


def _backwards(state: State, cell: Cell, gate: ReleaseGate, now_s: float) -> Iterator[SloProposal]:
    """Propose to go back where a release was completed just before an objective began to burn."""
    for service, sentence in _harmed(cell, gate).items():
        rollout = _rollout(state, cell, service)
        done_s = completed_s(rollout) if rollout is not None else None
        if rollout is None or done_s is None or rollout.in_progress or now_s - done_s > _RECENT_S:
            continue
        revision = int(rollout.revision) if rollout.revision.isdecimal() else 0
        if revision > 1:
            undo = UndoRollout(cell.cluster, "Rollout", rollout.ref.namespace, rollout.ref.name, revision - 1)
            reason = t("{sentence} Revision {revision} was completed {age}.",
                       sentence=sentence, revision=revision, age=ago(done_s, now_s))  # fmt: skip
            yield SloProposal(t("Roll back"), undo.summary(), reason, undo)


def _of_scale(state: State, cell: Cell, gate: ReleaseGate) -> Iterator[SloProposal]:
    """Propose a higher maximum where an objective burns while the autoscaler of its service may not add replicas."""
    harmed = _harmed(cell, gate)
    targets = {workload_name(one): one.name for one in cell.services}
    for scaler in scalers_of(state, cell):
        kind, name = bounds_target(scaler)
        is_own = (kind, name) == (scaler.ref.kind, scaler.ref.name)
        if kind not in _BOUNDED or (is_own and scaler.owner):
            continue
        service = targets.get(scaler.target_name)
        wanted = _wanted(scaler)
        if service not in harmed or scaler.maximum is None or wanted is None or wanted <= scaler.maximum:
            continue
        # KEDA's own object may have a lower minimum than the HPA that it keeps at 1 or more.
        minimum = scaler.minimum if is_own else None
        bounds = SetReplicaBounds(cell.cluster, kind, scaler.ref.namespace, name, minimum, wanted)
        reason = t("{sentence} {name} stands at its maximum of {count}; its metrics call for {wanted}.",
                   sentence=harmed[service], name=name, count=scaler.maximum, wanted=wanted)  # fmt: skip
        yield SloProposal(t("Scale"), bounds.summary(), reason, bounds)


def _harmed(cell: Cell, gate: ReleaseGate) -> dict[str, str]:
    """Return the services of which an objective burns or is used up, with the sentence that says so."""
    found: dict[str, str] = {}
    names = {one.name for one in cell.services}
    for check in gate.checks:
        if check.topic is GateTopic.SLO and check.ground in {GateGround.USED_UP, GateGround.BURNING}:
            service = check.fact.name.partition(" ")[0] if isinstance(check.fact, ObjectiveFact) else ""
            if service in names:
                found.setdefault(service, check_sentence(check))
    return found


def _rollout(state: State, cell: Cell, service: str) -> Rollout | None:
    names = {workload_name(one) for one in cell.services if one.name == service}
    rows = state.rows(cell.cluster, "rollouts", Rollout)
    spaces = cell.selectors.namespaces
    mine = (one for one in rows if one.ref.name in names and (not spaces or one.ref.namespace in spaces))
    return next(mine, None)


def completed_s(rollout: Rollout) -> float | None:
    """Return when the revision that everybody gets was completed (unix seconds)."""
    times = [one.changed_at_s for one in rollout.conditions if one.type == "Completed" and one.status == "True"]
    return next((one for one in times if one is not None), None)


def _wanted(scaler: Autoscaler) -> int | None:
    """Return the replicas that the metrics call for, by the rule of the HPA; ``None``: no more than there may be."""
    if not wants_more(scaler) or not scaler.current:
        return None
    pairs = [(_amount(one.current), _amount(one.target)) for one in scaler.metrics]
    ratios = [now / wish for now, wish in pairs if now is not None and wish]
    return math.ceil(scaler.current * max(ratios)) if ratios else None


def _amount(text: str | None) -> float | None:
    return quantity_number((text or "").removesuffix("%"))
