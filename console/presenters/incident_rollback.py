"""What could take back the cause of an incident: changes and rollouts that came just before it, each with its reason.

Nothing here applies anything. ``is_certain`` is what the objects themselves say; a release that only the age of its
pods tells of is offered to people, never begun by itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.edge_worker import EdgeWorker
from console.domain.incident.model_alert import EDGE_MODEL
from console.domain.model.degradation import DegradationAnswer, shares_after
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.domain.operations.step_rollout import RolloutAction, StepRollout
from console.domain.operations.undo_rollout import UndoRollout
from console.domain.rollout import Rollout
from console.domain.rollouts.rollout_run import RunWay
from console.kernel.i18n import t
from console.presenters.cell_workloads import pods_of, workloads_of
from console.presenters.format import ago
from console.presenters.incident_place import incident_cell
from console.presenters.slo_proposals import completed_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.domain.incident.incident import Incident
    from console.domain.operation import Operation
    from console.domain.workload import Workload
    from console.estate.schema.cell import Cell
    from console.store.state import State

ROLLBACK_TOPICS = ("rollouts", "edge-workers", "workloads", "pods")
"""What must be observed for all of them to be found."""
_BEFORE_S, _AFTER_S = 2 * 3600.0, 300.0
_REVISION = "deployment.kubernetes.io/revision"


class RollbackProposal(NamedTuple):
    """``operation`` is a change to be previewed; where it is ``None``, ``run`` is a rollout that is to be aborted."""

    title: str
    reason: str
    operation: Operation | None
    is_certain: bool = True
    run: str = ""


def rollback_proposals(state: State, incident: Incident, now_s: float) -> tuple[RollbackProposal, ...]:
    """Return what could be taken back, the surest first; nothing for an incident that is over."""
    if incident.is_over or state.estate is None:
        return ()
    cell = incident_cell(state.estate, incident)
    found = [*_of_models(state, incident)]
    if cell is not None:
        services = _services(incident)
        found += [*_of_runs(state, cell), *_of_releases(state, cell, incident, services, now_s)]
        found += _of_deployments(state, cell, incident, services, now_s)
    return tuple(sorted(found, key=lambda one: not one.is_certain))


def _services(incident: Incident) -> frozenset[str]:
    """Return the services that the alerts name; empty: any."""
    return frozenset(value for one in incident.alerts for name, value in one.labels if name == "service")


def _of_runs(state: State, cell: Cell) -> Iterator[RollbackProposal]:
    for run in state.rollouts.values():
        if not run.is_over and run.way is RunWay.FORWARD and cell.key in run.plan.cells:
            title = t("Abort the rollout {name}", name=run.plan.name)
            yield RollbackProposal(title, t("It is on its way in {cell}.", cell=cell.key), None, run=run.id)


def _of_models(state: State, incident: Incident) -> Iterator[RollbackProposal]:
    worse = [one for one in incident.alerts if one.severity != "info"]  # news and waiting updates are no reason
    named = {name for one in worse for name in _models_of(dict(one.labels))}
    for model in state.estate.models if state.estate is not None else ():
        if not named & {model.key, model.worker}:
            continue
        rows = state.rows(model.account, "edge-workers", EdgeWorker)
        worker = next((one for one in rows if one.ref.name == model.worker), None)
        if worker is None:
            continue
        shares = shares_after(DegradationAnswer.ROLLBACK, worker, (model.current, model.previous))
        if shares and sorted(shares) != sorted((one.version_id, one.percent) for one in worker.shares):
            back = SetWorkerPercentages(model.account, model.worker, shares)
            yield RollbackProposal(back.summary(), t("The model {model} got worse.", model=model.key), back)


def _models_of(labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return what labels call a model: by its key, where they tell it, for Workers of two accounts may share a name."""
    key = labels.get(EDGE_MODEL)
    return (key,) if key else tuple(labels[name] for name in ("model", "script_name") if name in labels)


def _of_releases(
    state: State, cell: Cell, incident: Incident, services: frozenset[str], now_s: float
) -> Iterator[RollbackProposal]:
    for one in state.rows(cell.cluster, "rollouts", Rollout):
        if not _is_of(cell, one.ref.namespace) or (services and one.ref.name not in services) or one.aborted:
            continue
        place = (cell.cluster, one.ref.namespace, one.ref.name)
        done_s = completed_s(one)
        if one.in_progress:
            abort = StepRollout(*place, RolloutAction.ABORT, one.current_hash)
            yield RollbackProposal(abort.summary(), t("A revision of it is on its way."), abort)
        elif done_s is not None and _is_new(state, cell, place, done_s, incident) and _number(one.revision) > 1:
            undo = UndoRollout(cell.cluster, "Rollout", *place[1:], _number(one.revision) - 1)
            reason = t("Its revision {revision} was completed {age}.", revision=one.revision, age=ago(done_s, now_s))
            yield RollbackProposal(undo.summary(), reason, undo)


def _of_deployments(
    state: State, cell: Cell, incident: Incident, services: frozenset[str], now_s: float
) -> Iterator[RollbackProposal]:
    begun = _first_pods(state, cell)
    for one in workloads_of(state, cell):
        revision = dict(one.annotations).get(_REVISION, "")
        wanted = one.ref.kind == "Deployment" and (not services or one.ref.name in services)
        if not wanted or _number(revision) < 2:
            continue
        released_s = _released_s(one, begun)
        place = (cell.cluster, one.ref.namespace, one.ref.name)
        if released_s is not None and _is_new(state, cell, place, released_s, incident):
            undo = UndoRollout(cell.cluster, "Deployment", one.ref.namespace, one.ref.name, _number(revision) - 1)
            reason = t("The first pod of its revision {revision} began {age}.",
                       revision=revision, age=ago(released_s, now_s))  # fmt: skip
            yield RollbackProposal(undo.summary(), reason, undo, is_certain=False)


def _first_pods(state: State, cell: Cell) -> dict[tuple[str, str], float]:
    """Return when the first pod of each ReplicaSet began that still runs, by namespace and owner."""
    found: dict[tuple[str, str], float] = defaultdict(lambda: float("inf"))
    for pod in pods_of(state, cell):
        if pod.owner.startswith("ReplicaSet/"):
            key = (pod.ref.namespace, pod.owner.removeprefix("ReplicaSet/"))
            found[key] = min(found[key], pod.created_at_s)
    return found


def _released_s(workload: Workload, begun: dict[tuple[str, str], float]) -> float | None:
    """Return when the newest ReplicaSet of a Deployment got its first pod."""
    times = [
        at_s
        for (space, owner), at_s in begun.items()
        if space == workload.ref.namespace and owner.rpartition("-")[0] == workload.ref.name
    ]
    return max(times, default=None)


def _number(revision: str) -> int:
    return int(revision) if revision.isdecimal() else 0


def _is_new(state: State, cell: Cell, place: tuple[str, str, str], at_s: float, incident: Incident) -> bool:
    """Return whether a release may be the cause: it came just before, and was not itself a way back from a bad one."""
    if not _is_just_before(at_s, incident):
        return False
    runs = (one for one in state.rollouts.values() if one.way is RunWay.BACK and cell.key in one.plan.cells)
    if any(abs(one.moments[-1].at_s - at_s) <= _BEFORE_S for one in runs):
        return False
    changes = (one for one in state.changes.values() if one.undo_of or one.operation.key == UndoRollout.key)
    return not any(
        (one.target.connection, one.target.namespace, one.target.name) == place and abs(one.at_s - at_s) <= _BEFORE_S
        for one in changes
    )


def _is_just_before(at_s: float, incident: Incident) -> bool:
    """Return whether a release came just before the incident, or before it became as bad as it is."""
    times = (incident.opened_s, incident.graded_s)
    return any(bad_s - _BEFORE_S <= at_s <= bad_s + _AFTER_S for bad_s in times)


def _is_of(cell: Cell, namespace: str) -> bool:
    return not cell.selectors.namespaces or namespace in cell.selectors.namespaces
