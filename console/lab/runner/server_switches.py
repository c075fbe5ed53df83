"""The faults of servers that scenarios turn on and off."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from console.kernel.errors import ConsoleError
from console.lab.servers.kubernetes.api_faults import FaultAnswer
from console.lab.servers.kubernetes.server import KubernetesServer

_BURST_S = 6.0
_CALM_S = 5.0
_UNAVAILABLE = FaultAnswer(503, retry_after_s=1)

Act = Callable[[], Awaitable[None]]
Report = Callable[[str], None]


class ServerSwitches:
    """Implements the scenarios' ``ServerFaults``: every method returns at once and may be called from any thread.

    ``run`` must run as a task; it brings the servers to what was last asked for. ``has_metrics`` tells whether
    Prometheus is installed.
    """

    def __init__(
        self,
        kubernetes: KubernetesServer,
        stop_metrics: Act,
        start_metrics: Act,
        report: Report,
        has_metrics: Callable[[], bool] = lambda: True,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._kubernetes = kubernetes
        self._stop_metrics = stop_metrics
        self._start_metrics = start_metrics
        self._report = report
        self._has_metrics = has_metrics
        self._changed = asyncio.Event()
        self._metrics_wanted = True
        self._metrics_up = True
        self._flapping = False

    def set_prometheus_down(self, down: bool) -> None:
        """Stop or start Prometheus."""
        self._metrics_wanted = not down
        self._loop.call_soon_threadsafe(self._changed.set)

    def set_apiserver_flapping(self, flapping: bool) -> None:
        """Let the API server drop its watches and answer 503 in bursts of six seconds, or stop that."""
        self._flapping = flapping
        self._loop.call_soon_threadsafe(self._changed.set)

    def has_prometheus(self) -> bool:
        """Return whether there is one to stop."""
        return self._has_metrics()

    def prometheus_is_up(self) -> bool:
        """Return whether Prometheus answers."""
        return self._metrics_up and self._metrics_wanted

    @property
    def metrics_wanted(self) -> bool:
        """Return whether no scenario wants Prometheus down."""
        return self._metrics_wanted

    async def run(self) -> None:
        """Follow the switches until cancelled."""
        while True:
            await self._follow_metrics()
            if self._flapping:
                await self._flap()
            else:
                await self._changed.wait()
            self._changed.clear()

    async def _follow_metrics(self) -> None:
        while self._metrics_up != self._metrics_wanted:
            wanted = self._metrics_wanted
            try:
                await (self._start_metrics() if wanted else self._stop_metrics())
            except ConsoleError as error:
                self._report(str(error))
                return
            self._metrics_up = wanted

    async def _flap(self) -> None:
        faults = self._kubernetes.faults
        before = faults.answer, faults.every_nth
        faults.answer, faults.every_nth = _UNAVAILABLE, 2
        try:
            self._kubernetes.drop_watches()
            await self._pause(_BURST_S)
        finally:
            faults.answer, faults.every_nth = before
        if self._flapping:
            await self._pause(_CALM_S)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
