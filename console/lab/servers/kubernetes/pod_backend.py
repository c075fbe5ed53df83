"""What stands behind the pods of the lab: their logs, their ports, their measured usage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that a container wrote, at `at_s` unix seconds."""

    at_s: float
    text: str


class PodBackend(Protocol):
    """The simulator's side of pods; called in the server's loop, so it must answer at once."""

    def log_lines(self, namespace: str, pod: str, container: str, *, previous: bool) -> Sequence[LogLine]:
        """All lines that are kept, oldest first; following clients ask again and take what was added."""

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        """The loopback address behind a pod's port; None when nothing listens there."""

    def pod_metrics(self, namespace: str | None) -> Iterable[dict[str, Any]] | None:
        """`PodMetrics` objects (metrics.k8s.io/v1beta1) of a namespace or of all; None while nothing measures."""

    def node_metrics(self) -> Iterable[dict[str, Any]] | None:
        """`NodeMetrics` objects (metrics.k8s.io/v1beta1); None while nothing measures."""


class NoBackend:
    """Pods without logs, ports or usage."""

    def log_lines(self, namespace: str, pod: str, container: str, *, previous: bool) -> Sequence[LogLine]:
        """No line."""
        del namespace, pod, container, previous
        return ()

    def port_address(self, namespace: str, pod: str, port: int) -> tuple[str, int] | None:
        """No address."""
        del namespace, pod, port
        return None

    def pod_metrics(self, namespace: str | None) -> Iterable[dict[str, Any]]:
        """Nothing measured."""
        del namespace
        return ()

    def node_metrics(self) -> Iterable[dict[str, Any]]:
        """Nothing measured."""
        return ()


NO_BACKEND = NoBackend()
