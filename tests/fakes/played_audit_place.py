"""A place beyond this machine where audits run, played: a batch is a number of the target of the change engine."""

import asyncio
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from console.domain.audit.audit_batch import AuditBatch, BatchStand, ShardState
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.change_engine import Engine
from tests.fakes.number_target import SetNumber


class PlayedPlace:
    """Implements ``AuditDispatcher``: a batch is there while its number is 1; ``told`` says how far each is."""

    def __init__(self, made: Engine) -> None:
        self._engine = made
        self.known: dict[str, AuditBatch] = {}
        self.told: Callable[[AuditBatch, int], BatchStand] = lambda batch, _: all_in(batch, ShardState.RUNNING)
        self.results: dict[str, bytes] = {}
        self.polls = 0
        self.faults = 0
        self.looked_at = asyncio.Event()

    def submission(self, batch: AuditBatch) -> SetNumber:
        self.known[batch.id] = batch
        return SetNumber("asia", batch.id, 1)

    def cancellation(self, batch: AuditBatch) -> SetNumber:
        return SetNumber("asia", batch.id, 0)

    async def batches(self) -> tuple[AuditBatch, ...]:
        return tuple(self.known[one] for one in self.there())

    def there(self) -> list[str]:
        """Return the ids of the batches that the place is at work on."""
        return [key for key, value in self._engine.target.numbers().items() if value]

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        if batch.id not in self.there():
            return replace(all_in(batch, ShardState.FAILED), is_gone=True)
        self.polls += 1
        self.looked_at.set()
        if self.faults > 0:
            self.faults -= 1
            raise ConnectorError(ErrorKind.UNREACHABLE, "away for a moment")
        return self.told(batch, self.polls)

    async def fetch(self, batch: AuditBatch, task_id: str) -> bytes | None:
        return self.results.get(task_id)


def all_in(batch: AuditBatch, state: ShardState, **more: Any) -> BatchStand:
    return BatchStand((state,) * len(batch.shards), **more)
