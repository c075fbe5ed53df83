"""What the stages of the pipeline are judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.estate.repository_team import repository_teams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.capacity.load_test import LoadTest
    from console.presenters.capacity.capacity_view import CapacityView
    from console.store.state import State

RECENT_S = 14 * 86_400.0
"""How long what is over is still shown."""


class PipelineBasis(NamedTuple):
    """What the console holds; ``cell`` narrows it to one cell (empty: the whole estate)."""

    state: State
    now_s: float
    capacity: CapacityView
    tests: Sequence[LoadTest] = ()
    cell: str = ""

    def concerns(self, cell: str) -> bool:
        """Return whether a cell is looked at."""
        return self.cell in {"", cell}

    def owner(self, cell: str) -> str:
        """Return the team of a cell."""
        found = self.state.estate.cell(cell) if self.state.estate is not None else None
        return found.team if found is not None else ""

    def repository_owners(self) -> Mapping[tuple[str, str], str]:
        """Return the teams of the repositories' projects, by connection and path in lower case."""
        return repository_teams(self.state.estate) if self.state.estate is not None else {}

    def is_recent(self, at_s: float | None) -> bool:
        """Return whether something that is over is still worth showing."""
        return at_s is not None and at_s > self.now_s - RECENT_S
