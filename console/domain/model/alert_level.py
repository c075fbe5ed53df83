"""Alert levels of edge models (E4.2): what starts them, how soon somebody must answer."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum


class AlertLevel(IntEnum):
    """The most urgent first, as people count them."""

    CRITICAL = 1
    WARNING = 2
    INFO = 3


@dataclass(frozen=True, slots=True)
class AlertCondition:
    """A level is on while a measure is beyond ``bound`` (in the measure's unit), ``above`` it or below it."""

    measure: str
    level: AlertLevel
    above: bool
    bound: float

    def holds(self, value: float) -> bool:
        """Return whether the value starts the level; the bound itself does not."""
        return value > self.bound if self.above else value < self.bound


CONDITIONS = (
    AlertCondition("model_errors", AlertLevel.CRITICAL, above=True, bound=0.05),
    AlertCondition("model_cpu_p99", AlertLevel.CRITICAL, above=True, bound=0.050),
    AlertCondition("model_accuracy", AlertLevel.CRITICAL, above=False, bound=0.75),
    AlertCondition("model_cache_hit", AlertLevel.WARNING, above=False, bound=0.70),
    AlertCondition("fallback_rate", AlertLevel.WARNING, above=True, bound=0.10),
    AlertCondition("model_memory", AlertLevel.WARNING, above=True, bound=100e6),
    AlertCondition("model_new_words", AlertLevel.INFO, above=True, bound=50),
    AlertCondition("model_updates", AlertLevel.INFO, above=True, bound=0),
)
_RESPONSE = {AlertLevel.CRITICAL: timedelta(minutes=15), AlertLevel.WARNING: timedelta(hours=2)}
_DAY_ENDS = time(18)
_SATURDAY = 5
_LONGEST_LEAVE_D = 60


@dataclass(frozen=True, slots=True)
class AlertFinding:
    """A condition that holds, with the value that makes it."""

    condition: AlertCondition
    value: float


def alert_findings(values: Mapping[str, float]) -> tuple[AlertFinding, ...]:
    """Return every condition that holds, the most urgent level first; values are by measure."""
    return tuple(
        AlertFinding(condition, values[condition.measure])
        for condition in CONDITIONS
        if condition.measure in values and condition.holds(values[condition.measure])
    )


def level_of(findings: Iterable[AlertFinding]) -> AlertLevel | None:
    """Return the most urgent level that is on, ``None`` when none is."""
    return min((one.condition.level for one in findings), default=None)


def answer_by(level: AlertLevel, noticed: datetime, days_off: Container[date] = frozenset()) -> datetime:
    """Return when somebody must have answered a level that was noticed at a moment, in that moment's time zone.

    15 minutes, 2 hours, or the evening of the next working day (Monday to Friday without ``days_off``).
    """
    span = _RESPONSE.get(level)
    if span is not None:
        return (noticed.astimezone(UTC) + span).astimezone(noticed.tzinfo)  # a span is as long when clocks change
    day = noticed.date() + timedelta(days=1)
    for _ in range(_LONGEST_LEAVE_D):
        if day.weekday() < _SATURDAY and day not in days_off:
            break
        day += timedelta(days=1)
    return datetime.combine(day, _DAY_ENDS, noticed.tzinfo)
