"""Following pushes while somebody looks: projects that were audited before are audited again when they moved."""

from __future__ import annotations

import asyncio
import logging
import threading
from itertools import takewhile
from typing import TYPE_CHECKING

from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

    from console.domain.webhook.push import PushReceived
    from console.kernel.runtime import Runtime
    from console.services.audits.audit_order import AuditOrder
    from console.services.audits.push_watch import PushPlan, PushWatch

EVERY_S = 300.0
FIRST_S = 10.0
"""What somebody looks at is shown before anybody is asked."""
_log = logging.getLogger(__name__)


class PushFollower:
    """Any thread. ``trigger`` begins audits; what was never audited is left to people."""

    def __init__(
        self, runtime: Runtime, watch: PushWatch, trigger: Callable[[Sequence[AuditOrder]], object],
        *, first_s: float = FIRST_S, every_s: float = EVERY_S,
    ) -> None:  # fmt: skip
        self._scope = runtime.scope("pushes")
        self._watch, self._trigger = watch, trigger
        self._first_s, self._every_s = first_s, every_s
        self._lock = threading.Lock()
        self._running: Future[None] | None = None
        self._newest: PushReceived | None = None
        self._was_told = False

    def begin(self) -> None:
        """Ask the forges now and then, until ``end``; after ``close``, as a page may that closes later, do nothing."""
        with self._lock:
            if not self._scope.cancelled and (self._running is None or self._running.done()):
                self._running = self._scope.start(self._rounds())

    def tell(self, pushes: Sequence[PushReceived]) -> None:
        """Take what webhooks told, newest first; what was told before the first call is found by asking."""
        with self._lock:
            fresh = tuple(takewhile(lambda one: one is not self._newest, pushes)) if self._was_told else ()
            self._newest, self._was_told = pushes[0] if pushes else None, True
        for one in () if self._scope.cancelled else fresh:
            self._scope.start(self._take(one))

    def end(self) -> None:
        """Ask no more; audits that run go on."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.cancel()

    def close(self) -> None:
        """End for good."""
        self._scope.cancel()

    async def _rounds(self) -> None:
        await asyncio.sleep(self._first_s)
        while True:
            self._begin(await self._watch.round(known_only=True))
            await asyncio.sleep(self._every_s)

    async def _take(self, push: PushReceived) -> None:
        self._begin(await self._watch.take(push, known_only=True))

    def _begin(self, plans: Sequence[PushPlan]) -> None:
        for one in plans:
            if one.why_not:
                _log.info("push of %s: %s", one.order.project, one.why_not)
        orders = [one.order for one in plans if not one.why_not]
        try:
            if orders:
                self._trigger(orders)
        except ConsoleError as error:
            _log.warning("pushes: %s", error)
