"""Where the parts of a topology stand: one lane per cell, one column per layer, routers on the left (pure geometry)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from console.domain.layer import Layer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.presenters.topology_graph import Topology, TopologyNode

COLUMNS = (
    (Layer.PRESENTATION,),
    (Layer.APPLICATION,),
    (Layer.AI,),
    (Layer.DATA,),
    (Layer.AUTOMATION, Layer.CONTROL),  # few parts and no requests of users: one column is enough
)


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> tuple[float, float]:
        """Return the middle of the left side, where edges arrive."""
        return self.x, self.y + self.height / 2

    @property
    def right(self) -> tuple[float, float]:
        """Return the middle of the right side, where edges leave."""
        return self.x + self.width, self.y + self.height / 2


class Lane(NamedTuple):
    """The strip of one cell."""

    cell: str
    box: Box


class TopologyLayout(NamedTuple):
    """Boxes by node key, lanes in order, the x of each used column, and the whole size."""

    boxes: Mapping[str, Box]
    lanes: tuple[Lane, ...]
    columns: tuple[tuple[tuple[Layer, ...], Box], ...]
    width: float
    height: float


class Metrics(NamedTuple):
    """The sizes that the font and scale ask for, in pixels."""

    chip_height: float = 24
    gap: float = 8
    head_width: float = 120
    router_width: float = 112
    router_gap: float = 136
    column_gap: float = 24
    column_min: float = 108
    header: float = 28


def lay_out(topology: Topology, width: float, metrics: Metrics) -> TopologyLayout:
    """Place every node within ``width`` pixels (wider when the columns need it); the height follows."""
    present = {node.layer for node in topology.nodes if node.kind in {"service", "store"}}
    used = [layers for layers in COLUMNS if present & set(layers)]
    start = metrics.router_width + metrics.router_gap + metrics.head_width + metrics.column_gap
    room = width - start - metrics.column_gap * max(0, len(used) - 1) - metrics.gap
    column_width = max(metrics.column_min, room / max(1, len(used)))
    xs = {
        layer: start + number * (column_width + metrics.column_gap)
        for number, layers in enumerate(used)
        for layer in layers
    }
    whole = max(width, start + len(used) * (column_width + metrics.column_gap) - metrics.column_gap + metrics.gap)
    boxes: dict[str, Box] = {}
    lanes: list[Lane] = []
    y = metrics.header
    for cell in (node for node in topology.nodes if node.kind == "cell"):
        parts = [node for node in topology.nodes if node.cell == cell.key and node.kind != "cell"]
        lane = _lane(cell, parts, y, xs, column_width, whole, metrics, boxes)
        lanes.append(lane)
        y += lane.box.height + metrics.gap
    height = max(y, metrics.header + metrics.chip_height * 4)
    _place_routers(topology, height, metrics, boxes)
    columns = tuple((layers, Box(xs[layers[0]], 0, column_width, metrics.header)) for layers in used)
    return TopologyLayout(boxes, tuple(lanes), columns, whole, height)


def _lane(
    cell: TopologyNode,
    parts: list[TopologyNode],
    y: float,
    xs: Mapping[Layer, float],
    column_width: float,
    whole: float,
    metrics: Metrics,
    boxes: dict[str, Box],
) -> Lane:
    stacks: defaultdict[float, list[TopologyNode]] = defaultdict(list)
    for part in parts:
        if part.layer is not None:
            stacks[xs[part.layer]].append(part)
    step = metrics.chip_height + metrics.gap / 2
    rows = max([len(stack) for stack in stacks.values()] + [2])
    height = rows * step - metrics.gap / 2 + 2 * metrics.gap
    for x_of_stack, stack in stacks.items():
        top = y + (height - (len(stack) * step - metrics.gap / 2)) / 2
        for number, part in enumerate(stack):
            boxes[part.key] = Box(x_of_stack, top + number * step, column_width, metrics.chip_height)
    x = metrics.router_width + metrics.router_gap
    boxes[cell.key] = Box(x, y, metrics.head_width, height)
    return Lane(cell.key, Box(x, y, whole - x, height))


def _place_routers(topology: Topology, height: float, metrics: Metrics, boxes: dict[str, Box]) -> None:
    routers = [node for node in topology.nodes if node.kind == "router"]
    each = (height - metrics.header) / max(1, len(routers))
    for number, router in enumerate(routers):
        tall = min(each - metrics.gap, metrics.chip_height * 3)
        top = metrics.header + number * each + (each - tall) / 2
        boxes[router.key] = Box(metrics.gap, top, metrics.router_width - metrics.gap, tall)
