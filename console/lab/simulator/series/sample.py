"""One series at one instant, or over the whole history."""

from typing import NamedTuple

from console.lab.simulator.estate_state import Labels
from console.lab.simulator.level import Level


class Sample(NamedTuple):
    """Name, labels and level. The level of a counter is its rate per second, of a gauge its value."""

    name: str
    labels: Labels
    level: Level
