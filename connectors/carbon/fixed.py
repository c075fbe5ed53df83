"""Figures that the estate file states itself."""

from collections.abc import Mapping

from connectors.carbon.provider import Point
from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t

_DAY_S = 86_400.0


class FixedCarbon:
    """The same gCO2/kWh at all times; places are the zones themselves."""

    def __init__(self, grams: Mapping[str, float], clock: Clock) -> None:
        self._grams = grams
        self._clock = clock

    async def now(self, place: str) -> Point:
        """Return the figure, for the present day (UTC)."""
        value = self._grams.get(place)
        if value is None:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("The estate file states no carbon intensity for the zone {zone}.", zone=place),
                t("Add it to fixed."),
            )
        begin_s = self._clock.now().timestamp() // _DAY_S * _DAY_S
        return Point(value, IntensityKind.FIXED, begin_s, begin_s + _DAY_S)

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return nothing: nobody looks ahead here."""
        return ()

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return nothing: the figure has no course."""
        return ()
