"""What the steps of a run reach of the world: the rest of the program, as they see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.notification import Message
    from console.domain.operation import Operation
    from console.kernel.secret import Secret
    from console.ports.cluster import ClusterReader
    from console.ports.http_probe import HttpAnswer, HttpQuestion
    from console.ports.metric import MetricReader


class StepOutside(Protocol):
    """Made for one run; every method raises ``ConsoleError``."""

    def cluster(self, connection: str) -> ClusterReader:
        """Return how to read a cluster."""

    def metrics(self, connection: str) -> MetricReader:
        """Return how to ask a metric server."""

    async def fetch(self, question: HttpQuestion) -> HttpAnswer:
        """Ask an address."""

    async def secret(self, reference: str) -> Secret:
        """Return a secret; only for the moment of its use."""

    async def preview(self, operation: Operation, reason: str) -> str:
        """Return what a change would do, in lines; nothing is written."""

    async def change(self, operation: Operation, reason: str) -> str:
        """Carry a change out and read it back; return what came of it. Waits while its connection is locked."""

    async def undo(self, step: str) -> tuple[str, ...]:
        """Undo the changes that a step of this run made, the last first; return what came of each."""

    async def remedies(self, fault: str, cell: str) -> tuple[Operation, ...]:
        """Return the changes that a diagnosis of a cell proposes now; none when it finds nothing (any more)."""

    async def tell(self, message: Message, channels: tuple[str, ...]) -> str:
        """Tell a message on channels (none: all that take its severity); return what came of it."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""

    def now_s(self) -> float:
        """Return the time in unix seconds."""
