"""A running lab: the simulated world, its servers, its metrics, its files."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from console.kernel.clock import Clock
from console.kernel.errors import ConsoleError
from console.kernel.paths import write_private
from console.lab.backfill.history_request import HistoryJob, HistoryRequest
from console.lab.backfill.simulator_version import simulator_version
from console.lab.lab_folder import MODEL_FOLDER, SLO_FOLDER, LabFolder
from console.lab.loopback.certificate import new_certificate
from console.lab.loopback.loopback_site import LOOPBACK
from console.lab.objects.audit_place import audit_place
from console.lab.objects.autoscaler_object import kafka_credentials
from console.lab.outside.lab_server import Sections, ServerContext
from console.lab.process.audit_process import AuditProcesses
from console.lab.process.web_child import free_port
from console.lab.runner.estate_file import estate_file
from console.lab.runner.kubeconfig import ADMIN_CONTEXT, VIEWER_CONTEXT, kubeconfig
from console.lab.runner.lab_options import LabOptions
from console.lab.runner.metric_keeper import MetricKeeper
from console.lab.runner.metric_service import MetricService
from console.lab.runner.model_documents import model_documents
from console.lab.runner.outside_servers import OutsideServers
from console.lab.runner.running_lab import RunningLab
from console.lab.runner.server_switches import ServerSwitches
from console.lab.runner.slo_documents import slo_documents
from console.lab.runner.step_loop import StepLoop
from console.lab.runner.viewer_role import VIEWER, viewer_objects
from console.lab.runner.world_pods import WorldPods
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.server import KubernetesServer
from console.lab.servers.kubernetes.user import MASTERS, User
from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.lab_scale import LabScale
from console.lab.world.controllers.indexed_jobs import IndexedJobs
from console.lab.world.world import World

Tell = Callable[[Mapping[str, Any]], None]
_VIEWED_CELLS = 2
_MANY_PODS = 2_000
_FORGES = ("github", "gitlab", "bitbucket", "azure_devops")

_log = logging.getLogger(__name__)


class Lab:
    """Everything of one lab, confined to one asyncio loop.

    ``tell`` gets events: ``{"progress": {"fraction": 0..1, "text": …}}`` and ``{"error": sentence}``.
    """

    def __init__(self, options: LabOptions, clock: Clock, tell: Tell) -> None:
        self._options = options
        self._clock = clock
        self._tell = tell
        self._stack = AsyncExitStack()
        self._scale = LabScale(options.nodes, options.pods, options.cells)
        self._store = ObjectStore(clock=self._now_s, seed=options.seed)
        self._tokens = {ADMIN_CONTEXT: secrets.token_urlsafe(24), VIEWER_CONTEXT: secrets.token_urlsafe(24)}
        self._users = {
            self._tokens[ADMIN_CONTEXT]: User("lab-admin", (MASTERS,)),
            self._tokens[VIEWER_CONTEXT]: User(VIEWER),
        }
        self._world: World | None = None

    @property
    def world(self) -> World:
        """Return the simulated world; raise ``ConsoleError`` before ``start``."""
        if self._world is None:
            raise ConsoleError("The lab has not been started.")
        return self._world

    async def start(self) -> RunningLab:
        """Start everything and return where it is; raise ``ConsoleError`` or ``UserError``; ``stop`` even then."""
        folder = self._open_folder()
        certificate = new_certificate()
        context = certificate.server_context(folder.sub_folder("tls"))
        pods = WorldPods(self._now_s)
        kubernetes = KubernetesServer(self._store, self._users, backend=pods, ssl_context=context)
        metrics = MetricService(folder, self._expose, scrape_interval_s=_scrape_interval_s(self._options.pods))
        switches = ServerSwitches(
            kubernetes, metrics.take_down, metrics.bring_up, self._report, lambda: metrics.prometheus is not None
        )
        world = pods.world = self._world = self._make_world(switches)
        url = await kubernetes.start()
        self._stack.push_async_callback(kubernetes.stop)
        self._stack.push_async_callback(metrics.close)
        job = await metrics.start(self._history(), self._options.cache)
        pods.address = (LOOPBACK, metrics.exporter.port)
        write_private(folder.kubeconfig, kubeconfig(url, certificate.authority_pem, self._tokens))
        lab = _running_lab(self._options, folder, url, metrics)
        outside = OutsideServers(ServerContext(world, self._now_s, folder, self._report, self._options.repositories))
        self._stack.push_async_callback(outside.stop)
        await outside.start()
        world.places = _places(folder, outside.estate())
        collector = self._audit_place(folder, outside.estate())
        self._write_documents(folder)
        text = estate_file(
            lab, estate_blueprint(self._scale), outside.estate(), now_s=self._now_s(), collector=collector
        )
        write_private(folder.estate, text)
        for scenario in self._options.scenarios:
            world.scenarios.start(scenario)
        self._run(StepLoop(world.step, self._clock, self._report).run())
        self._run(switches.run())
        self._run(IndexedJobs(self._store, AuditProcesses(folder), self._now_s, self._take_doomed).run())
        self._run(MetricKeeper(metrics, switches, self._report).run())
        if job is not None:
            self._run(self._fill(metrics, job))
        return lab

    async def stop(self) -> None:
        """End everything and empty the folder. Safe when nothing was started."""
        await self._stack.aclose()

    def _audit_place(self, folder: LabFolder, outside: Sections) -> tuple[str, Path]:
        """Make what audits need in the cluster; return where a console takes their results, and the token's file."""
        token = secrets.token_urlsafe(24)
        self._store.load(audit_place({"results": token, **_clone_tokens(outside)}))
        return f"{LOOPBACK}:{free_port()}", folder.token_file("audit-results", token)

    def _take_doomed(self) -> bool:
        doomed, self.world.doomed_audits = self.world.doomed_audits, 0
        return doomed > 0

    def _write_documents(self, folder: LabFolder) -> None:
        for name, text in slo_documents(estate_blueprint(self._scale).cells).items():
            write_private(folder.sub_folder(SLO_FOLDER) / name, text)
        for name, value in _kafka_credentials(self._scale).items():
            write_private(folder.sub_folder("tokens") / f"kafka-{name}", value)
        for name, content in model_documents(self._options.seed, self._now_s()).items():
            write_private(folder.sub_folder(MODEL_FOLDER) / name, content)

    def _open_folder(self) -> LabFolder:
        options = self._options
        folder = LabFolder.open(options.folder) if options.folder is not None else LabFolder.open_first(options.base)
        self._stack.callback(folder.close)
        for name, token in self._tokens.items():
            folder.token_file(f"kubernetes-{name}", token)
        return folder

    def _make_world(self, switches: ServerSwitches) -> World:
        world = World(self._options.seed, self._scale, self._store, self._now_s, self._options.speed, switches)
        world.seed_objects()
        viewed = [cell.namespace for cell in estate_blueprint(self._scale).cells[:_VIEWED_CELLS]]
        self._store.load(viewer_objects(viewed))
        return world

    def _expose(self) -> bytes:
        return self.world.metrics_text()

    def _history(self) -> HistoryRequest | None:
        options = self._options
        if options.history_days == 0:
            return None
        return HistoryRequest(
            options.seed, options.nodes, options.pods, options.cells, simulator_version(), self._now_s(),
            days=options.history_days, fine_days=min(2.0, options.history_days),
            last_step_s=_scrape_interval_s(options.pods),
        )  # fmt: skip

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a part of the lab until ``stop``."""
        task = asyncio.create_task(work)
        task.add_done_callback(self._finished)

        async def end() -> None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        self._stack.push_async_callback(end)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and task.exception() is not None:
            _log.error("a part of the lab failed", exc_info=task.exception())
            self._report(f"A part of the lab failed: {task.exception()}.")

    async def _fill(self, metrics: MetricService, job: HistoryJob) -> None:
        def tell(event: Mapping[str, Any]) -> None:
            if "fraction" in event:
                self._tell({"progress": {"fraction": event["fraction"], "text": "history"}})
            elif "error" in event:
                self._tell(event)

        await metrics.fill(job, tell)

    def _report(self, sentence: str) -> None:
        self._tell({"error": sentence})

    def _now_s(self) -> float:
        return self._clock.now().timestamp()


def _places(folder: LabFolder, outside: Sections) -> dict[str, str]:
    """The addresses of the outside servers by connection, and the folder of their tokens."""
    found = {
        str(one["key"]): str(one["url"])
        for entries in outside.values()
        for one in entries
        if {"key", "url"} <= one.keys()
    }
    return found | {"tokens": str(folder.sub_folder("tokens"))}


def _kafka_credentials(scale: LabScale) -> dict[str, str]:
    """What the Secret of the first cell with a queue holds, kept beside the cluster as an operator would."""
    cells = [cell for cell in estate_blueprint(scale).cells if cell.workload("delivery") is not None]
    return kafka_credentials(cells[0].namespace) if cells else {}


def _clone_tokens(outside: Sections) -> dict[str, str]:
    """Return the tokens that clone from the lab's forges, by the keys of their connections."""
    entries = (one for section in _FORGES for one in outside.get(section, ()))
    return {
        one["key"]: Path(str(one["token"]).removeprefix("file:")).read_text("utf-8")
        for one in entries
        if "token" in one
    }


def _scrape_interval_s(pods: int) -> int:
    """Return 5 s, or 15 s for a lab so large that a scrape takes seconds."""
    return 5 if pods <= _MANY_PODS else 15


def _running_lab(options: LabOptions, folder: LabFolder, kubernetes_url: str, metrics: MetricService) -> RunningLab:
    return RunningLab(
        folder=folder.root,
        estate_file=folder.estate,
        kubeconfig=folder.kubeconfig,
        kubernetes_url=kubernetes_url,
        metrics_url=f"{metrics.exporter.url}/metrics",
        metrics_token_file=metrics.exporter_token_file,
        prometheus_url=metrics.prometheus_site.url if metrics.prometheus_site is not None else "",
        prometheus_token_file=metrics.prometheus_token_file,
        alertmanager_url=metrics.alertmanager_site.url if metrics.alertmanager_site is not None else "",
        alertmanager_token_file=metrics.alertmanager_token_file,
        seed=options.seed,
        speed=options.speed,
        notices=tuple(metrics.notices),
    )
