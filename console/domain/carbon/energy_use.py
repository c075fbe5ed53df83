"""What the services of the cells used hour by hour: measured energy, processors, memory, network, and what they did."""

from dataclasses import dataclass

from console.domain.resource import ResourceRef

TOPIC = "energy"
KIND = "EnergyUse"
HOUR_S = 3_600.0
Course = tuple[float | None, ...]
"""One amount per hour; ``None`` where nobody told it."""


@dataclass(frozen=True, slots=True)
class EnergyUse:
    """One service of a cell (as the metric's labels name it), for hours from ``begins_s`` (unix seconds) on.

    ``joules`` is what Kepler measured at the processors and memory (GPUs included). ``core_hours`` are reserved,
    ``used_core_hours`` used vCPU hours, ``gb_hours`` reserved memory, ``sent_gb`` bytes sent (both in 10^9 bytes),
    ``requests`` are counted. All courses are of the same length. ``queries`` are what was asked, by measure.
    """

    ref: ResourceRef
    cell: str
    service: str
    begins_s: float
    joules: Course
    core_hours: Course
    used_core_hours: Course
    gb_hours: Course
    sent_gb: Course
    requests: Course
    queries: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RunPrice:
    """What running costs in a cell: USD per vCPU hour and per GiB hour of its nodes; ``query`` is what was asked."""

    ref: ResourceRef
    cell: str
    usd_per_core_h: float
    usd_per_gib_h: float
    query: str = ""
