"""What each service of a cell can carry, and what that is known from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.capacity.capacity_text import between, ground_text, rate
from console.presenters.format import UNKNOWN, number, significant

if TYPE_CHECKING:
    from console.domain.capacity.cell_capacity import ServiceCapacity
    from console.presenters.capacity.cell_basis import CellBasis, ServiceBasis


class ServiceRow(NamedTuple):
    """One service, ready to be shown; ``rps`` are requests per second to the cell at which it is saturated.

    ``seen`` has the numbers behind the texts.
    """

    name: str
    health: Health
    per_replica: str
    span: str
    ratio: str
    replicas: str
    most: str
    rps: float | None
    carries: str
    ground: str
    query: str
    seen: ServiceCapacity


def service_rows(basis: CellBasis) -> tuple[ServiceRow, ...]:
    """Return the services on the path of requests, the first to be saturated first."""
    bottleneck = basis.load.capacity.bottleneck
    rows = (_row(one, is_first=one.name == bottleneck) for one in basis.services)
    return tuple(sorted(rows, key=lambda row: (row.rps is None, row.rps or 0.0)))


def _row(service: ServiceBasis, *, is_first: bool) -> ServiceRow:
    one = service.capacity
    known = one.saturation.per_replica is not None
    most = number(one.most)
    return ServiceRow(
        name=service.name,
        health=Health.UNKNOWN if one.rps is None else Health.WARNING if is_first else Health.OK,
        per_replica=rate(one.saturation.per_replica),
        span=between(one.saturation.low, one.saturation.high) if known else UNKNOWN,
        ratio=significant(one.ratio) if one.ratio else UNKNOWN,
        replicas=number(one.replicas),
        most=t("{count} by the quota {name}", count=most, name=service.bound) if service.bound else most,
        rps=one.rps,
        carries=rate(one.rps),
        ground=ground_text(one.saturation.ground),
        query="\n".join(text for _, text in service.seen.queries) if service.seen is not None else "",
        seen=one,
    )
