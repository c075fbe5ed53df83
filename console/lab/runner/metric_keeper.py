"""Keeping the lab's Prometheus and Alertmanager alive."""

import asyncio
from collections.abc import Awaitable, Callable

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t
from console.lab.runner.metric_service import MetricService
from console.lab.runner.server_switches import ServerSwitches
from console.lab.runner.step_loop import PERIOD_S

SELDOM_S = 60.0


class MetricKeeper:
    """Starts Prometheus again when it dies without a scenario wanting that, and Alertmanager whenever it dies.

    Where that does not help it is tried, and told, ever more seldom.
    """

    def __init__(self, metrics: MetricService, switches: ServerSwitches, report: Callable[[str], None]) -> None:
        self._metrics = metrics
        self._switches = switches
        self._report = report

    async def run(self) -> None:
        """Look after them until cancelled."""
        pause_s = PERIOD_S
        while True:
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, SELDOM_S) if await self._mend() else PERIOD_S

    async def _mend(self) -> bool:
        """Start what has died; return whether anything had."""
        mended = self._switches.metrics_wanted and await self._revived(
            self._metrics.revive, t("The lab's Prometheus ended by itself and was started again.")
        )
        return (
            await self._revived(
                self._metrics.revive_alertmanager, t("The lab's Alertmanager ended by itself and was started again.")
            )
            or mended
        )

    async def _revived(self, revive: Callable[[], Awaitable[bool]], told: str) -> bool:
        try:
            had_died = await revive()
        except ConsoleError as error:
            self._report(str(error))
            return True
        if had_died:
            self._report(told)
        return had_died
