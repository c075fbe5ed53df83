"""What every provider of carbon intensity is asked for."""

from typing import Annotated, NamedTuple, Protocol

import msgspec

from console.domain.carbon.carbon_intensity import IntensityKind

Grams = Annotated[float, msgspec.Meta(ge=0, le=100_000)]
"""gCO2/kWh as answers may state it; anything else is a wrong answer."""


class Point(NamedTuple):
    """``g_per_kwh`` from ``from_s`` until ``to_s`` (unix seconds); ``issued_at_s`` where the provider says it."""

    g_per_kwh: float
    kind: IntensityKind
    from_s: float
    to_s: float
    issued_at_s: float | None = None


class Provider(Protocol):
    """One service; ``place`` is its own name of a zone. Every method raises ``ConnectorError``."""

    async def now(self, place: str) -> Point:
        """Return the figure that holds now."""

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return what is to come, oldest first."""

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return the last 24 hours, oldest first."""
