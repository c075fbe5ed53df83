"""What counts as saturated, and how much must be kept in reserve."""

from typing import NamedTuple


class CapacityRule(NamedTuple):
    """``latency_s`` is what the 95th percentile may reach, ``most_used`` the share of the requested CPU.

    ``least_buffer`` is the share of the peak that is kept free whatever the past says; ``spare_cell``: the others
    must be able to take over the largest cell. ``spare_replicas`` outlive the loss of one.
    """

    latency_s: float = 0.8
    most_used: float = 0.85
    least_buffer: float = 0.2
    spare_cell: bool = True
    spare_replicas: int = 2
