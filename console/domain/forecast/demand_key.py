"""Which demand: a measure of a cell, or of one segment of it."""

from typing import NamedTuple

from console.domain.forecast.measure import Measure


class DemandKey(NamedTuple):
    """``cell`` is the estate's key; an empty ``segment`` is the whole cell."""

    measure: Measure
    cell: str
    segment: str = ""
