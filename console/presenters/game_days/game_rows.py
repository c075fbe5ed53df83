"""Game days that were, and what happened in one, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.game_day.game_day import MarkWord
from console.domain.game_day.game_score import FALSE_ALARM, PHASES, WRONG_CLAIM, WRONG_NAME, score
from console.kernel.i18n import t, translated
from console.presenters.format import UNKNOWN, duration, local_time
from console.presenters.game_days.game_word import day_word, mark_word, phase_word
from console.presenters.trail_word import area_of, area_word, kind_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.game_day.game_day import GameAct, GameDay, GameMark
    from console.domain.health import Health


class GameRow(NamedTuple):
    """One game day; its fault is named only when it is over. ``score`` is a number of 100."""

    id: str
    begun_s: float
    begun: str
    fault: str
    word: str
    health: Health
    score: str
    points: int | None
    took: str
    actor: str
    day: GameDay


class MeasureRow(NamedTuple):
    """One phase: how long it took, from when to when points are given, and how many it gave.

    ``took_s``, ``good_s``, ``late_s`` and ``given`` are the numbers behind the texts.
    """

    phase: str
    took: str
    good: str
    late: str
    points: str
    given: int
    took_s: float | None = None
    good_s: float | None = None
    late_s: float | None = None


class MomentRow(NamedTuple):
    """Something that happened; ``after`` counts from the fault. ``is_mark``: of the game day itself."""

    at_s: float
    time: str
    after: str
    what: str
    note: str
    actor: str
    is_mark: bool


def game_rows(days: Iterable[GameDay]) -> tuple[GameRow, ...]:
    """Return the rows of game days in the order in which they come."""
    return tuple(map(_row, days))


def _row(day: GameDay) -> GameRow:
    word, health = day_word(day)
    found = score(day) if day.is_over else None
    healed_s = day.first(MarkWord.HEALED)
    took = healed_s - day.broken_s if healed_s is not None and day.broken_s is not None else None
    return GameRow(
        id=day.id,
        begun_s=day.plan.begun_s,
        begun=local_time(day.plan.begun_s),
        fault=fault_title(day) if day.is_over else t("hidden until it is over"),
        word=word,
        health=health,
        score=t("{points} of 100", points=found.total) if found is not None else UNKNOWN,
        points=found.total if found is not None else None,
        took=duration(took) if day.is_over else UNKNOWN,
        actor=day.actor,
        day=day,
    )


def fault_title(day: GameDay) -> str:
    """Return the name of what broke; only for game days that are over."""
    return translated(day.fault.title) if day.fault is not None else t("nothing")


def measure_rows(day: GameDay) -> tuple[MeasureRow, ...]:
    """Return the phases of a game day that is over; none where there is no score."""
    found = score(day)
    if found is None:
        return ()
    return tuple(
        MeasureRow(
            phase_word(one.phase.key),
            duration(one.took_s) if one.took_s is not None else t("not reached"),
            duration(one.phase.good_s),
            duration(one.phase.late_s),
            t("{points} of {most}", points=one.points, most=one.phase.points),
            one.points,
            one.took_s,
            one.phase.good_s,
            one.phase.late_s,
        )
        for one in found.measures
    )


def score_rows(day: GameDay) -> tuple[MeasureRow, ...]:
    """Return how the score came about: the phases, what was taken off, and what is left; none without a score."""
    found = score(day)
    if found is None:
        return ()
    taken = (
        (t("Wrong names"), found.wrong_names, WRONG_NAME),
        (t("Alarms before the fault"), found.false_alarms, FALSE_ALARM),
        (t("“Healed” that was not"), found.wrong_claims, WRONG_CLAIM),
    )
    off = tuple(
        MeasureRow(what, f"× {count}", "", "", f"−{count * points}", -count * points)
        for what, count, points in taken
        if count
    )
    total = MeasureRow(t("Score"), "", "", "", t("{points} of 100", points=found.total), found.total)
    return (*measure_rows(day), *off, total)


def moment_rows(day: GameDay) -> tuple[MomentRow, ...]:
    """Return what happened in a game day that is over, oldest first: its own marks and what the trail tells."""
    rows = [*(_mark(day, one) for one in day.marks), *(_act(day, one) for one in day.acts)]
    return tuple(sorted(rows, key=lambda row: row.at_s))


def _mark(day: GameDay, mark: GameMark) -> MomentRow:
    note = mark.note
    if mark.word is MarkWord.BROKEN:
        note = fault_title(day)
    elif mark.word is MarkWord.NAMED and mark.note != day.runbook:
        note = t("{name}, which was wrong", name=mark.note)
    elif mark.word is MarkWord.SEEN and (day.broken_s is None or mark.at_s < day.broken_s):
        note = t("a false alarm")
    return MomentRow(
        mark.at_s, local_time(mark.at_s), _after(day, mark.at_s), mark_word(mark.word), note, mark.actor, True
    )


def _act(day: GameDay, act: GameAct) -> MomentRow:
    what = f"{area_word(area_of(act.kind))}: {kind_word(act.kind)}"
    return MomentRow(act.at_s, local_time(act.at_s), _after(day, act.at_s), what, act.what, act.actor, False)


def _after(day: GameDay, at_s: float) -> str:
    if day.broken_s is None:
        return UNKNOWN
    apart = round(at_s - day.broken_s)
    if not apart:
        return "0 s"
    return f"{'−' if apart < 0 else '+'}{duration(abs(apart))}"


def score_rules() -> tuple[str, ...]:
    """Return how the score is counted, in sentences."""
    phases = tuple(
        t(
            "{phase}: {points} points within {good}, none from {late} on, evenly less in between.",
            phase=phase_word(one.key),
            points=one.points,
            good=duration(one.good_s),
            late=duration(one.late_s),
        )
        for one in PHASES
    )
    return (
        *phases,
        t("Detect, diagnose and mitigate count from the fault, verify from its healing."),
        t("5 points less for each wrong name and each alarm before the fault, 10 for each “healed” that was not."),
    )
