"""What a place beyond this machine must be able to do for batches of audits."""

from typing import Protocol

from console.domain.audit.audit_batch import AuditBatch


class AuditPlace(Protocol):
    """Every method raises ``ConnectorError``, or ``ChangeRefused`` with a reason."""

    async def look(self) -> str:
        """Return in one line what would run the audits, as it is now; it changes when that changes."""

    async def knows(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether the batch is there, running or done."""

    async def start(self, batch: AuditBatch) -> None:
        """Hand it over; not repeated when the answer is lost."""

    async def end(self, batch_id: str, tasks: tuple[str, ...]) -> None:
        """End what still runs of it."""

    async def runs(self, batch_id: str, tasks: tuple[str, ...]) -> bool:
        """Return whether something of it still waits or runs."""
