"""An edge model under watch: every measure with its value or why there is none, and the alert levels that are on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.health import Health
from console.domain.model.alert_level import (
    CONDITIONS,
    AlertCondition,
    AlertFinding,
    AlertLevel,
    alert_findings,
    level_of,
)
from console.domain.model.measure import Measure, MeasureGroup


class MissingReason(StrEnum):
    """Why a measure has no value."""

    NOT_READ = "not-read"
    NO_SERVER = "no-server"
    NO_SERIES = "no-series"
    REFUSED = "refused"
    NO_USAGE = "no-usage"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its value in its unit (``None``: see ``missing``), or several by what splits it.

    ``source`` is the connection's key, ``query`` what it was asked; ``at_s`` unix seconds; ``trouble`` what the server
    said.
    """

    measure: Measure
    value: float | None = None
    at_s: float | None = None
    source: str = ""
    query: str = ""
    missing: MissingReason | None = None
    trouble: str = ""
    parts: tuple[tuple[str, float], ...] = ()

    @property
    def conditions(self) -> tuple[AlertCondition, ...]:
        """Return the conditions of E4.2 about this measure."""
        return tuple(one for one in CONDITIONS if one.measure == self.measure.key)

    @property
    def health(self) -> Health | None:
        """Return how good it is: critical where level 1 of E4.2 is on, a warning at level 2 or beyond E4.1's limit.

        ``None``: there is nothing to judge it by.
        """
        if self.measure.limit is None and not self.conditions:
            return None
        if self.value is None:
            return Health.UNKNOWN
        levels = {one.level for one in self.conditions if one.holds(self.value)}
        if AlertLevel.CRITICAL in levels:
            return Health.CRITICAL
        return Health.WARNING if AlertLevel.WARNING in levels or self.measure.is_beyond(self.value) else Health.OK


@dataclass(frozen=True, slots=True)
class ModelWatch:
    """A model of the estate by key with everything measured, by measure; metrics name it by its ``worker``."""

    model: str
    title: str
    measured: Mapping[str, Measured]
    worker: str = ""

    def value(self, measure: str) -> float | None:
        """Return the value of a measure; ``None`` when it is not known."""
        found = self.measured.get(measure)
        return None if found is None else found.value

    def parts(self, measure: str) -> Mapping[str, float]:
        """Return the values of a measure that is split, by its part."""
        found = self.measured.get(measure)
        return {} if found is None else dict(found.parts)

    @property
    def findings(self) -> tuple[AlertFinding, ...]:
        """Return every condition of E4.2 that holds, the most urgent level first."""
        return alert_findings({key: one.value for key, one in self.measured.items() if one.value is not None})

    @property
    def level(self) -> AlertLevel | None:
        """Return the most urgent level that is on."""
        return level_of(self.findings)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Return the measures of E4.2 that nobody knows, so that a level may be on unseen."""
        wanted = dict.fromkeys(one.measure for one in CONDITIONS)
        return tuple(key for key in wanted if self.value(key) is None)

    def group(self, group: MeasureGroup) -> tuple[Measured, ...]:
        """Return what was measured of one part of E4.1's table, in its order."""
        return tuple(one for one in self.measured.values() if one.measure.group is group)
