"""The port of places beyond this machine where audits run: a cluster, a forge's CI, an audit service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.audit.audit_batch import AuditBatch, BatchStand
    from console.domain.operation import Operation


class AuditDispatcher(Protocol):
    """Implemented once per connection. What it writes are operations, which the change engine judges and carries out.

    Results are those of ``console-audit run`` under the ids of their tasks, so that one that comes twice counts once.
    """

    def submission(self, batch: AuditBatch) -> Operation:
        """Return what hands a batch over; carried out twice it is the same batch. Raises ``UserError``."""

    def cancellation(self, batch: AuditBatch) -> Operation:
        """Return what ends a batch and takes it away; what is done stays done."""

    async def batches(self) -> tuple[AuditBatch, ...]:
        """Return what was handed over, by whomever, and has not ended yet; raise ``ConnectorError``."""

    async def poll(self, batch: AuditBatch, known: str = "") -> BatchStand:
        """Return how far a batch is. With the ``version`` that is ``known`` it may wait up to 30 s for news.

        Raises ``ConnectorError``; a batch that is not there is no error but ``is_gone``.
        """

    async def fetch(self, batch: AuditBatch, task_id: str) -> bytes | None:
        """Return the result of a task as SARIF (unpacked, bounded), ``None`` when there is none (yet).

        Raises ``ConnectorError``. Where workers bring their results to this machine there is nothing to fetch.
        """
