"""Carbon intensity of electricity: grams of CO2 equivalents per kWh of a grid zone in a span of time."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.resource import ResourceRef

USUAL_THRESHOLD_G = 200.0
"""gCO2/kWh above which electricity counts as dirty, where nobody says otherwise."""
SIMULATED = "simulated by the lab"
"""The attribution of the lab's figures: no provider is named as the source of what it has not said."""


class IntensityKind(StrEnum):
    """How a figure came about; the order is that of trust when several speak of the same moment."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    FIXED = "fixed"
    YEARLY_AVERAGE = "yearly-average"


class IntensitySignal(StrEnum):
    """What is counted: the mix of the whole grid, or the power plants that would answer to a change of demand."""

    AVERAGE = "average"
    MARGINAL = "marginal"


@dataclass(frozen=True, slots=True)
class CarbonIntensity:
    """One figure: ``g_per_kwh`` holds from ``from_s`` until ``to_s`` (unix seconds) in ``zone``.

    ``issued_at_s`` is when the provider made it, ``None`` where it does not say. ``attribution`` must be shown.
    """

    ref: ResourceRef
    zone: str
    g_per_kwh: float
    kind: IntensityKind
    signal: IntensitySignal
    from_s: float
    to_s: float
    provider: str
    issued_at_s: float | None
    attribution: str
