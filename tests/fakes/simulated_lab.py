"""A lab world with a clock that tests turn by hand."""

from typing import Any

from console.lab.servers.kubernetes.object_store import ObjectStore
from console.lab.simulator.estate_state import EstateState
from console.lab.simulator.lab_scale import LabScale
from console.lab.world.world import World

MONDAY_TEN_JST = 1_795_395_600.0
"""23 November 2026, 01:00 UTC: a working day in Japan, so that every service has something to do."""


class FakeServers:
    """Server faults that only remember what was asked for."""

    def __init__(self) -> None:
        self.prometheus_up = self.prometheus_there = True
        self.flapping = False

    def set_prometheus_down(self, down: bool) -> None:
        self.prometheus_up = not down

    def has_prometheus(self) -> bool:
        return self.prometheus_there

    def prometheus_is_up(self) -> bool:
        return self.prometheus_up

    def set_apiserver_flapping(self, flapping: bool) -> None:
        self.flapping = flapping


class SimulatedLab:
    """World, store and clock together; `run` lets seconds pass."""

    def __init__(
        self,
        seed: int = 7,
        scale: LabScale | None = None,
        start_s: float = MONDAY_TEN_JST,
        speed: float = 1.0,
        **store: int,
    ) -> None:
        self.now_s = start_s
        self.servers = FakeServers()
        self.store = ObjectStore(clock=lambda: self.now_s, seed=seed, **store)
        self.world = World(seed, scale or LabScale(), self.store, lambda: self.now_s, speed, self.servers)
        self.world.seed_objects()

    def run(self, seconds: int, step_s: float = 1.0) -> EstateState:
        for _ in range(int(seconds / step_s)):
            self.now_s += step_s
            self.world.step(self.now_s)
        return self.world.state

    def patch(self, resource: str, namespace: str, name: str, merge: dict[str, object]) -> None:
        self.store.patch(resource, namespace, name, merge)

    def conditions(self, resource: str, namespace: str, name: str) -> dict[str, tuple[str, str]]:
        """Status and reason of every condition of an object."""
        status = self.store.get(resource, namespace, name)["status"]
        return {one["type"]: (one["status"], one["reason"]) for one in status["conditions"]}

    def ready_pods(self, namespace: str, service: str) -> int:
        """Pods of a service whose object says Ready."""
        return sum(
            any(one["type"] == "Ready" and one["status"] == "True" for one in pod["status"].get("conditions", []))
            for pod in self.pods(namespace, service)
        )

    def pods(self, namespace: str, service: str) -> list[dict[str, Any]]:
        return [
            pod
            for pod in self.store.list("pods", namespace)
            if pod["metadata"]["labels"]["app.kubernetes.io/name"] == service
        ]

    def event_reasons(self, namespace: str) -> set[str]:
        return {event["reason"] for event in self.store.list("events", namespace)}
