"""The carbon port: what a provider says about the electricity of grid zones, on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.carbon.carbon_intensity import CarbonIntensity


class CarbonReader(Protocol):
    """Zones are those of the estate; figures are gCO2/kWh. Every method raises ``ConnectorError``."""

    @property
    def zones(self) -> tuple[str, ...]:
        """Return the zones that are asked for."""

    async def now(self, zone: str) -> CarbonIntensity:
        """Return the figure that holds now."""

    async def forecast(self, zone: str) -> tuple[CarbonIntensity, ...]:
        """Return the coming hours as far as the provider looks ahead (up to 72), oldest first; may be empty."""

    async def history(self, zone: str) -> tuple[CarbonIntensity, ...]:
        """Return the last 24 hours, oldest first; may be empty."""
