"""One course that speaks for a cell: at every moment the worst of what a signal is split by, as its figure does."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.signal_catalogue import SIGNALS_BY_KEY
from console.presenters.signal_text import signal_label, signal_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.signal_course import SignalCourse
    from console.domain.unit import Unit
    from console.estate.schema.cell import Cell

Points = tuple[tuple[float, float], ...]
DEMAND, ALSO = "router_rps", "rps"
INDICATORS = (
    DEMAND, "latency_p95", "error_ratio", "slo_attainment", "accuracy", "tokens_per_s", "queue_length",
    "delivery_success", "cta_click_rate", "active_users", "cost", "cost_per_user", "power", "kwh_per_user",
)  # fmt: skip
"""What a report says of a cell, the demand first (L4.5)."""


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One signal of a cell in a time and in the time before; numbers are ``None`` where nothing is known.

    ``worst`` is the highest, of what is better high the lowest. ``change`` is the mean against the mean before
    (0.2: a fifth more). ``known`` is the share of the time for which there are points.
    """

    key: str
    label: str
    meaning: str
    unit: Unit
    mean: float | None
    worst: float | None
    before: float | None
    known: float
    query: str
    source: str

    @property
    def change(self) -> float | None:
        """Return how much the mean changed."""
        return None if self.mean is None or not self.before else self.mean / self.before - 1


def cell_course(courses: Iterable[SignalCourse], cell: Cell, signal: str, begin_s: float, end_s: float) -> Points:
    """Return the points of a cell's signal in a time: where it is split, the worst at each moment."""
    declared = SIGNALS_BY_KEY[signal]
    own = [one for one in courses if one.key.cell == cell.key and one.key.signal == signal]
    names = {one.name for one in cell.services if one.layer is declared.layer}
    own = [one for one in own if one.key.service in names or not one.key.service] or own
    found: defaultdict[float, list[float]] = defaultdict(list)
    for one in own:
        for at, value in one.within(begin_s, end_s):
            found[at].append(value)
    worst = min if declared.higher_is_better else max
    return tuple((at, worst(values)) for at, values in sorted(found.items()))


def kpi_row(
    courses: Iterable[SignalCourse], cell: Cell, signal: str, begin_s: float, end_s: float, before_s: float
) -> KpiRow:
    """Return a signal from ``begin_s`` until ``end_s`` against the time from ``before_s`` until ``begin_s``."""
    own = tuple(one for one in courses if one.key.cell == cell.key and one.key.signal == signal)
    now, before = (cell_course(own, cell, signal, *span) for span in ((begin_s, end_s), (before_s, begin_s)))
    declared = SIGNALS_BY_KEY[signal]
    worst = min if declared.higher_is_better else max
    step_s = own[0].step_s if own else 0.0
    return KpiRow(
        key=signal,
        label=signal_label(signal),
        meaning=signal_meaning(signal),
        unit=declared.unit,
        mean=_mean(now),
        worst=worst((value for _, value in now), default=None),
        before=_mean(before),
        known=min(1.0, len(now) * step_s / (end_s - begin_s)) if end_s > begin_s else 0.0,
        query=own[0].query if own else "",
        source=own[0].connection if own else "",
    )


def _mean(points: Points) -> float | None:
    return sum(value for _, value in points) / len(points) if points else None
