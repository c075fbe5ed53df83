"""What one workload cost day by day."""

from dataclasses import dataclass
from typing import NamedTuple

from console.domain.resource import ResourceRef


class CostSpan(NamedTuple):
    """Amounts from ``from_s`` until ``to_s`` (unix seconds); ``other`` is everything but processors and memory.

    ``used`` is used over requested, weighted by cost (1 = all); ``None`` where nobody tells it. ``core_hours`` and
    ``gib_hours`` are what ``cpu`` and ``memory`` were charged for.
    """

    from_s: float
    to_s: float
    cpu: float
    memory: float
    other: float
    total: float
    used: float | None
    core_hours: float = 0.0
    gib_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class CostCourse:
    """``spans`` are UTC days, the running one until its last full hour, and longer ones before them.

    ``cell`` is empty for what belongs to no cell; ``is_idle`` marks what nobody asked for. ``query`` is what was asked.
    """

    ref: ResourceRef
    cell: str
    namespace: str
    workload: str
    currency: str
    spans: tuple[CostSpan, ...]
    is_idle: bool = False
    query: str = ""

    def within(self, begin_s: float, end_s: float) -> tuple[CostSpan, ...]:
        """Return the spans that begin in a period."""
        return tuple(span for span in self.spans if begin_s <= span.from_s < end_s)
