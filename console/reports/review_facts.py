"""What a review is made of besides the state: read beforehand, so that sections are pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.capacity.load_test import LoadTest
    from console.domain.game_day.game_day import GameDay
    from console.domain.incident.incident import Incident
    from console.domain.maturity.week_record import WeekRecord
    from console.domain.signal_course import SignalCourse
    from console.domain.slo.slo_course import SloCourse
    from console.domain.trail_record import TrailRecord


CHANGES, INCIDENTS, GAMES = "changes", "incidents", "game-days"


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """``courses`` reach over the period and the one before it; ``trail`` is what a review tells of the period.

    ``budgets`` are courses of error budgets that were asked for; ``incidents`` and ``games`` are all that are known, as
    are ``tests`` and ``weeks`` (maturity). ``notes`` say what could not be read; ``unread`` names it for the sections,
    which must not say of it that there was nothing.
    """

    courses: tuple[SignalCourse, ...] = ()
    budgets: tuple[SloCourse, ...] = ()
    trail: tuple[TrailRecord, ...] = ()
    incidents: tuple[Incident, ...] = ()
    games: tuple[GameDay, ...] = ()
    tests: tuple[LoadTest, ...] = ()
    weeks: tuple[WeekRecord, ...] = ()
    notes: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()
