"""The daily learning pipeline: what was planned for its last night, how it went, and where it is late (E1.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from console.domain.model.japan_time import in_japan

STAGES = ("collect", "preprocess", "train", "validate", "compress", "decide", "distribute")
_EARLY_S = 1_800.0  # a run that somebody began a little early is still this night's
_LATE_S = 60.0  # a minute is not late


class StageState(StrEnum):
    """Where a stage of the last night stands."""

    DONE = "done"
    RUNNING = "running"
    AHEAD = "ahead"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StageRun:
    """Times are unix seconds; ``ended_s`` is ``None`` until it ended, ``began_s`` until it began.

    ``late_s`` is how far the end lies behind its plan (so far, when it has not ended), ``over_s`` how much longer than
    planned the stage itself took: a stage may be late only because an earlier one was. ``waited_s`` is how long it
    began after both its plan and the end of the stage before it (so far, when it is overdue).
    """

    stage: str
    planned_from_s: float
    planned_to_s: float
    began_s: float | None
    ended_s: float | None
    state: StageState
    late_s: float
    over_s: float
    waited_s: float = 0.0

    @property
    def is_late(self) -> bool:
        """Return whether it ended, or will end, more than a minute behind the plan."""
        return self.late_s > _LATE_S


@dataclass(frozen=True, slots=True)
class LearningRun:
    """One night. ``begins_s`` and ``ends_s`` are the plan."""

    begins_s: float
    ends_s: float
    stages: tuple[StageRun, ...]

    @property
    def late_s(self) -> float:
        """Return how late the whole is: the delay of the furthest stage that ended, runs or should have begun."""
        known = [one for one in self.stages if one.state not in {StageState.UNKNOWN, StageState.AHEAD}]
        return known[-1].late_s if known else 0.0

    @property
    def cause(self) -> StageRun | None:
        """Return the stage that took the most beyond its plan, when the run is late."""
        over = [one for one in self.stages if one.over_s > 0]
        if not any(one.is_late for one in self.stages) or not over:
            return None
        return max(over, key=lambda one: one.over_s)

    @property
    def held_up(self) -> StageRun | None:
        """Return the stage that waited the longest to begin, when the run is late for that and not for ``cause``."""
        longest = max(self.stages, key=lambda one: one.waited_s)
        over_s = self.cause.over_s if self.cause is not None else 0.0
        return longest if longest.waited_s > over_s and any(one.is_late for one in self.stages) else None


def learning_run(
    begins: str, planned_min: Sequence[float], began: Mapping[str, float], ended: Mapping[str, float], now_s: float
) -> LearningRun:
    """Return the last night that should have begun by ``now_s``, or the coming one if somebody began it a little early.

    ``begins`` is the time of day in JST (``02:00``), ``planned_min`` the minutes of each of ``STAGES``; ``began`` and
    ``ended`` are the last known times by stage (unix seconds), also of an earlier night.
    """
    start_s, coming_s = last_begin_s(begins, now_s), last_begin_s(begins, now_s + _EARLY_S)
    if began.get(STAGES[0], 0.0) >= coming_s - _EARLY_S:
        start_s = coming_s
    stages: list[StageRun] = []
    at_s = free_s = start_s
    for stage, minutes in zip(STAGES, planned_min, strict=True):
        to_s = at_s + minutes * 60.0
        one = _stage(stage, at_s, to_s, start_s, began.get(stage), ended.get(stage), now_s)
        until_s = now_s if one.state is StageState.OVERDUE else one.began_s
        waited_s = 0.0 if until_s is None else max(0.0, until_s - max(at_s, free_s))
        stages.append(replace(one, waited_s=waited_s))
        ends_s = to_s if one.ended_s is None else one.ended_s
        at_s, free_s = to_s, now_s if one.state is StageState.RUNNING else ends_s
    return LearningRun(start_s, at_s, tuple(stages))


def last_begin_s(begins: str, now_s: float) -> float:
    """Return when the last run should have begun, in unix seconds."""
    hour, minute = (int(part) for part in begins.split(":"))
    now = in_japan(now_s)
    today = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return (today if today <= now else today - timedelta(days=1)).timestamp()


def _stage(
    stage: str, from_s: float, to_s: float, night_s: float, began: float | None, ended: float | None, now_s: float
) -> StageRun:
    """Return one stage; times of an earlier night count as not begun."""
    if began is None:
        return StageRun(stage, from_s, to_s, None, None, StageState.UNKNOWN, 0.0, 0.0)
    began_s = began if began >= night_s - _EARLY_S else None
    ended_s = ended if began_s is not None and ended is not None and ended >= began_s else None
    if began_s is None:
        overdue = now_s > to_s + _LATE_S
        state = StageState.OVERDUE if overdue else StageState.AHEAD
        return StageRun(stage, from_s, to_s, None, None, state, max(0.0, now_s - to_s) if overdue else 0.0, 0.0)
    until_s = now_s if ended_s is None else ended_s
    over_s = (until_s - began_s) - (to_s - from_s)
    state = StageState.RUNNING if ended_s is None else StageState.DONE
    return StageRun(stage, from_s, to_s, began_s, ended_s, state, max(0.0, until_s - to_s), over_s)
