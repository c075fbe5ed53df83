"""What the criteria of maturity are judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.load_test import LoadTest
    from console.estate.schema.cell import Cell
    from console.presenters.capacity.capacity_view import CapacityView
    from console.store.state import State

MONTH_S, QUARTER_S = 30 * 86_400.0, 91 * 86_400.0


class MaturityBasis(NamedTuple):
    """One cell, what the console holds, and its capacity; ``tests`` are the load tests that were kept."""

    state: State
    cell: Cell
    now_s: float
    capacity: CapacityView
    tests: Sequence[LoadTest] = ()
