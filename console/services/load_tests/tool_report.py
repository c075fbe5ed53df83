"""What a report of a load test says by itself, before anybody said what was tested."""

from typing import NamedTuple

from console.domain.capacity.load_test import LimitCheck


class ToolReport(NamedTuple):
    """As in ``LoadTest``; ``at_s`` is ``None`` where the report does not tell when it was made."""

    tool: str
    at_s: float | None
    requests: int
    failed: int | None
    duration_s: float | None
    users: int | None
    mean_ms: float | None
    latencies: tuple[tuple[float, float], ...]
    limits: tuple[LimitCheck, ...]
