"""The readings of the state by cell and signal, indexed once per rendering because there are thousands."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from console.domain.limit import Limit
from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.presenters.figure import figure, worst_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.signal import Reading, Signal
    from console.domain.signal_key import SignalKey
    from console.estate.schema.cell import Cell
    from console.presenters.figure import Figure
    from console.store.state import State


def limits_of(state: State) -> Mapping[str, Limit]:
    """Return the estate's own limits by signal key."""
    thresholds = state.estate.thresholds if state.estate is not None else {}
    return {key: Limit(one.warning, one.critical) for key, one in thresholds.items()}


class ReadingIndex:
    """Looks up readings of cells; a cell reads from the one metric server that the estate names for it."""

    def __init__(self, state: State) -> None:
        self.limits = limits_of(state)
        self._found: defaultdict[tuple[str, str, str], list[tuple[SignalKey, Reading]]] = defaultdict(list)
        for connection, readings in state.readings.items():
            for key, reading in readings.values.items():
                self._found[connection, key.cell, key.signal].append((key, reading))

    def of(self, cell: Cell, signal: str) -> list[tuple[SignalKey, Reading]]:
        """Return every reading of a signal in a cell: one per service, segment or target."""
        return self._found.get((cell.prometheus or "", cell.key, signal), [])

    def figure(self, cell: Cell, signal: str) -> Figure:
        """Return the figure that speaks for the whole cell; the worst where the signal is split."""
        declared = SIGNALS_BY_KEY[signal]
        key, reading = worst_of(declared, self._of_its_layer(cell, declared))
        return figure(declared, key, reading, cell.prometheus or "", self.limits.get(signal))

    def _of_its_layer(self, cell: Cell, signal: Signal) -> list[tuple[SignalKey, Reading]]:
        """A layer's signal speaks for the services of that layer: a model's latency is not the user's."""
        found = self.of(cell, signal.key)
        names = {one.name for one in cell.services if one.layer is signal.layer}
        return [one for one in found if one[0].service in names or not one[0].service] or found

    def service_figure(self, cell: Cell, signal: str, service: str) -> Figure:
        """Return the figure of one service of a cell."""
        declared = SIGNALS_BY_KEY[signal]
        found = [one for one in self.of(cell, signal) if one[0].service == service]
        key, reading = worst_of(declared, found)
        return figure(declared, key, reading, cell.prometheus or "", self.limits.get(signal))

    def value(self, cell: Cell, signal: str) -> float | None:
        """Return the value that speaks for the whole cell; ``None`` when the source did not give one."""
        return self.figure(cell, signal).value

    def total(self, cell: Cell, signal: str) -> float | None:
        """Return the sum over whatever a signal is split by; ``None`` when the source did not give any."""
        found = self.of(cell, signal)
        return sum(reading.value for _, reading in found) if found else None
