"""Live traffic on the edges of the topology (L1.3): router to cells, and inside a cell from service to service."""

from console.domain.signal import Signal
from console.domain.unit import Unit

_ROUTED = 'istio_requests_total{reporter="destination",source_workload="cell-router",destination_workload=~"$cells"'
_INSIDE = 'istio_requests_total{reporter="destination",$cell=~"$cells",source_workload!="cell-router"}'


def _by_cell(rate: str) -> str:
    """The router's series name the cell as the destination; give it the cell's label."""
    return f'sum by ($cell) (label_replace({rate}, "$cell", "$1", "destination_workload", "(.+)"))'


_ALL_ROUTED = _by_cell(f"rate({_ROUTED}}}[5m])")
_FAILED_ROUTED = _by_cell(f'rate({_ROUTED},response_code=~"5.."}}[5m])')

TRAFFIC_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="router_rps",
        layer=None,
        unit=Unit.PER_SECOND,
        query=_ALL_ROUTED,
        by=("cell",),
        higher_is_better=None,
        lead=True,
    ),
    Signal(
        key="router_error_ratio",
        layer=None,
        unit=Unit.RATIO,
        query=f"({_FAILED_ROUTED} or 0 * {_ALL_ROUTED}) / {_ALL_ROUTED}",
        by=("cell",),
        higher_is_better=False,
        warning=0.01,
        critical=0.05,
    ),
    Signal(
        key="edge_rps",
        layer=None,
        unit=Unit.PER_SECOND,
        query="sum by ($cell, $service, destination_workload) "
        f'(label_replace(rate({_INSIDE}[5m]), "$service", "$1", "source_workload", "(.+)"))',
        by=("cell", "service", "target"),
        higher_is_better=None,
    ),
)
"""``edge_rps`` is requests per second from ``service`` to ``target`` (a service or data store of the same cell).

Limits of the error ratio: requirements E4.1 (1 %) and E4.2 (critical over 5 %).
"""
