"""What a cell can carry: the requests per second at which the first of its services is saturated."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.saturation import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.saturation import Saturation


class ServiceCapacity(NamedTuple):
    """One service of a cell.

    ``ratio`` is its requests for each request to the cell, ``replicas`` what runs, ``most`` what may run (autoscaler
    and quota), ``least`` the autoscaler's floor; ``None``: not known.
    """

    service: str
    saturation: Saturation
    ratio: float
    replicas: int | None
    least: int | None
    most: int | None

    @property
    def rps(self) -> float | None:
        """Return the requests per second to the cell at which this service is saturated with all it may run."""
        return self._at(self.saturation.per_replica)

    @property
    def low(self) -> float | None:
        """Return the least that it may be."""
        return self._at(self.saturation.low)

    @property
    def high(self) -> float | None:
        """Return the most that it may be."""
        return self._at(self.saturation.high)

    def _at(self, per_replica: float | None) -> float | None:
        if per_replica is None or self.most is None or self.ratio <= 0:
            return None
        return per_replica * self.most / self.ratio


class QuotaBound(NamedTuple):
    """A quota that lets at most ``rps`` requests a second into the cell."""

    name: str
    rps: float


class CellCapacity(NamedTuple):
    """``rps`` is what the cell can carry between ``low`` and ``high``; ``None``: nothing is known of any service.

    ``bottleneck`` is the service or quota that is met first, ``ground`` what its number is known from (``None``: a
    quota). ``unknown`` are services that nothing is known of.
    """

    rps: float | None
    low: float
    high: float
    bottleneck: str
    ground: Ground | None
    services: tuple[ServiceCapacity, ...]
    unknown: tuple[str, ...]


def cell_capacity(services: Sequence[ServiceCapacity], quotas: Sequence[QuotaBound] = ()) -> CellCapacity:
    """Return what a cell can carry; services of which nothing is known do not count and are named.

    A quota alone says what is let in, not what can be carried: without any known service nothing is known.
    """
    known = [(one.rps, one.service, one) for one in services if one.rps is not None]
    unknown = tuple(one.service for one in services if one.rps is None)
    told = tuple(services)
    if not known:
        return CellCapacity(None, 0.0, inf, "", Ground.UNKNOWN, told, unknown)
    bounds = [one.rps for one in quotas]
    low = min([one.low or 0.0 for _, _, one in known] + bounds)
    high = min([inf if one.high is None else one.high for _, _, one in known] + bounds)
    rps, name, first = min(known, key=lambda one: one[:2])
    quota = min(quotas, default=None, key=lambda one: one.rps)
    if quota is not None and quota.rps < rps:
        return CellCapacity(quota.rps, low, high, quota.name, None, told, unknown)
    return CellCapacity(rps, low, high, name, first.saturation.ground, told, unknown)
