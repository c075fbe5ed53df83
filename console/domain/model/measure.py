"""A measure of an edge model: what it means for the limits of E4.1, and where its number comes from."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.limit import is_beyond
from console.domain.promql import any_of
from console.domain.unit import Unit


class MeasureGroup(StrEnum):
    """The parts of the table of live thresholds (E4.1); ``WORK`` is read for other questions about the model."""

    LIMITS = "limits"
    QUALITY = "quality"
    PLATFORM = "platform"
    BUSINESS = "business"
    BATCH = "batch"
    DEPLOYMENT = "deployment"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a model.

    ``query`` is PromQL with ``$workers`` inside a double-quoted ``=~`` pattern; it is empty where the number is counted
    from what the edge provider tells. ``of`` is the label that names the Worker (empty: the number is one for all
    models), ``by`` the labels that split the number further. ``limit`` is that of E4.1, in the unit.
    """

    key: str
    group: MeasureGroup
    unit: Unit
    query: str = ""
    of: str = "script_name"
    by: tuple[str, ...] = ()
    limit: float | None = None
    higher_is_better: bool | None = None

    def filled(self, workers: tuple[str, ...], own_query: str | None = None) -> str:
        """Return the query for Workers by name; ``own_query`` is the estate's own template."""
        template = self.query if own_query is None else own_query
        return template.replace("$workers", any_of(workers))

    def is_beyond(self, value: float) -> bool:
        """Return whether a value is on the bad side of the limit of E4.1; a value on the limit is fine."""
        return self.higher_is_better is not None and is_beyond(value, self.limit, self.higher_is_better)
