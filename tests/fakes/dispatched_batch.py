"""Batches of audits that are handed over to a place of the lab, and waited for."""

import asyncio

from console.domain.audit.audit_batch import AuditBatch, BatchStand
from console.ports.audit_dispatcher import AuditDispatcher
from console.ports.change_executor import ChangeExecutor
from tests.fakes.lab_forge import LabForge

WAIT_S = 90.0


def hand_over(place: LabForge, batch: AuditBatch) -> tuple[AuditDispatcher, ChangeExecutor]:
    """Hand a batch over as the change engine does."""
    connector = place.connect()
    dispatcher, executor = connector.offers(AuditDispatcher), connector.offers(ChangeExecutor)
    operation = dispatcher.submission(batch)
    assert executor.supports(operation)
    place.apply(operation, executor)
    return dispatcher, executor


def wait_over(place: LabForge, dispatcher: AuditDispatcher, batch: AuditBatch) -> BatchStand:
    """Return the stand of a batch when it is over."""

    async def polled() -> BatchStand:
        async with asyncio.timeout(WAIT_S):
            stand = await dispatcher.poll(batch)
            while not stand.is_over:
                stand = await dispatcher.poll(batch, stand.version)
            return stand

    return place.runtime.run(polled(), WAIT_S)
