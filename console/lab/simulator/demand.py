"""Demand of the users: seasons in the cells' local time, campaigns and noise, per segment."""

import math
from collections import defaultdict
from collections.abc import Iterator

from console.lab.simulator.cell_spec import SEGMENTS, CellSpec
from console.lab.simulator.estate_blueprint import NEWSLETTER_PEAK, PEAK_RPS_PER_UNIT, EstateBlueprint
from console.lab.simulator.level import Level, choose, cosine, exponential, floor, least, modulo, within
from console.lab.simulator.noise import block_uniform, smooth_noise

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
USUAL_CACHE_HIT = 0.86
_CAMPAIGN_BLOCK_S = 9 * DAY_S
_CAMPAIGN_S = 5 * HOUR_S
_CAMPAIGN_STRENGTH = {"b2b": 0.15, "b2c": 0.45, "enterprise": 0.08}
_BUMPS: dict[str, tuple[float, tuple[tuple[float, float, float], ...], float]] = {
    # segment: level at night, bumps (local hour, width in hours, height), factor on Saturday and Sunday
    "b2b": (0.14, ((10.3, 2.1, 0.86), (15.2, 2.3, 0.74)), 0.35),
    "b2c": (0.24, ((7.6, 1.5, 0.42), (12.4, 1.3, 0.40), (20.6, 2.6, 0.76)), 1.12),
    "enterprise": (0.20, ((13.0, 4.2, 0.80),), 0.30),
}
_SENDS = ((7.0, 0.9, NEWSLETTER_PEAK - 0.6), (17.5, 0.6, 1.4))
"""Local hour, width in hours and height of the daily newsletter runs, as multiples of the mean rate."""


class Demand:
    """What users and newsletters ask for at any time; pure in seed, blueprint and time (unix seconds, or an array)."""

    def __init__(self, seed: int, blueprint: EstateBlueprint) -> None:
        self._seed = seed
        self._size = blueprint.size
        # Users of one time zone move together, so cells are pooled by offset: 50 cells cost as much as six.
        self._units: dict[float, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SEGMENTS, 0.0))
        for cell in blueprint.cells:
            for segment, share in zip(SEGMENTS, cell.mix, strict=True):
                self._units[cell.utc_offset_h][segment] += share * cell.units

    def edge_rps(self, t: Level) -> dict[str, Level]:
        """Requests per second that users send to the edge, by segment."""
        return {segment: rps / (1.0 - USUAL_CACHE_HIT) for segment, rps in self._uncached(t).items()}

    def cache_hit_ratio(self, t: Level) -> Level:
        """Share of the requests that the edge answers from its cache, without faults."""
        return USUAL_CACHE_HIT + 0.012 * smooth_noise(self._seed, "edge-cache", t, 900.0)

    def newsletters_per_s(self, cell: CellSpec, t: Level) -> dict[str, Level]:
        """Newsletters that become due in a cell, per second, by segment."""
        hour, weekday = _local(t, cell.utc_offset_h)
        runs: Level = 0.35 + 0.0 * hour
        for centre, width, height in _SENDS:
            runs = runs + height * _bump(hour, centre, width)
        jitter = 1.0 + 0.05 * smooth_noise(self._seed, f"newsletters/{cell.name}", t, 240.0)
        rates: dict[str, Level] = {}
        for segment, share in zip(SEGMENTS, cell.mix, strict=True):
            week = choose(weekday >= 5, 0.55 if segment != "b2c" else 1.0, 1.0)
            rates[segment] = cell.newsletters_per_s * share * runs * week * jitter * self.campaign(segment, t)
        return rates

    def campaign(self, segment: str, t: Level) -> Level:
        """Factor of the campaign that runs at that time, 1 without one."""
        since = modulo(t, _CAMPAIGN_BLOCK_S) - _campaign_start(self._seed, segment, t)
        ramp = within(least(since, _CAMPAIGN_S - since) / (0.5 * HOUR_S), 0.0, 1.0)
        return 1.0 + _CAMPAIGN_STRENGTH[segment] * ramp

    def active_users(self, cell: CellSpec, t: Level) -> dict[str, Level]:
        """Users of a cell seen within the last day, by segment, at its usual share of the router."""
        week = 0.90 + 0.10 * cosine(2 * math.pi * (t / DAY_S - 5.0) / 7.0)
        growth = self._growth(t)
        return {segment: cell.users * share * week * growth for segment, share in zip(SEGMENTS, cell.mix, strict=True)}

    def _uncached(self, t: Level) -> dict[str, Level]:
        total: dict[str, Level] = dict.fromkeys(SEGMENTS, 0.0)
        for offset, units in self._units.items():
            hour, weekday = _local(t, offset)
            for segment in SEGMENTS:
                total[segment] = total[segment] + units[segment] * _season(segment, hour, weekday)
        return {segment: rps * self._variation(segment, t) for segment, rps in total.items()}

    def _variation(self, segment: str, t: Level) -> Level:
        slow = smooth_noise(self._seed, f"demand/{segment}/slow", t, 1500.0)
        fast = smooth_noise(self._seed, f"demand/{segment}/fast", t, 45.0)
        level = PEAK_RPS_PER_UNIT * self._size * self._growth(t) * self.campaign(segment, t)
        return level * (1.0 + 0.04 * slow + 0.02 * fast)

    def _growth(self, t: Level) -> Level:
        return 1.0 + 0.10 * cosine(2 * math.pi * (t / (400 * DAY_S) - 0.25))


def campaign_times(seed: int, segment: str, from_s: float, to_s: float) -> Iterator[tuple[float, float]]:
    """Begin and end of the campaigns of a segment that begin in a span (unix seconds), in order."""
    block_s = from_s // _CAMPAIGN_BLOCK_S * _CAMPAIGN_BLOCK_S
    while block_s < to_s:
        start_s = block_s + float(_campaign_start(seed, segment, block_s))
        if from_s <= start_s < to_s:
            yield start_s, start_s + _CAMPAIGN_S
        block_s += _CAMPAIGN_BLOCK_S


def _campaign_start(seed: int, segment: str, t: Level) -> Level:
    """Seconds from the begin of the block of nine days around a time to its campaign."""
    return block_uniform(seed, f"campaign/{segment}", t, _CAMPAIGN_BLOCK_S) * (_CAMPAIGN_BLOCK_S - _CAMPAIGN_S)


def _local(t: Level, utc_offset_h: float) -> tuple[Level, Level]:
    """Local hour of the day [0, 24) and day of the week (0 = Monday)."""
    local = t + utc_offset_h * HOUR_S
    days = floor(local / DAY_S)
    return (local - days * DAY_S) / HOUR_S, modulo(days + 3, 7)  # 1 January 1970 was a Thursday


def _bump(hour: Level, centre: float, width: float) -> Level:
    distance = modulo(hour - centre + 12.0, 24.0) - 12.0
    return exponential(-0.5 * (distance / width) ** 2)


def _season(segment: str, hour: Level, weekday: Level) -> Level:
    base, bumps, weekend = _BUMPS[segment]
    level: Level = base + 0.0 * hour
    for centre, width, height in bumps:
        level = level + height * _bump(hour, centre, width)
    return level * choose(weekday >= 5, weekend, 1.0)
