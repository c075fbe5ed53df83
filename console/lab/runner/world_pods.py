"""What stands behind the lab's pods, as the API server asks for it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from console.lab.servers.kubernetes.pod_backend import LogLine
from console.lab.world.world import World


class WorldPods:
    """Implements ``PodBackend`` with the world's pods; before there is a world the pods say nothing."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self.world: World | None = None
        self.address: tuple[str, int] | None = None

    def log_lines(self, namespace: str, pod: str, container: str, *, previous: bool) -> Sequence[LogLine]:
        """Return what the container has written up to now; nothing for a container before the current one."""
        if self.world is None or previous:
            return ()
        return [LogLine(at_s, text) for at_s, text in self.world.log_lines(namespace, pod, container, self._now_s())]

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        """Return the lab's exporter: it answers on every port of every pod, to bearers of the metrics token only."""
        del namespace, pod, port
        return self.address

    def pod_metrics(self, namespace: str | None) -> Iterable[dict[str, Any]] | None:
        """Return what the lab's metrics server measures."""
        return self.world.pod_metrics(namespace) if self.world is not None else ()

    def node_metrics(self) -> Iterable[dict[str, Any]] | None:
        """Return what the lab's metrics server measures."""
        return self.world.node_metrics() if self.world is not None else ()
