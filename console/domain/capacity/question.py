"""A what-if question as a whole: what is lost, added, moved and multiplied, in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.capacity.what_if import add_cell, grow_demand, lose_cell, move_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.capacity.cell_outlook import CellLoad


class Question(NamedTuple):
    """``added`` are (like which cell, new name), ``weights`` (cell, router share); ``factor`` multiplies all demand."""

    lost: tuple[str, ...] = ()
    added: tuple[tuple[str, str], ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    factor: float = 1.0

    @property
    def is_plain(self) -> bool:
        """Return whether nothing is asked: everything stays as it is."""
        return self == Question()

    def applied(self, cells: Sequence[CellLoad]) -> tuple[CellLoad, ...]:
        """Return the cells as they would be; raise ``UserError`` for a cell that is not there."""
        found = tuple(cells)
        for name in self.lost:
            found = lose_cell(found, name)
        for like, name in self.added:
            found = add_cell(found, like, name)
        if self.weights:
            found = move_weights(found, dict(self.weights))
        return found if self.factor == 1.0 else grow_demand(found, self.factor)
