"""Closing connectors: all at once, in bounded time, whatever one of them does."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.ports.connector import Connector

CLOSE_S = 5.0
_log = logging.getLogger(__name__)


async def close_connectors(connectors: Mapping[str, Connector], limit_s: float = CLOSE_S) -> None:
    """Close all connectors side by side; give up after ``limit_s`` seconds. Never raises: the program is to end."""
    import asyncio  # noqa: PLC0415 - loaded with the first work, not before the first paint

    closing = {asyncio.ensure_future(one.close()): key for key, one in connectors.items()}
    if not closing:
        return
    done, late = await asyncio.wait(closing, timeout=limit_s)
    for task in late:
        task.cancel()
        _log.warning("connection %s did not close within %g s", closing[task], limit_s)
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.warning("connection %s did not close cleanly", closing[task], exc_info=error)
