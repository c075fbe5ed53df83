"""What is missing of costs or loads that are read day by day: hours without any sample, questions that were refused."""

from dataclasses import dataclass
from typing import NamedTuple

from console.domain.resource import ResourceRef


class MissingHours(NamedTuple):
    """``hours`` of the day from ``from_s`` until ``to_s`` (unix seconds) of which the server has nothing at all."""

    from_s: float
    to_s: float
    hours: float


@dataclass(frozen=True, slots=True)
class CourseGap:
    """``measure`` is what is missing, empty for costs; ``error`` says why it was refused, empty: it was answered."""

    ref: ResourceRef
    measure: str
    days: tuple[MissingHours, ...] = ()
    error: str = ""
    query: str = ""
