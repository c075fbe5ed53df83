"""The course of a cell's signals: what to ask for, and which series of the answer are the cell's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.presenters.reading_index import ReadingIndex
from console.presenters.signal_text import signal_label, signal_meaning

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.signal_key import SignalKey
    from console.domain.unit import Unit
    from console.estate.schema.cell import Cell
    from console.store.state import State

SHOWN = ("rps", "latency_p95", "error_ratio", "slo_attainment", "tokens_per_s", "cost")
POINTS = 240
LEAST_STEP_S = 15.0


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """One plot. ``query`` is PromQL, empty when the signal is not measured now; ``keys`` name its local history.

    ``warning`` and ``critical`` are limits in the unit of the signal, ``None`` where there is none.
    """

    signal: str
    label: str
    meaning: str
    unit: Unit
    query: str
    keys: tuple[SignalKey, ...]
    warning: float | None
    critical: float | None


def history_plans(state: State, cell: Cell) -> tuple[HistoryPlan, ...]:
    """Return the plots of a cell in the order in which they are shown."""
    index = ReadingIndex(state)
    plans = []
    for name in SHOWN:
        signal, found = SIGNALS_BY_KEY[name], index.of(cell, name)
        own = index.limits.get(name)
        warning = own.warning if own is not None and own.warning is not None else signal.warning
        critical = own.critical if own is not None and own.critical is not None else signal.critical
        query = found[0][1].query if found else ""
        keys = tuple(sorted((key for key, _ in found), key=lambda key: (key.service, key.segment, key.target)))
        plans.append(
            HistoryPlan(name, signal_label(name), signal_meaning(name), signal.unit, query, keys, warning, critical)
        )
    return tuple(plans)


def step_s(span_s: float) -> float:
    """Return the distance of points in seconds that gives about one point per few pixels."""
    return max(LEAST_STEP_S, span_s / POINTS)


def belongs_to(labels: Mapping[str, str], cell_label: str, cell: Cell) -> bool:
    """Return whether a series is of the cell; one without the cell's label is of all cells."""
    value = labels.get(cell_label)
    return value is None or value == (cell.selectors.metrics_cell or cell.key)


def series_name(labels: Mapping[str, str], cell_label: str, cell: Cell) -> str:
    """Return what tells a series from the others of its plot; the cell's name when it is the only one."""
    rest = [labels[name] for name in sorted(labels) if name not in {cell_label, "__name__"} and labels[name]]
    return " ".join(rest) or cell.title or cell.key
