"""The nodes of clusters by region: how many there are, and which are not ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.workload import Node
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from console.store.state import ObjectTable, State

REGION_LABEL = "topology.kubernetes.io/region"
_counted: dict[str, tuple[ObjectTable, Mapping[str, NodeCount]]] = {}


@dataclass(frozen=True, slots=True)
class NodeCount:
    """Nodes of a region; ``down`` are the names of those that are not ready."""

    total: int = 0
    down: tuple[str, ...] = ()


def node_counts(state: State, cluster: str) -> Mapping[str, NodeCount]:
    """Return counts by region (empty text: nodes without one), counted once for each table."""
    table = state.table(cluster, "nodes")
    if table is None:
        return {}
    known = _counted.get(cluster)
    if known is None or known[0] is not table:
        known = _counted[cluster] = (table, _count(row for row in table.rows.values() if isinstance(row, Node)))
    return known[1]


def _count(nodes: Iterator[Node]) -> Mapping[str, NodeCount]:
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(dict(node.labels).get(REGION_LABEL, ""), []).append(node)
    return {
        region: NodeCount(len(several), tuple(sorted(one.ref.name for one in several if not one.ready)))
        for region, several in sorted(found.items())
    }


def node_lines(state: State) -> Iterator[tuple[str, bool, str]]:
    """Yield (one line of a cluster's nodes, whether all are ready, the names of those that are not)."""
    clusters = dict.fromkeys(cell.cluster for cell in state.estate.cells) if state.estate is not None else {}
    for cluster in clusters:
        counts = node_counts(state, cluster)
        down = [name for one in counts.values() for name in one.down]
        total = sum(one.total for one in counts.values())
        if total:
            text = t(
                "Nodes of {cluster}: {ready} of {total} ready", cluster=cluster, ready=total - len(down), total=total
            )
            dark = [
                t("{down} of {total} not ready in {region}", down=len(one.down), total=one.total, region=region or "–")
                for region, one in counts.items()
                if one.down
            ]
            yield " · ".join((text, *dark)), not down, "\n".join(down)
