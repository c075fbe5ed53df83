"""Execute: rollouts over cells, rollouts in a cluster, and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.pipeline_stage import StageEvidence, StageState
from console.domain.rollout import Rollout
from console.domain.rollouts.rollout_run import RunState
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.operation import Target
    from console.presenters.pipeline.pipeline_basis import PipelineBasis

_RUNS = {
    RunState.RUNNING: StageState.RUNNING,
    RunState.PAUSED: StageState.WAITING,
    RunState.BLOCKED: StageState.FAILED,
    RunState.ENDED: StageState.DONE,
}
_CHANGES = {
    ChangeState.PLANNED: StageState.WAITING,
    ChangeState.PREVIEWED: StageState.WAITING,
    ChangeState.FAILED: StageState.FAILED,
    ChangeState.UNKNOWN: StageState.FAILED,
    ChangeState.VERIFIED: StageState.DONE,
    ChangeState.UNDONE: StageState.DONE,
}
_PHASES = {"Progressing": StageState.RUNNING, "Paused": StageState.WAITING, "Degraded": StageState.FAILED}


def execute_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield what is going on or ended lately."""
    for run in basis.state.rollouts.values():
        at_s = run.moments[-1].at_s
        if any(map(basis.concerns, run.plan.cells)) and (not run.is_over or basis.is_recent(at_s)):
            text = t("Rollout {name} over {cells}", name=run.plan.name, cells=", ".join(run.plan.cells))
            yield StageEvidence(text, _RUNS[run.state], at_s, run.actor, "rollouts", (("run", run.id),))
    yield from _in_clusters(basis)
    mended = _mended(basis)
    for change in basis.state.changes.values():
        if change.part_of or not (basis.is_recent(change.at_s) and _concerns(basis, change.target)):
            continue
        if change.state is ChangeState.FAILED and mended.get((change.target, change.operation.key), 0.0) > change.at_s:
            continue  # the same was done since
        state = _CHANGES.get(change.state, StageState.RUNNING)
        yield StageEvidence(
            change.operation.summary(), state, change.at_s, change.actor, "activity", (("change", change.id),)
        )


def _mended(basis: PipelineBasis) -> dict[tuple[Target, str], float]:
    """Return when which operation was last done to which target."""
    found: dict[tuple[Target, str], float] = {}
    for one in basis.state.changes.values():
        if one.state is ChangeState.VERIFIED:
            key = one.target, one.operation.key
            found[key] = max(one.at_s, found.get(key, 0.0))
    return found


def _in_clusters(basis: PipelineBasis) -> Iterator[StageEvidence]:
    for cell in basis.state.estate.cells if basis.state.estate is not None else ():
        if not basis.concerns(cell.key):
            continue
        for one in basis.state.rows(cell.cluster, "rollouts", Rollout):
            if one.ref.namespace in cell.selectors.namespaces and one.phase in _PHASES:
                text = t("{cell}: {name} is on its way", cell=cell.title or cell.key, name=one.ref.name)
                yield StageEvidence(text, _PHASES[one.phase], None, cell.team, "rollouts", (("cell", cell.key),))


def _concerns(basis: PipelineBasis, target: Target) -> bool:
    """Return whether a change is of the cell that is looked at; two clusters may have namespaces of one name."""
    if not basis.cell:
        return True
    cell = basis.state.estate.cell(basis.cell) if basis.state.estate is not None else None
    if cell is None or target.connection != cell.cluster:
        return False
    return target.namespace in cell.selectors.namespaces
