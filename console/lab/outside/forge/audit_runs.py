"""Pipelines of a forge of the lab that run audits for real: each run carries out its shards by ``console-audit``."""

import asyncio
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from console.kernel.gathered import gathered
from console.lab.outside.forge.ci_run import CiRun
from console.lab.outside.forge.lab_project import LabProject
from console.lab.process.audit_process import AuditProcesses

MOST_TRIES = 3
_FOR_EVER = 42
_MOST_RUNS = 50


@dataclass(slots=True)
class AuditRun:
    """``results`` has the packed results by shard, ``run`` is what the forge shows of it."""

    batch: str
    project: LabProject
    run: CiRun
    count: int
    results: dict[int, bytes] = field(default_factory=dict)
    work: asyncio.Task[None] | None = None


class AuditRuns:
    """A run ends when every shard has a result or has failed three times; it fails when one has none."""

    def __init__(self, processes: AuditProcesses, now_s: Callable[[], float]) -> None:
        self._processes, self._now_s = processes, now_s
        self._runs: list[AuditRun] = []

    def __iter__(self) -> Iterator[AuditRun]:
        return reversed(self._runs)

    async def start(self, project: LabProject, branch: str, batch: str, shards: str, count: int, title: str) -> CiRun:
        """Begin a run of the packed shards; raise ``UnknownRevision`` for a branch that is not there."""
        sha = await project.repository.resolve(branch)
        run = project.runs.start(branch, sha, "workflow_dispatch", title)
        run.started_s, run.ended_s = run.created_s, math.inf
        audit = AuditRun(batch, project, run, count)
        audit.work = asyncio.create_task(self._carry_out(audit, shards))
        self._runs.append(audit)
        for old in self._runs[:-_MOST_RUNS]:
            self._drop(old)
        return run

    def find(self, run_id: int) -> AuditRun | None:
        """Return a run by the forge's id or number of it."""
        return next((one for one in self if run_id in (one.run.id, one.run.number)), None)

    def cancel(self, audit: AuditRun) -> None:
        """End a run."""
        if audit.run.ended_s == math.inf and audit.run.cancelled_s is None:
            audit.run.cancelled_s = self._now_s()
        if audit.work is not None:
            audit.work.cancel()

    async def close(self) -> None:
        """End all."""
        work = [one.work for one in self._runs if one.work is not None]
        for one in work:
            one.cancel()
        await asyncio.gather(*work, return_exceptions=True)

    def _drop(self, audit: AuditRun) -> None:
        self.cancel(audit)
        self._runs.remove(audit)

    async def _carry_out(self, audit: AuditRun, shards: str) -> None:
        await gathered(*(self._shard(audit, shards, index) for index in range(audit.count)))
        audit.run.ends = "success" if len(audit.results) == audit.count else "failure"
        audit.run.ended_s = self._now_s()

    async def _shard(self, audit: AuditRun, shards: str, index: int) -> None:
        for _ in range(MOST_TRIES):
            end = await self._processes.run(shards, f"{audit.batch}/{index}", index)
            if end.code == 0 and end.packed:
                audit.results[index] = end.packed
            if end.code in {0, _FOR_EVER}:
                return
