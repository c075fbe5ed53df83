"""WattTime: what the power plants at the margin emit, modelled every five minutes."""

import msgspec

from connectors.carbon.moment import minute, unix_s
from connectors.carbon.provider import Grams, Point
from connectors.common.fault import wrong_body
from connectors.common.http import HttpClient, Request
from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.clock import Clock
from console.kernel.i18n import t

SIGNAL = "co2_moer"
_GRAMS_PER_POUND = 453.59237
_TO_G_PER_KWH = {"lbs_co2_per_mwh": _GRAMS_PER_POUND / 1000, "kg_co2_per_mwh": 1.0, "g_co2_per_kwh": 1.0}
_DAY_S = 86_400.0
_AHEAD_H = 48


class _Value(msgspec.Struct):
    point_time: str
    value: Grams


class _Meta(msgspec.Struct):
    units: str
    data_point_period_seconds: float = 300.0
    generated_at: str | None = None


class _Told(msgspec.Struct):
    data: list[_Value]
    meta: _Meta


class WattTime:
    """Places are its regions: ``CAISO_NORTH``. All figures are modelled, none is measured."""

    def __init__(self, client: HttpClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock

    async def now(self, place: str) -> Point:
        """Return the first figure of the newest forecast: it is the current one."""
        points = await self._ask("/v3/forecast", {"region": place, "horizon_hours": 1}, IntensityKind.ESTIMATED)
        if not points:
            raise wrong_body(self._client.peer, t("it holds no figure"))
        return points[0]

    async def forecast(self, place: str) -> tuple[Point, ...]:
        """Return the next 48 hours."""
        asked: dict[str, str | int] = {"region": place, "horizon_hours": _AHEAD_H}
        return await self._ask("/v3/forecast", asked, IntensityKind.FORECAST)

    async def history(self, place: str) -> tuple[Point, ...]:
        """Return the last 24 hours."""
        now_s = self._clock.now().timestamp()
        span = {"start": minute(now_s - _DAY_S), "end": minute(now_s)}
        asked: dict[str, str | int] = {"region": place, **span}
        return await self._ask("/v3/historical", asked, IntensityKind.ESTIMATED)

    async def _ask(self, path: str, asked: dict[str, str | int], kind: IntensityKind) -> tuple[Point, ...]:
        told = await self._client.read(Request("GET", path, {**asked, "signal_type": SIGNAL}), _Told)
        factor = _TO_G_PER_KWH.get(told.meta.units.lower())
        if factor is None:
            words = t("its unit {unit} cannot be converted into gCO2/kWh", unit=repr(told.meta.units[:40]))
            raise wrong_body(self._client.peer, words)
        peer, step_s = self._client.peer, told.meta.data_point_period_seconds
        issued_s = unix_s(told.meta.generated_at, peer) if told.meta.generated_at else None
        points = (
            Point(one.value * factor, kind, begin_s, begin_s + step_s, issued_s)
            for one in told.data
            for begin_s in (unix_s(one.point_time, peer),)
        )
        return tuple(sorted(points, key=lambda point: point.from_s))
