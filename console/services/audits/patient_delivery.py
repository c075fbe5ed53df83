"""Bringing a result to where it is kept, with patience: whoever keeps it may be away for some minutes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from console.kernel.backoff import Backoff
from console.kernel.errors import ConnectorError, ErrorKind

if TYPE_CHECKING:
    from console.ports.result_exchange import ResultExchange

PATIENCE_S = 600.0
_PASSES = frozenset({ErrorKind.UNREACHABLE, ErrorKind.TIMEOUT, ErrorKind.THROTTLED})


async def deliver(results: ResultExchange, task_id: str, packed: bytes, patience_s: float = PATIENCE_S) -> bool:
    """Return whether it was the first of its task; raise ``ConnectorError`` when it was refused, or nobody came."""
    end_s, backoff = time.monotonic() + patience_s, Backoff(first_s=0.5, most_s=10.0)
    try:
        while True:
            try:
                return await results.deliver(task_id, packed)
            except ConnectorError as error:
                if error.kind not in _PASSES or time.monotonic() >= end_s:
                    raise
                await asyncio.sleep(max(backoff.next_s(), error.retry_after_s or 0.0))
    finally:
        await results.close()
