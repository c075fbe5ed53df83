"""How an objective is doing: what was attained, what is left of the error budget, and how fast it goes."""

from dataclasses import dataclass
from math import ceil, isfinite

from console.domain.resource import ResourceRef
from console.domain.slo.indicator import EventIndicator, RatioIndicator
from console.domain.slo.maintenance import Maintenance

_NOISE = 6  # decimal places: a budget of 0.1 % is 0.0009999999999999432


@dataclass(frozen=True, slots=True)
class SloStatus:
    """``error_ratio`` is over the whole period (``None``: there were no events, or nobody knows).

    ``burns`` are (window in seconds, error ratio there), shortest first. ``events`` counts those of the period, where
    they are counted. ``query`` is the PromQL of the period's ratio; labels are those of the objective. ``known_s`` are
    the seconds of the period for which there is data (``None``: not asked), to within the distance of the samples asked
    for. ``ratio_query`` (error ratio), ``bad_query`` and ``total_query`` (events; empty where nobody counts them) hold
    the window as ``{{.window}}``. ``elapsed_s`` is how much of a calendar's window is over (``None``: the period
    rolls): then ``error_ratio`` and budget are those of that part. ``planned`` is maintenance, which counts nowhere.
    ``error`` says why a number is missing when the server refused its query.
    """

    ref: ResourceRef
    title: str
    percent: float
    period_s: int
    error_ratio: float | None
    burns: tuple[tuple[int, float | None], ...]
    events: float | None
    query: str
    labels: tuple[tuple[str, str], ...] = ()
    known_s: float | None = None
    ratio_query: str = ""
    total_query: str = ""
    elapsed_s: float | None = None
    planned: tuple[Maintenance, ...] = ()
    bad_query: str = ""
    error: str = ""

    @property
    def indicator(self) -> EventIndicator | RatioIndicator:
        """Return how it is measured."""
        if self.bad_query and self.total_query:
            return EventIndicator(self.bad_query, self.total_query)
        return RatioIndicator(self.ratio_query)

    @property
    def budget(self) -> float:
        """Return the share of events that may fail (0 to 1)."""
        return (100 - self.percent) / 100

    @property
    def observed_s(self) -> float:
        """Return the seconds that ``error_ratio`` is about, with the maintenance that lies in them."""
        return self.period_s if self.elapsed_s is None else self.elapsed_s

    @property
    def counted_s(self) -> float:
        """Return the seconds that ``error_ratio`` is about, without maintenance."""
        return max(0.0, self.observed_s - sum(one.length_s for one in self.planned))

    @property
    def attained(self) -> float | None:
        """Return the share of good events over the period."""
        return None if self.error_ratio is None else 1 - self.error_ratio

    @property
    def budget_left(self) -> float | None:
        """Return what is left of the budget: 1 untouched, 0 used up, below 0 overdrawn."""
        return None if self.error_ratio is None else 1 - self.error_ratio / self.budget

    def burn_rate(self, window_s: int) -> float | None:
        """Return how fast the budget goes by a window: at 1 it lasts exactly the period."""
        ratio = dict(self.burns).get(window_s)
        return None if ratio is None else ratio / self.budget

    def exhausted_in_s(self, window_s: int = 3600) -> float | None:
        """Return the seconds until nothing is left at the speed of a window.

        0 when nothing is left already, infinite when nothing burns, ``None`` when it is not known.
        """
        left, speed = self.budget_left, self.burn_rate(window_s)
        if left is None or speed is None or not isfinite(speed):
            return None
        if left <= 0:
            return 0.0
        if self.elapsed_s is None:
            return left * self.counted_s / speed if speed > 0 else float("inf")
        # The budget of a window that grows grows with it: only what burns faster uses it up.
        return left * self.counted_s / (speed - 1) if speed > 1 else float("inf")

    @property
    def too_few_events(self) -> bool:
        """Return whether there were so few events that one failure would overdraw the budget."""
        return self.events is not None and self.events < self.events_needed

    @property
    def events_needed(self) -> int:
        """Return how many events the period needs for the budget to hold one failure; with fewer it says nothing."""
        return max(1, ceil(round(1 / self.budget, _NOISE)))
