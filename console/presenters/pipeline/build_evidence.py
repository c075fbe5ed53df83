"""Build: runs of the forges' pipelines, and pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.forge.pull_request import PullRequest
from console.domain.pipeline_stage import StageEvidence, StageState
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.pipeline.pipeline_basis import PipelineBasis

Row = TypeVar("Row", PipelineRun, PullRequest)
_MAIN = frozenset({"main", "master", "trunk", "production", "release"})
_STATES = {
    RunState.QUEUED: StageState.RUNNING,
    RunState.RUNNING: StageState.RUNNING,
    RunState.SUCCEEDED: StageState.DONE,
    RunState.FAILED: StageState.FAILED,
    RunState.CANCELLED: StageState.DONE,
    RunState.SKIPPED: StageState.DONE,
    RunState.WAITING: StageState.WAITING,
    RunState.UNKNOWN: StageState.UNKNOWN,
}


def build_evidence(basis: PipelineBasis) -> Iterator[StageEvidence]:
    """Yield the newest run of each repository's branch, and how many pull requests wait; repositories have no cell."""
    owners = basis.repository_owners()
    newest: dict[tuple[str, str], PipelineRun] = {}
    for run in _rows(basis, "pipeline-runs", PipelineRun):
        place = run.ref.namespace, run.branch
        if place not in newest or (run.started_at_s or 0.0) > (newest[place].started_at_s or 0.0):
            newest[place] = run
    for run in newest.values():
        if basis.is_recent(run.started_at_s):
            text = t(
                "{repository}, {branch}: {title}", repository=run.ref.namespace, branch=run.branch, title=run.title
            )
            owner = owners.get((run.ref.connection, run.ref.namespace.lower()), "")
            where = (("connection", run.ref.connection),)
            yield StageEvidence(text, _state(run), run.started_at_s, owner, "connections", where)
    waiting: dict[tuple[str, str], int] = {}
    for one in _rows(basis, "pull-requests", PullRequest):
        if one.state == "open" and not one.draft:
            key = one.ref.connection, one.ref.namespace
            waiting[key] = waiting.get(key, 0) + 1
    for (connection, repository), count in waiting.items():
        text = t("{repository}: open pull requests: {count}", repository=repository, count=count)
        owner, where = owners.get((connection, repository.lower()), ""), (("connection", connection),)
        yield StageEvidence(text, StageState.WAITING, None, owner, "connections", where)


def _state(run: PipelineRun) -> StageState:
    """Return where a run stands; one that failed beside the main line waits for its author, and stops nobody else."""
    state = _STATES[run.state]
    return StageState.WAITING if state is StageState.FAILED and run.branch not in _MAIN else state


def _rows(basis: PipelineBasis, topic: str, kind: type[Row]) -> Iterator[Row]:
    for connection, known in basis.state.objects:
        if known == topic:
            yield from basis.state.rows(connection, topic, kind)
