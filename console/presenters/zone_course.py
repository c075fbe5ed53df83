"""The carbon intensity of one zone over time: what was, what is foreseen, and from whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.domain.carbon.carbon_intensity import IntensityKind
from console.kernel.i18n import t
from console.presenters.carbon_rows import attribution_text, grams_text
from console.presenters.format import local_minute
from console.presenters.grid_outlooks import carbon_threshold, grid_outlooks

if TYPE_CHECKING:
    from console.domain.carbon.carbon_intensity import CarbonIntensity
    from console.store.state import State

_HOUR_S = 3_600.0


@dataclass(frozen=True, slots=True)
class ZoneCourse:
    """Points (unix seconds, gCO2/kWh) of the past and of the future; the future begins where the past ends.

    ``begins_s`` and ``ends_s`` span all of it; ``note`` names source, signal and the best hour to come.
    """

    zone: str
    past: tuple[tuple[float, float], ...]
    ahead: tuple[tuple[float, float], ...]
    begins_s: float
    ends_s: float
    threshold: float
    note: str


def zone_course(state: State, zone: str, now_s: float) -> ZoneCourse:
    """Return the course of a zone; without points when only one figure is known of it."""
    outlook = grid_outlooks(state, now_s).get(zone)
    threshold = carbon_threshold(state)
    course = outlook.known.course if outlook is not None else ()
    lonely = ZoneCourse(zone, (), (), now_s - _HOUR_S, now_s, threshold, _lonely(zone))
    if outlook is None or not outlook.has_course:
        return lonely
    past = _steps([one for one in course if one.kind is not IntensityKind.FORECAST and one.from_s <= now_s], now_s)
    last_s = past[-1][0] if past else 0.0
    foreseen = [one for one in course if one.kind is IntensityKind.FORECAST and one.to_s > last_s]
    ahead = _steps(foreseen, None)
    ahead = (past[-1], *ahead) if past and ahead else ahead
    points = (*past, *ahead)
    if not points:
        return lonely
    now = outlook.known.now or course[-1]
    lowest = outlook.known.lowest
    parts = [attribution_text(now.attribution) or now.provider]
    if lowest is not None:
        grams, when = grams_text(lowest.g_per_kwh), local_minute(lowest.from_s)
        parts.append(t("lowest in 24 h: {grams} gCO2/kWh at {when}", grams=grams, when=when))
    return ZoneCourse(zone, past, ahead, points[0][0], points[-1][0], threshold, " · ".join(parts))


def _lonely(zone: str) -> str:
    if not zone:
        return ""
    return t(
        "Nobody tells the course of the zone {zone}; its present or yearly figure stands for all times.", zone=zone
    )


def _steps(figures: list[CarbonIntensity], until_s: float | None) -> tuple[tuple[float, float], ...]:
    """Return a point at the beginning of each figure, the surest of a moment, and one where the last ends."""
    first: dict[float, CarbonIntensity] = {}
    for one in figures:
        first.setdefault(one.from_s, one)
    found = sorted(first.values(), key=lambda one: one.from_s)
    if not found:
        return ()
    end_s = found[-1].to_s if until_s is None else min(found[-1].to_s, until_s)
    return (*((one.from_s, one.g_per_kwh) for one in found), (max(end_s, found[-1].from_s), found[-1].g_per_kwh))
