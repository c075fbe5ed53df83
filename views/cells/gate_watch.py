"""Decides on releases to a cell off the window's thread: budgets are made of many charges."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from console.presenters.cell_gate import GATE_TOPICS, cell_gate

if TYPE_CHECKING:
    from console.domain.release_gate import ReleaseGate
    from console.estate.schema.cell import Cell
    from console.store.state import ObjectTable, State
    from views.page import PageContext

_AGAIN_S = 30.0


class _Ground(NamedTuple):
    """What a decision is made of."""

    cell: Cell
    tables: tuple[ObjectTable, ...]
    at_s: float

    def is_as(self, other: _Ground) -> bool:
        """Return whether a decision on this holds for the other, too."""
        same = len(self.tables) == len(other.tables) and all(
            one is another for one, another in zip(self.tables, other.tables, strict=True)
        )
        return same and self.cell is other.cell and abs(other.at_s - self.at_s) < _AGAIN_S


class GateWatch(QObject):
    """``changed`` says that there is another decision."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("release gate")
        self._deciding: _Ground | None = None
        self._decided: tuple[_Ground, ReleaseGate] | None = None

    def look(self, state: State, cell: Cell, now_s: float) -> ReleaseGate | None:
        """Return the last decision on a cell and make the next one when it is due; ``None`` while there is none."""
        ground = _Ground(
            cell, tuple(table for (_, topic), table in state.objects.items() if topic in GATE_TOPICS), now_s
        )
        known = self._decided
        is_due = known is None or not known[0].is_as(ground)
        if is_due and self._deciding is None:
            self._decide(state, ground)
        return known[1] if known is not None and known[0].cell is cell else None

    def _decide(self, state: State, ground: _Ground) -> None:
        self._deciding = ground

        async def decided() -> ReleaseGate:
            return await self._context.session.runtime.in_thread(cell_gate, state, ground.cell, ground.at_s)

        def done(gate: ReleaseGate) -> None:
            self._decided, self._deciding = (ground, gate), None
            self.changed.emit()

        self._context.bridge.when_done(self._scope.start(decided()), done, owner=self)

    def close_scope(self) -> None:
        """Drop a decision that is being made."""
        self._scope.cancel()
