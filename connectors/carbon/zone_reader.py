"""Figures of the estate's zones from a provider that has names of its own for them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from connectors.carbon.provider import Point, Provider
from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensitySignal
from console.domain.resource import ResourceRef
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.i18n import t


class ZoneReader:
    """Implements ``console.ports.carbon.CarbonReader``; ``places`` are the provider's names by zone."""

    def __init__(
        self,
        connection: str,
        provider: Provider,
        places: Mapping[str, str],
        *,
        name: str,
        attribution: str,
        signal: IntensitySignal = IntensitySignal.AVERAGE,
    ) -> None:
        self._connection = connection
        self._provider = provider
        self._places = places
        self._name = name
        self._attribution = attribution
        self._signal = signal

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones that are asked for."""
        return tuple(self._places)

    async def now(self, zone: str) -> CarbonIntensity:
        """Return the figure that holds now."""
        return self._row(zone, await self._provider.now(self._place(zone)))

    async def forecast(self, zone: str) -> tuple[CarbonIntensity, ...]:
        """Return the coming hours, oldest first."""
        return tuple(self._row(zone, point) for point in await self._provider.forecast(self._place(zone)))

    async def history(self, zone: str) -> tuple[CarbonIntensity, ...]:
        """Return the last 24 hours, oldest first."""
        return tuple(self._row(zone, point) for point in await self._provider.history(self._place(zone)))

    def _place(self, zone: str) -> str:
        place = self._places.get(zone)
        if place is None:
            raise ConnectorError(
                ErrorKind.NOT_FOUND,
                t("The connection {name} does not know the zone {zone}.", name=self._connection, zone=repr(zone)),
                t("Add it to its zones in the estate file."),
            )
        return place

    def _row(self, zone: str, point: Point) -> CarbonIntensity:
        moment = datetime.fromtimestamp(point.from_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return CarbonIntensity(
            ref=ResourceRef(self._connection, "CarbonIntensity", zone, moment),
            zone=zone,
            g_per_kwh=point.g_per_kwh,
            kind=point.kind,
            signal=self._signal,
            from_s=point.from_s,
            to_s=point.to_s,
            provider=self._name,
            issued_at_s=point.issued_at_s,
            attribution=self._attribution,
        )
