"""When burning the budget too fast becomes an alert: multi-window, multi-burn-rate.

Source: The Site Reliability Workbook, chapter 5, "Alerting on SLOs", table 5-8; the numbers of Sloth's 30-day windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from console.domain.slo.slo import AlertLevel

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


@dataclass(frozen=True, slots=True)
class BurnWindow:
    """An alert when more than ``budget_percent`` of the period's budget would go in ``long_s`` seconds.

    The short window must agree, so that the alert ends soon after the trouble does. Where a burn rate is what was
    chosen, ``speed`` is that rate (0: it follows from the percentage).
    """

    budget_percent: float
    short_s: int
    long_s: int
    speed: float = 0.0

    def factor(self, period_s: int) -> float:
        """Return the burn rate (1: the budget lasts exactly the period) above which it is an alert.

        In the order that Sloth computes in: another one ends in another last digit, and so in another rule.
        """
        return self.speed or self.budget_percent * (period_s / _HOUR) / 100 / (self.long_s / _HOUR)


@dataclass(frozen=True, slots=True)
class BurnPolicy:
    """The quick and the slow window of each level, for objectives over ``period_s`` seconds."""

    period_s: int
    page: tuple[BurnWindow, BurnWindow]
    ticket: tuple[BurnWindow, BurnWindow]

    def windows(self, level: AlertLevel) -> tuple[BurnWindow, BurnWindow]:
        """Return the windows of a level, the quick one first."""
        return self.page if level is AlertLevel.PAGE else self.ticket

    def window_lengths(self) -> tuple[int, ...]:
        """Return every length that the alerts look at, in seconds, shortest first."""
        pairs = (*self.page, *self.ticket)
        return tuple(sorted({length for one in pairs for length in (one.short_s, one.long_s)}))


_MONTH = BurnPolicy(
    30 * _DAY,
    page=(BurnWindow(2, 5 * _MINUTE, _HOUR), BurnWindow(5, 30 * _MINUTE, 6 * _HOUR)),
    ticket=(BurnWindow(10, 2 * _HOUR, _DAY), BurnWindow(10, 6 * _HOUR, 3 * _DAY)),
)


def policy_for(period_s: int, own: Mapping[int, BurnPolicy]) -> BurnPolicy:
    """Return the policy of a period: an own one of that very period in seconds, else the usual one."""
    return own.get(period_s) or usual_policy(period_s)


def usual_policy(period_s: int) -> BurnPolicy:
    """Return the policy of a period: 30 and 28 days share their percentages, as with Sloth.

    Any other period keeps the burn rates of 30 days (14.4, 6, 3, 1) over the same windows, so that an alert means the
    same speed whatever the period; the percentages follow from that.
    """
    if period_s in {30 * _DAY, 28 * _DAY}:
        return BurnPolicy(period_s, _MONTH.page, _MONTH.ticket)

    def same_speed(window: BurnWindow) -> BurnWindow:
        speed = window.factor(_MONTH.period_s)
        return BurnWindow(speed * window.long_s / period_s * 100, window.short_s, window.long_s, speed)

    page, ticket = ((same_speed(quick), same_speed(slow)) for quick, slow in (_MONTH.page, _MONTH.ticket))
    return BurnPolicy(period_s, page, ticket)
