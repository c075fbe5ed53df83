"""The CI of a forge as a place of audits: one central repository whose pipeline runs ``console-audit``."""

import asyncio
from collections.abc import Mapping
from hashlib import sha256

from connectors.common.forge.ci_pipeline import CiPipeline
from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState, packed_shards
from console.domain.audit.packed_result import unpacked_result
from console.domain.forge.pipeline_run import PipelineRun, RunState
from console.domain.operation import Operation
from console.domain.operations.end_audits import EndAudits
from console.domain.operations.run_audits import RunAudits
from console.estate.schema.git_provider import AuditPipeline
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t
from console.ports.forge import ForgeReader

MOST_PACKED = 60_000
"""Characters: GitHub takes 65,535 for all inputs of a run together."""
_WAIT_S = 5.0
_MOST_SEEN = 50
_ENDED = frozenset({RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED})


class CiPlace:
    """Implements ``AuditDispatcher`` and ``AuditPlace``. A batch is one run, found again by the batch's id in its name.

    So a console that was begun anew finds what it started. What a run leaves no result of has failed: never nothing.
    """

    def __init__(self, connection: str, options: AuditPipeline, reader: ForgeReader, pipeline: CiPipeline) -> None:
        self._connection, self._options, self._reader, self._pipeline = connection, options, reader, pipeline
        self._seen: dict[str, Mapping[int, str]] = {}  # what a look has told need not be asked for again by fetch

    def submission(self, batch: AuditBatch) -> Operation:
        """Return what starts a run."""
        return RunAudits(self._connection, batch.id, packed_shards(batch.shards))

    def cancellation(self, batch: AuditBatch) -> Operation:
        """Return what cancels it."""
        return EndAudits(self._connection, batch.id, batch.tasks)

    async def batches(self) -> tuple[AuditBatch, ...]:
        """Return nothing: forges do not tell a run's inputs, and the same tasks are the same batch again."""
        return ()

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        """Return how far the run is; a look costs the forge's budget, so nothing new is waited for a little."""
        stand = await self._stand(batch)
        if stand.version != known or stand.is_over:
            return stand
        await asyncio.sleep(_WAIT_S)
        return await self._stand(batch)

    async def fetch(self, batch: AuditBatch, task_id: str) -> bytes | None:
        """Return the result of a task, unpacked; ``None`` while there is none."""
        index = batch.tasks.index(task_id)
        if index not in self._seen.get(batch.id, {}):
            await self._stand(batch)
        place = self._seen.get(batch.id, {}).get(index)
        return None if place is None else unpacked_result(await self._pipeline.fetch(place, index))

    async def look(self) -> str:
        """Return the pipeline's repository and the commit that would run."""
        commits = await self._reader.commits(self._options.repository, self._options.branch, most=1)
        if not commits:
            raise ChangeRefused(
                t("The branch {branch} has no commits.", branch=self._options.branch), t("Name another branch.")
            )
        return f"{self._options.repository} {self._options.branch} {commits[0].sha[:12]}"

    async def knows(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether a run of it is there that has not failed."""
        del tasks
        run = await self._pipeline.find(batch_id)
        return run is not None and run.state not in {RunState.FAILED, RunState.CANCELLED}

    async def runs(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether a run of it has not ended."""
        del tasks
        run = await self._pipeline.find(batch_id)
        return run is not None and run.state not in _ENDED

    async def start(self, batch: AuditBatch) -> None:
        """Start a run."""
        shards = packed_shards(batch.shards)
        if len(shards) > MOST_PACKED:
            raise ChangeRefused(
                t("{count} tasks are more than one run of a pipeline takes.", count=len(batch.shards)),
                t("Audit fewer projects at once there, or let a cluster do it."),
            )
        await self._pipeline.start(batch.id, shards, len(batch.shards))

    async def end(self, batch_id: str, tasks: tuple[str, ...]) -> None:
        """Cancel the run."""
        del tasks
        run = await self._pipeline.find(batch_id)
        if run is not None and run.state not in _ENDED:
            await self._pipeline.cancel(run.ref.name)

    async def _stand(self, batch: AuditBatch) -> BatchStand:
        run = await self._pipeline.find(batch.id)
        if run is None:
            return BatchStand((ShardState.WAITING,) * len(batch.shards), is_gone=True)
        found = await self._pipeline.results(batch.id, run)
        self._seen.pop(batch.id, None)
        while len(self._seen) >= _MOST_SEEN:
            del self._seen[next(iter(self._seen))]
        self._seen[batch.id] = found
        states = tuple(_state(index, found, run) for index in range(len(batch.shards)))
        why = t("the run {id} left no result of it: {url}", id=run.ref.name, url=run.web_url)
        troubles = {
            task: why for task, state in zip(batch.tasks, states, strict=True) if state is ShardState.FAILED
        }  # fmt: skip
        version = sha256(repr((run.state, states)).encode()).hexdigest()[:16]
        return BatchStand(states, troubles, version=version)


def _state(index: int, found: Mapping[int, str], run: PipelineRun) -> ShardState:
    if index in found:
        return ShardState.DONE
    if run.state in _ENDED:
        return ShardState.FAILED
    return ShardState.WAITING if run.state is RunState.QUEUED else ShardState.RUNNING
