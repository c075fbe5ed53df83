"""The lab's metrics: the exporter that is scraped, Prometheus behind its token, and its history."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from aiohttp import web

from console.kernel.errors import ConsoleError
from console.lab.alertmanager.alertmanager_server import AlertmanagerServer
from console.lab.backfill.history_cache import HistoryCache
from console.lab.backfill.history_fill import fill_history
from console.lab.backfill.history_request import HistoryJob, HistoryRequest
from console.lab.lab_folder import LabFolder
from console.lab.loopback.loopback_site import LOOPBACK, LoopbackSite
from console.lab.process.program import ALERTMANAGER, PROMETHEUS
from console.lab.prometheus.prometheus_config import ScrapeTarget
from console.lab.prometheus.prometheus_server import PrometheusServer

Expose = Callable[[], bytes]
Tell = Callable[[Mapping[str, Any]], None]
_EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


class MetricService:
    """Owns the exporter and, where they are installed, Prometheus and Alertmanager with their proxies.

    ``expose`` returns the text exposition of the estate. Everything answers bearers of a token only.
    """

    def __init__(self, folder: LabFolder, expose: Expose, *, scrape_interval_s: int = 5) -> None:
        self._folder = folder
        self._expose = expose
        self._interval_s = scrape_interval_s
        self._stack = AsyncExitStack()
        self._turn = asyncio.Lock()  # one start, stop or restart of Prometheus at a time
        self.notices: list[str] = []
        self.exporter, self.exporter_token_file = self._site("metrics", self._answer_scrape)
        self.prometheus: PrometheusServer | None = None
        self.prometheus_site: LoopbackSite | None = None
        self.prometheus_token_file: Path | None = None
        self.alertmanager: AlertmanagerServer | None = None
        self.alertmanager_site: LoopbackSite | None = None
        self.alertmanager_token_file: Path | None = None

    async def start(self, history: HistoryRequest | None, cache: Path) -> HistoryJob | None:
        """Start all; return the job that writes what of the history is not in the cache."""
        await self.exporter.start()
        self._stack.push_async_callback(self.exporter.stop)
        await self._start_alertmanager()
        program = PROMETHEUS.find()
        if program is None:
            self.notices.append(PROMETHEUS.missing())
            return None
        self.prometheus = PrometheusServer(program, self._folder.sub_folder("prometheus"))
        address = f"{LOOPBACK}:{self.exporter.port}"
        alerts = self.alertmanager.target if self.alertmanager is not None else None
        self.prometheus.configure(ScrapeTarget(address, self.exporter_token_file, self._interval_s), alerts)
        if history is not None:
            HistoryCache(cache, history).link_into(self.prometheus.blocks)
        proxy = self.prometheus.proxy
        self.prometheus_site, self.prometheus_token_file = self._site("prometheus", proxy.answer)
        await proxy.open()
        self._stack.push_async_callback(proxy.close)
        self._stack.push_async_callback(self.take_down)
        await self.bring_up()
        return HistoryJob(history, program, cache, self.prometheus.blocks) if history is not None else None

    async def bring_up(self) -> None:
        """Start Prometheus and listen; safe when it runs."""
        if self.prometheus is None or self.prometheus_site is None:
            return
        async with self._turn:
            await self.prometheus.start()
            await self.prometheus_site.start()

    async def take_down(self) -> None:
        """Stop Prometheus; connections to it are refused from now on."""
        if self.prometheus is None or self.prometheus_site is None:
            return
        async with self._turn:
            await self.prometheus_site.stop()
            await self.prometheus.stop()

    async def revive(self) -> bool:
        """Start Prometheus again when it has died; return whether it had."""
        if self.prometheus is None or self.prometheus.running or self._turn.locked():
            return False
        await self.bring_up()
        return True

    async def revive_alertmanager(self) -> bool:
        """Start Alertmanager again when it has died; return whether it had."""
        if self.alertmanager is None or self.alertmanager.running:
            return False
        await self.alertmanager.start()
        return True

    async def fill(self, job: HistoryJob, tell: Tell) -> None:
        """Write the missing history in the background, newest part first.

        Prometheus is restarted for that part, to have it at once; it finds the others by itself within a minute. More
        restarts would hold up the scrapes, which begin five seconds after each.
        """
        is_first = True

        async def hear(event: Mapping[str, Any]) -> None:
            nonlocal is_first
            tell(event)
            if "block" in event and is_first:
                is_first = False
                await self._restart()

        try:
            await fill_history(job, hear)
        except ConsoleError as error:
            tell({"error": str(error)})

    async def _restart(self) -> None:
        async with self._turn:
            if self.prometheus is not None and self.prometheus.running:
                await self.prometheus.restart()

    async def close(self) -> None:
        """End everything. Safe when nothing was started."""
        await self._stack.aclose()

    async def _start_alertmanager(self) -> None:
        program = ALERTMANAGER.find()
        if program is None:
            self.notices.append(ALERTMANAGER.missing())
            return
        self.alertmanager = AlertmanagerServer(program, self._folder.sub_folder("alertmanager"))
        self._stack.push_async_callback(self.alertmanager.stop)
        await self.alertmanager.start()
        proxy = self.alertmanager.proxy
        await proxy.open()
        self._stack.push_async_callback(proxy.close)
        self.alertmanager_site, self.alertmanager_token_file = self._site("alertmanager", proxy.answer)
        await self.alertmanager_site.start()
        self._stack.push_async_callback(self.alertmanager_site.stop)

    def _site(self, name: str, answer: Callable[..., Any]) -> tuple[LoopbackSite, Path]:
        token = secrets.token_urlsafe(24)
        return LoopbackSite(name, token, answer), self._folder.token_file(name, token)

    async def _answer_scrape(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path != "/metrics":
            return web.Response(status=404, text="only /metrics is here\n")
        return web.Response(body=self._expose(), headers={"Content-Type": _EXPOSITION})
