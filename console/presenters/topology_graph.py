"""The topology as a graph of nodes and edges, free of any layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.health import Health
    from console.domain.layer import Layer


class TopologyNode(NamedTuple):
    """``kind`` is router, cell, service or store; ``cell`` is the owning cell's key (empty for routers)."""

    key: str
    kind: str
    title: str
    detail: str
    health: Health
    cell: str = ""
    layer: Layer | None = None


class TopologyEdge(NamedTuple):
    """``rate`` is requests per second (``None``: not known); ``text`` says it, and for routers share against weight.

    ``is_off``: the traffic is not spread as it was agreed, or as it is configured. ``lines`` say the same as ``text``
    where there is little room, the deviation last; empty for edges without a label.
    """

    source: str
    target: str
    rate: float | None
    text: str
    health: Health
    is_off: bool = False
    lines: tuple[str, ...] = ()


class Topology(NamedTuple):
    """Nodes in drawing order (routers, then each cell followed by its parts) and edges between their keys."""

    nodes: tuple[TopologyNode, ...]
    edges: tuple[TopologyEdge, ...]
