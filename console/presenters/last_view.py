"""The Overview as it was last seen, complete enough to be painted before anything else is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.presenters.cell_row import CellRow
    from console.presenters.figure import Figure
    from console.presenters.topology_graph import Topology


class LastView(NamedTuple):
    """``known_at_s``: unix seconds at which its oldest connection last gave data, ``None`` when none ever did."""

    title: str
    is_lab: bool
    known_at_s: float | None
    figures: tuple[Figure, ...]
    cells: tuple[CellRow, ...]
    topology: Topology
