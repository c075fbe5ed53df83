"""The score of a game day: 100 points for time, less what was said wrongly.

Each of four phases gives its points in full up to a time that is good, none from a time that is too late, and in
between by a straight line, rounded to whole points:

======== ====== ======= ======== ============================================================
phase    points good    too late counts from … to
======== ====== ======= ======== ============================================================
detect   25     2 min   15 min   the fault → the first sign of the operator
diagnose 25     5 min   30 min   the fault → the right runbook is named or begun
mitigate 30     10 min  45 min   the fault → the lab finds it healed
verify   20     5 min   20 min   healed → the operator says so, having looked
======== ====== ======= ======== ============================================================

15 minutes to the first act are what level 3 of the escalation allows (E8.1). Then 5 points are taken for every runbook
that was named wrongly and for every alarm before there was a fault, 10 for every "healed" that was not. Never below 0.
Whoever looks up what it is gets no points for detecting and diagnosing afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.game_day.game_day import GameDay, MarkWord

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG_NAME = FALSE_ALARM = 5
WRONG_CLAIM = 10
RUNBOOK_BEGUN = "runbook.begun"
_SIGNS = ("change.", "connection_lock.", "incident.acknowledged", "incident.noted", "incident.escalated", "rollout.",
          "runbook.")  # fmt: skip


class GamePhase(NamedTuple):
    """A phase and what it gives: ``points`` up to ``good_s``, none from ``late_s`` on."""

    key: str
    points: int
    good_s: float
    late_s: float


PHASES = (
    GamePhase("detect", 25, 120.0, 900.0),
    GamePhase("diagnose", 25, 300.0, 1_800.0),
    GamePhase("mitigate", 30, 600.0, 2_700.0),
    GamePhase("verify", 20, 300.0, 1_200.0),
)


class GameMeasure(NamedTuple):
    """A phase, how long it took (``None``: it was not reached), and its points."""

    phase: GamePhase
    took_s: float | None
    points: int


class GameScore(NamedTuple):
    """``total`` is between 0 and 100, whole; the counts are what was taken off for.

    The points of the phases are whole, so that the total is their sum less ``taken`` wherever it can be read.
    """

    measures: tuple[GameMeasure, ...]
    wrong_names: int
    false_alarms: int
    wrong_claims: int
    total: int

    @property
    def taken(self) -> int:
        """Return the points that were taken off."""
        return WRONG_NAME * self.wrong_names + FALSE_ALARM * self.false_alarms + WRONG_CLAIM * self.wrong_claims


def score(day: GameDay) -> GameScore | None:
    """Return the score of a game day that is over; ``None`` where nothing broke, or the lab was lost."""
    end, broken_s = day.end, day.broken_s
    if end is None or broken_s is None or end.word is MarkWord.LOST:
        return None
    measures = tuple(_measure(phase, took_s) for phase, took_s in zip(PHASES, _times(day, broken_s), strict=True))
    names = [one for one in day.marks if one.word is MarkWord.NAMED]
    wrong = sum(one.note != day.runbook or one.at_s < broken_s for one in names)
    alarms = sum(one.word is MarkWord.SEEN and one.at_s < broken_s for one in day.marks)
    claims = sum(one.word is MarkWord.CLAIMED for one in day.marks)
    found = GameScore(measures, wrong, alarms, claims, 0)
    return found._replace(total=max(0, sum(one.points for one in measures) - found.taken))


def _times(day: GameDay, broken_s: float) -> tuple[float | None, ...]:
    """Return how long each phase took, in the order of ``PHASES``."""
    healed_s, checked_s = day.first(MarkWord.HEALED), day.first(MarkWord.CHECKED)
    signs = [one.at_s for one in day.marks if one.word in {MarkWord.SEEN, MarkWord.NAMED}]
    signs += [one.at_s for one in day.acts if one.kind.startswith(_SIGNS)]
    names = [one.at_s for one in day.marks if one.word is MarkWord.NAMED and one.note == day.runbook]
    names += [one.at_s for one in day.acts if one.kind == RUNBOOK_BEGUN and one.what == day.runbook]
    told_s = day.first(MarkWord.TOLD)
    detected, diagnosed = _since(broken_s, signs, told_s), _since(broken_s, names, told_s)
    mitigated = None if healed_s is None else healed_s - broken_s
    verified = None if healed_s is None or checked_s is None else checked_s - healed_s
    return detected, diagnosed, mitigated, verified


def _since(broken_s: float, times: Iterable[float], told_s: float | None) -> float | None:
    """Return how soon after the fault something happened; what happens after the answer was looked up is none."""
    counted = (one - broken_s for one in times if one >= broken_s and (told_s is None or one < told_s))
    return min(counted, default=None)


def _measure(phase: GamePhase, took_s: float | None) -> GameMeasure:
    if took_s is None:
        return GameMeasure(phase, None, 0)
    share = (phase.late_s - took_s) / (phase.late_s - phase.good_s)
    return GameMeasure(phase, took_s, round(phase.points * min(1.0, max(0.0, share))))
