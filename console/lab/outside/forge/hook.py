"""Webhooks of the lab's forges: registered by the API, delivered to loopback addresses, tried again when refused."""

import asyncio
import contextlib
import ipaddress
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

_TRIES = 4
_FIRST_WAIT_S = 0.5
_MOST_KEPT = 50
_TIMEOUT = aiohttp.ClientTimeout(total=10)


@dataclass(slots=True)
class Delivery:
    """One try: the status that the receiver answered (0: it could not be reached) and when."""

    id: int
    event: str
    status: int
    at_s: float
    again: bool


@dataclass(slots=True)
class Hook:
    """``secret`` stays in the lab's memory; ``settings`` are further ones in the forge's own words."""

    id: int
    url: str
    secret: str
    events: list[str]
    active: bool
    created_s: float
    settings: dict[str, Any] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)


def is_loopback(url: str) -> bool:
    """Return whether a webhook's address is on this computer: the lab talks to nobody else."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HookSender:
    """Delivers in the background until ``close``."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_id = 0

    def send(self, hook: Hook, event: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver ``body`` with a forge's headers, four times at most, with growing waits between them."""
        if hook.active and is_loopback(hook.url):
            self._start(self._deliver(hook, event, body, headers))

    async def close(self) -> None:
        """End what is still being delivered."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, hook: Hook, event: str, body: bytes, headers: Mapping[str, str]) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False) as session:
            for attempt in range(_TRIES):
                if attempt:
                    await asyncio.sleep(_FIRST_WAIT_S * 2**attempt)
                status = await _post(session, hook.url, body, headers)
                self._last_id += 1
                hook.deliveries.insert(0, Delivery(self._last_id, event, status, self._now_s(), attempt > 0))
                del hook.deliveries[_MOST_KEPT:]
                if 200 <= status < 300 or not hook.active:
                    return


async def _post(session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
        async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
            return answer.status
    return 0
