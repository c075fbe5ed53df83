"""The rule by which a soak is judged.

What happens in the first ``WARM_UP`` of the run is left out: everything is done once, so pages are built, modules
loaded, caches filled. Samples are taken at the ends of cycles, where the same has just been done. Of the rest, the
growth of a measure is its Theil-Sen slope (the median of the slopes between all pairs of samples) times the length: a
single high or low sample, also the last one, moves it little, and a saw-tooth that returns has none. It has grown
when its growth exceeds what its bound leaves (a share of its median, at least ``floor``) *and* it is a trend: of all
pairs of samples, the share of those that rise is larger by ``TREND`` than the share of those that fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from tests.soak.sample import Sample

WARM_UP = 0.3
TREND = 0.3
FEWEST = 8


@dataclass(frozen=True)
class Bound:
    """How much a measure may grow in one run, however long that is: a share of its median, at least ``floor``."""

    measure: str
    share: float
    floor: float


BOUNDS = (
    Bound("rss_mb", 0.04, 12.0),
    Bound("fds", 0.0, 4.0),
    Bound("threads", 0.0, 3.0),
    Bound("children", 0.0, 2.0),
    Bound("tasks", 0.05, 4.0),
    Bound("scopes", 0.0, 2.0),
    Bound("series", 0.02, 5.0),
    Bound("objects", 0.03, 3_000.0),
    Bound("gone", 0.0, 200.0),
    Bound("windows", 0.0, 2.0),
    Bound("qt_objects", 0.03, 60.0),
    Bound("timers", 0.0, 3.0),
    Bound("lab_rss_mb", 0.04, 12.0),
    Bound("lab_fds", 0.0, 4.0),
    Bound("lab_threads", 0.0, 3.0),
)
TYPE_BOUND = Bound("", 0.05, 30.0)
"""Of the objects of one type."""
RECORDS = {
    "console.presenters.trail_rows.": 60.0,
    "console.domain.change.Moment": 25.0,
    "console.domain.change.": 5.0,
    "console.domain.change_preview.": 5.0,
    "console.domain.policy_verdict.": 5.0,
    "console.domain.operations.": 10.0,
    "console.domain.runbooks.": 25.0,
    "console.presenters.runbooks.run_rows.": 2.0,
    "console.domain.notice.": 12.0,
    "console.domain.incident.": 12.0,
    "console.presenters.notice_rows.": 12.0,
    "console.presenters.incident_timeline.": 12.0,
    "console.presenters.change_rows.": 5.0,
    "console.presenters.pipeline.": 8.0,
    "console.domain.pipeline_stage.": 8.0,
}
"""What a cycle does on purpose leaves records that people can look at: how many more of a type it may leave each time.

They are bounded elsewhere: 10,000 lines of the trail are shown, 16 MiB of a journal are read.
"""


@dataclass(frozen=True)
class Finding:
    """How one measure went: its median, how much it grew, what was allowed, and whether that is a trend."""

    measure: str
    median: float
    growth: float
    allowed: float
    trend: float

    @property
    def has_grown(self) -> bool:
        """Return whether this is a leak."""
        return self.growth > self.allowed and self.trend >= TREND


def settled(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples after the warm-up; raise ``ValueError`` when too few are left to judge by."""
    kept = [one for one in samples if one.cycles and one.at_s >= WARM_UP * samples[-1].at_s]
    if len(kept) < FEWEST:
        raise ValueError(f"{len(kept)} samples after the warm-up say nothing, {FEWEST} are needed: let it run longer")
    return kept


def judged(samples: Sequence[Sample], bounds: Sequence[Bound] = BOUNDS) -> list[Finding]:
    """Return how each bounded measure went, after the warm-up."""
    kept = settled(samples)
    return [_finding(bound, _points(kept, bound.measure)) for bound in bounds if _points(kept, bound.measure)]


def grown_types(samples: Sequence[Sample]) -> list[Finding]:
    """Return the types of the program of which there are ever more objects, the largest growth first."""
    kept = settled(samples)
    names = {name for one in kept for name in one.types}
    cycles = kept[-1].cycles - kept[0].cycles
    found = (
        _finding(_type_bound(name, cycles), [(one.at_s, float(one.types[name])) for one in kept]) for name in names
    )
    return sorted((one for one in found if one.has_grown), key=lambda one: -one.growth)


def _type_bound(name: str, cycles: int) -> Bound:
    each = next((most for beginning, most in RECORDS.items() if name.startswith(beginning)), 0.0)
    return Bound(name, TYPE_BOUND.share, TYPE_BOUND.floor + each * cycles)


def _points(samples: Sequence[Sample], measure: str) -> list[tuple[float, float]]:
    return [(one.at_s, one.values[measure]) for one in samples if measure in one.values]


def _finding(bound: Bound, points: Sequence[tuple[float, float]]) -> Finding:
    middle = median(value for _, value in points)
    pairs = [(later[0] - first[0], later[1] - first[1]) for first, later in combinations(points, 2)]
    slope = median(rise / run for run, rise in pairs) if pairs else 0.0
    signs = [(rise > 0) - (rise < 0) for _, rise in pairs]
    trend = sum(signs) / len(signs) if signs else 0.0
    growth = slope * (points[-1][0] - points[0][0])
    return Finding(bound.measure, middle, growth, max(bound.floor, bound.share * abs(middle)), trend)
