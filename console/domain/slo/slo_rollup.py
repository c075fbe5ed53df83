"""Several objectives as one: the worst of them, and all of their events together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import fsum

from console.domain.slo.slo_status import SloStatus


@dataclass(frozen=True, slots=True)
class SloRollup:
    """The objectives of one group; ``worst`` has the least budget left, of those that can be judged.

    ``judged`` says how many those are; ``events``, ``bad`` and ``allowed`` sum up the events of those that count them,
    each over its own period: how many there were, failed, and were allowed to fail. Without any, they are ``None``.
    """

    key: str
    statuses: tuple[SloStatus, ...]
    worst: SloStatus | None
    judged: int
    events: float | None = None
    bad: float | None = None
    allowed: float | None = None

    @property
    def attained(self) -> float | None:
        """Return the share of good events (0 to 1), so that a busy objective weighs more than a quiet one."""
        return None if self.bad is None or not self.events else 1 - self.bad / self.events

    @property
    def budget_left(self) -> float | None:
        """Return what is left of all failures that were allowed: 1 untouched, below 0 overdrawn."""
        return None if self.bad is None or not self.allowed else 1 - self.bad / self.allowed


def roll_up(statuses: Iterable[SloStatus], groups_of: Callable[[SloStatus], tuple[str, ...]]) -> tuple[SloRollup, ...]:
    """Return one roll-up per group, the worst budget first, those that cannot be judged last.

    An objective may belong to several groups, and counts in each.
    """
    groups: dict[str, list[SloStatus]] = {}
    for one in statuses:
        for key in groups_of(one):
            groups.setdefault(key, []).append(one)
    return tuple(sorted((_rollup(key, tuple(several)) for key, several in groups.items()), key=_order))


def _rollup(key: str, statuses: tuple[SloStatus, ...]) -> SloRollup:
    judged = [one for one in statuses if one.budget_left is not None and not one.too_few_events]
    worst = min(judged, key=_left, default=None)
    counted = [(one, one.events, one.error_ratio) for one in statuses if one.events and one.error_ratio is not None]
    if not counted:
        return SloRollup(key, statuses, worst, len(judged))
    return SloRollup(
        key,
        statuses,
        worst,
        len(judged),
        events=fsum(events for _, events, _ in counted),
        bad=fsum(events * ratio for _, events, ratio in counted if ratio is not None),
        allowed=fsum(events * one.budget for one, events, _ in counted),
    )


def _left(status: SloStatus) -> float:
    left = status.budget_left
    return left if left is not None else float("inf")


def _order(one: SloRollup) -> tuple[float, str]:
    return (_left(one.worst) if one.worst is not None else float("inf"), one.key)
