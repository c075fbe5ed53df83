"""Signals: named measurements of cells, with unit, layer and the direction that is good."""

from dataclasses import dataclass

from console.domain.layer import Layer
from console.domain.unit import Unit


@dataclass(frozen=True, slots=True)
class Signal:
    """A measurement; ``query`` is PromQL with ``$cell``, ``$service``, ``$segment`` for the estate's label names.

    ``$cells``, in double quotes after ``=~``, is a pattern of the cells asked for (``console.domain.promql.fill``).
    ``by`` names the grouping: any of ``cell``, ``service``, ``segment``, ``target``. ``higher_is_better`` is ``None``
    when neither direction is good in itself. ``warning`` and ``critical`` are default thresholds in the signal's unit.
    """

    key: str
    layer: Layer | None
    unit: Unit
    query: str
    by: tuple[str, ...]
    higher_is_better: bool | None
    lead: bool = False
    warning: float | None = None
    critical: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One value with the time (unix seconds) at which the source measured it, and the query that gave it."""

    value: float
    at_s: float
    query: str = ""
