"""Sending a message that must not arrive twice."""

import asyncio

from connectors.common.exchange import Answer, Request
from connectors.common.http import HttpClient
from console.kernel.errors import ConnectorError, ErrorKind

_MOST_WAIT_S = 30.0


async def tell(client: HttpClient, request: Request) -> Answer:
    """Send once; a refusal to slow down means that nothing was told, so then once more after the wait.

    Nothing else is repeated: after a lost answer nobody knows whether it has arrived.
    """
    try:
        return await client.send(request)
    except ConnectorError as fault:
        wait_s = fault.retry_after_s
        if fault.kind is not ErrorKind.THROTTLED or wait_s is None or wait_s > _MOST_WAIT_S:
            raise
    await asyncio.sleep(wait_s)
    return await client.send(request)
