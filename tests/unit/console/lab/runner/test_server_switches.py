"""Scenarios turn servers off and on through switches that return at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from console.kernel.errors import ConsoleError
from console.lab.runner.server_switches import ServerSwitches
from console.lab.servers.kubernetes.api_faults import FaultAnswer
from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.servers.kubernetes.server import KubernetesServer

pytestmark = pytest.mark.anyio


class Metrics:
    """Notes what was asked of Prometheus; may refuse to start."""

    def __init__(self) -> None:
        self.acts: list[str] = []
        self.broken = False

    async def stop(self) -> None:
        self.acts.append("stop")

    async def start(self) -> None:
        if self.broken:
            raise ConsoleError("Prometheus did not start.")
        self.acts.append("start")


@asynccontextmanager
async def _running(metrics: Metrics, reports: list[str]) -> AsyncIterator[tuple[ServerSwitches, KubernetesServer]]:
    kubernetes = KubernetesServer(ObjectStore(), {})
    switches = ServerSwitches(kubernetes, metrics.stop, metrics.start, reports.append)
    task = asyncio.create_task(switches.run())
    yield switches, kubernetes
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _until(condition: object) -> None:
    assert callable(condition)
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.01)


async def test_prometheus_follows_the_switch_also_from_another_thread() -> None:
    metrics = Metrics()
    async with _running(metrics, []) as (switches, _):
        assert switches.has_prometheus()
        assert switches.prometheus_is_up()
        await asyncio.get_running_loop().run_in_executor(None, switches.set_prometheus_down, True)
        assert not switches.prometheus_is_up(), "from the moment of the fault on, or it would count as healed"
        await _until(lambda: metrics.acts == ["stop"])
        switches.set_prometheus_down(True)
        switches.set_prometheus_down(False)
        await _until(switches.prometheus_is_up)
    assert metrics.acts == ["stop", "start"]


async def test_a_prometheus_that_does_not_start_again_is_reported_and_tried_at_the_next_turn() -> None:
    metrics, reports = Metrics(), list[str]()
    async with _running(metrics, reports) as (switches, _):
        switches.set_prometheus_down(True)
        await _until(lambda: metrics.acts == ["stop"])
        metrics.broken = True
        switches.set_prometheus_down(False)
        await _until(lambda: reports == ["Prometheus did not start."])
        assert not switches.prometheus_is_up()
        metrics.broken = False
        switches.set_prometheus_down(False)
        await _until(switches.prometheus_is_up)


async def test_flapping_answers_503_in_bursts_and_ends_with_what_was_there_before() -> None:
    async with _running(Metrics(), []) as (switches, kubernetes):
        kubernetes.faults.answer = FaultAnswer(429, 3)
        switches.set_apiserver_flapping(True)
        await _until(lambda: kubernetes.faults.answer == FaultAnswer(503, 1))
        assert kubernetes.faults.every_nth == 2
        switches.set_apiserver_flapping(False)
        await _until(lambda: kubernetes.faults.answer == FaultAnswer(429, 3))
        assert kubernetes.faults.every_nth == 1
