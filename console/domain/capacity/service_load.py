"""How a service of a cell fared under the loads that it has seen."""

from dataclasses import dataclass

from console.domain.capacity.load_point import LoadPoint
from console.domain.resource import ResourceRef

TOPIC = "service-loads"
KIND = "ServiceLoad"


@dataclass(frozen=True, slots=True)
class ServiceLoad:
    """The last weeks of one service; times are unix seconds.

    ``mean_rps`` and ``low_rps`` (the 5th percentile of the hours) are of all its replicas together, ``hours`` those
    that were measured. ``points`` are by requests per second and **requested core**, so that replicas of another size
    do not spoil them. ``queries`` are (measure, query).
    """

    ref: ResourceRef
    cell: str
    service: str
    begins_s: float
    until_s: float
    hours: int
    mean_rps: float
    low_rps: float
    points: tuple[LoadPoint, ...]
    queries: tuple[tuple[str, str], ...] = ()

    def by_replica(self, cores: float) -> tuple[LoadPoint, ...]:
        """Return the points by requests per second and replica, for replicas that request ``cores``."""
        return tuple(one._replace(load=one.load * cores) for one in self.points)
