"""The port over which results of audits travel from the workers to where they are kept."""

from __future__ import annotations

from typing import Protocol


class ResultExchange(Protocol):
    """Objects by the ids of their tasks, as they are kept: SARIF, packed by gzip."""

    async def deliver(self, task_id: str, packed: bytes) -> bool:
        """Bring a result; return whether it was the first of its task. Raises ``ConnectorError``."""

    async def fetch(self, task_id: str) -> bytes | None:
        """Return a result, ``None`` when there is none. Raises ``ConnectorError``."""

    async def close(self) -> None:
        """Let go of connections."""
