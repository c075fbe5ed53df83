"""Faults of the lab's servers, as scenarios ask for them."""

from typing import Protocol


class ServerFaults(Protocol):
    """What the runner can do to its own servers. Idempotent; every call returns at once."""

    def set_prometheus_down(self, down: bool) -> None:
        """Stop (or start again) the Prometheus child."""

    def has_prometheus(self) -> bool:
        """Whether there is one to stop: it may not be installed."""

    def prometheus_is_up(self) -> bool:
        """Whether Prometheus answers."""

    def set_apiserver_flapping(self, flapping: bool) -> None:
        """Let the API server drop connections and answer 503 in bursts, or stop doing so."""
