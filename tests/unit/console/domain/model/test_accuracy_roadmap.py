"""The roadmap by phase and its fallback plans.

# proves E7.3
"""

from datetime import date

import pytest

from console.domain.model.accuracy_roadmap import PHASE_SAMPLES, PHASE_TARGETS, PhaseState, RoadmapPhase, phase_findings


def phase(number: int, begins: str, ends: str, reached: float | None = None) -> RoadmapPhase:
    return RoadmapPhase(
        number, f"Phase {number}", date.fromisoformat(begins), date.fromisoformat(ends), (), ("Go back",), reached
    )


PHASES = (
    phase(1, "2026-09-01", "2026-09-14", 0.61), phase(2, "2026-09-15", "2026-10-26", 0.69),
    phase(3, "2026-10-27", "2026-11-30"),
)  # fmt: skip


def test_goals_and_samples_are_those_of_the_requirement() -> None:
    assert PHASE_TARGETS == (0.60, 0.70, 0.85)
    assert PHASE_SAMPLES == (200, 500, 1_000)
    assert [(one.target, one.samples) for one in PHASES] == [(0.60, 200), (0.70, 500), (0.85, 1_000)]


def test_a_missed_phase_falls_back_and_the_running_one_is_judged_by_today() -> None:
    found = phase_findings(PHASES, date(2026, 11, 1), 0.80, 900)
    assert [one.state for one in found] == [PhaseState.REACHED, PhaseState.MISSED, PhaseState.RUNNING]
    assert [one.falls_back for one in found] == [False, True, False]
    assert [one.lacks_samples for one in found] == [False, False, True]
    assert phase_findings(PHASES, date(2026, 11, 1), 0.85, 1_000)[2].state is PhaseState.REACHED


def test_a_phase_ahead_is_not_judged_and_lacks_nothing() -> None:
    found = phase_findings(PHASES, date(2026, 9, 3), 0.2, 0)
    assert [one.state for one in found] == [PhaseState.RUNNING, PhaseState.AHEAD, PhaseState.AHEAD]
    assert [one.accuracy for one in found] == [0.2, None, None]
    assert [one.lacks_samples for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("now", "state"), [(0.86, PhaseState.REACHED), (0.84, PhaseState.MISSED), (None, PhaseState.UNKNOWN)]
)
def test_the_last_phase_is_judged_by_today_after_its_end(now: float | None, state: PhaseState) -> None:
    assert phase_findings(PHASES, date(2027, 1, 1), now, None)[2].state is state


def test_a_phase_that_is_over_and_tells_nothing_is_unknown() -> None:
    phases = (phase(1, "2026-09-01", "2026-09-14"), *PHASES[1:])
    assert phase_findings(phases, date(2026, 11, 1), 0.9, None)[0].state is PhaseState.UNKNOWN


def test_a_goal_that_was_reached_and_is_not_kept_is_lost() -> None:
    found = phase_findings(PHASES, date(2026, 11, 1), 0.59, 1_000)
    assert [one.state for one in found] == [PhaseState.LOST, PhaseState.MISSED, PhaseState.RUNNING]
    assert found[0].accuracy == 0.59
    assert found[0].falls_back
    assert phase_findings(PHASES, date(2026, 11, 1), None, 1_000)[0].state is PhaseState.REACHED
