"""An audit service as a place of batches, and as a dispatcher."""

import asyncio
from contextlib import aclosing, suppress
from hashlib import sha256

from connectors.audit_service import wire
from connectors.audit_service.api import AuditServiceApi
from connectors.audit_service.update_stream import UpdateStream
from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState, packed_shards
from console.domain.operation import Operation
from console.domain.operations.end_audits import EndAudits
from console.domain.operations.run_audits import RunAudits
from console.kernel.errors import ConnectorError
from console.kernel.gathered import all_settled
from console.kernel.i18n import t

_WAIT_S = 20.0
_PAUSE_S = 2.0
_AT_ONCE = 8


class ServicePlace:
    """Implements ``AuditDispatcher`` and ``AuditPlace``. The service knows tasks, not batches: each is triggered.

    Its task ids are ours, so that whatever is triggered twice runs once; a batch of which it does not know every task
    was not handed over (or the service has forgotten it).
    """

    def __init__(self, connection: str, api: AuditServiceApi, stream: UpdateStream) -> None:
        self._connection, self._api, self._stream = connection, api, stream

    def submission(self, batch: AuditBatch) -> Operation:
        """Return what hands a batch over."""
        return RunAudits(self._connection, batch.id, packed_shards(batch.shards))

    def cancellation(self, batch: AuditBatch) -> Operation:
        """Return what ends a batch."""
        return EndAudits(self._connection, batch.id, batch.tasks)

    async def batches(self) -> tuple[AuditBatch, ...]:
        """Return nothing: the service knows tasks, and triggering one that it knows changes nothing."""
        return ()

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        """Return how far a batch is; wait up to 20 s for something newer than ``known``."""
        told = await self._api.tasks(batch.tasks)
        stand = self._stand(batch, told)
        if stand.version != known or stand.is_over:
            return stand
        await self._news(frozenset(batch.tasks))
        return self._stand(batch, await self._api.tasks(batch.tasks))

    async def fetch(self, batch: AuditBatch, task_id: str) -> bytes | None:
        """Return the result of a task, unpacked."""
        del batch
        return await self._api.result(task_id)

    async def look(self) -> str:
        """Return the service's name, version and number of workers."""
        about = await self._api.about()
        return t("{name} {version}, {count} workers", name=about.name, version=about.version, count=about.workers)

    async def knows(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether every task was triggered and has not failed meanwhile."""
        del batch_id
        found = {one.task_id: one.state for one in (await self._api.tasks(tasks)).tasks}
        return all(one in found and found[one] is not ShardState.FAILED for one in tasks)

    async def runs(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether a task waits or runs."""
        del batch_id
        return any(not one.state.is_over for one in (await self._api.tasks(tasks)).tasks)

    async def start(self, batch: AuditBatch) -> None:
        """Make the repositories known and trigger the tasks, the longest first."""
        ids: dict[str, str] = {}
        for shard in batch.shards:
            source = shard.task.source
            if source not in ids:
                ids[source] = (await self._api.register(shard.task.owner, source)).id
        for start in range(0, len(batch.shards), _AT_ONCE):
            part = batch.shards[start : start + _AT_ONCE]
            await all_settled(*(self._api.trigger(ids[one.task.source], one) for one in part))

    async def end(self, batch_id: str, tasks: tuple[str, ...]) -> None:
        """Cancel what is not over."""
        del batch_id
        for one in (await self._api.tasks(tasks)).tasks:
            if not one.state.is_over:
                await self._api.cancel(one.task_id)

    async def _news(self, tasks: frozenset[str]) -> None:
        """Return when a task has changed, or after a while; where there are no live updates, after a pause."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_WAIT_S), aclosing(self._stream.updates()) as updates:
                try:
                    await anext(updates)  # all that is not over: known already
                    async for update in updates:
                        if tasks & {one.task_id for one in update.tasks}:
                            return
                except ConnectorError:
                    await asyncio.sleep(_PAUSE_S)

    def _stand(self, batch: AuditBatch, told: wire.Tasks) -> BatchStand:
        found = {one.task_id: one for one in told.tasks}
        states = tuple(found[one].state if one in found else ShardState.WAITING for one in batch.tasks)
        troubles = {one.task_id: one.why for one in told.tasks if one.why}
        version = sha256(repr(states).encode()).hexdigest()[:16]
        return BatchStand(states, troubles, version=version, is_gone=len(found) < len(batch.tasks))
