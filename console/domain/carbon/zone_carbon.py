"""What is known of one grid zone at one moment, from figures of any provider."""

from collections.abc import Iterable
from dataclasses import dataclass

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal

DAY_S = 86_400.0
_KINDS = list(IntensityKind)


@dataclass(frozen=True, slots=True)
class ZoneCarbon:
    """``now`` is the figure that holds now; ``lowest`` the smallest forecast that begins within the next 24 hours.

    ``course`` are all figures of the same provider and signal, oldest first: of the surest that were told where none
    holds now. Anything may be missing.
    """

    zone: str
    now: CarbonIntensity | None
    lowest: CarbonIntensity | None
    course: tuple[CarbonIntensity, ...]


def zone_carbon(zone: str, figures: Iterable[CarbonIntensity], now_s: float) -> ZoneCarbon:
    """Return what the figures say of a zone at ``now_s``: averages before marginal ones, measured before forecast."""
    known = [one for one in figures if one.zone == zone]
    current = [one for one in known if one.from_s <= now_s < one.to_s]
    now = min(current, key=_doubt, default=None)
    best = now or min(known, key=_doubt, default=None)
    if best is None:
        return ZoneCarbon(zone, None, None, ())
    same = [one for one in known if (one.provider, one.signal) == (best.provider, best.signal)]
    course = tuple(sorted(same, key=lambda one: (one.from_s, _doubt(one))))
    ahead = [one for one in course if one.kind is IntensityKind.FORECAST and now_s <= one.from_s < now_s + DAY_S]
    return ZoneCarbon(zone, now, min(ahead, key=lambda one: (one.g_per_kwh, one.from_s), default=None), course)


def _doubt(one: CarbonIntensity) -> tuple[bool, int, float]:
    return one.signal is IntensitySignal.MARGINAL, _KINDS.index(one.kind), -(one.issued_at_s or one.from_s)
