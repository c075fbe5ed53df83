"""Game days draw the same from the same seed, count by the documented rules, and never end twice (product P12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.game_day.game_day import GameAct, GameDay, GameMark, MarkWord, day_form, read_day
from console.domain.game_day.game_plan import LEAST_AFTER, GamePlan, drawn
from console.domain.game_day.game_score import PHASES, score
from console.domain.game_day.game_step import (
    broken,
    checked,
    gathered,
    given_up,
    healed,
    lost,
    named,
    seen,
    timed_out,
)
from console.domain.lab_scenario import LabScenario
from console.kernel.errors import ChangeRefused, UserError

FAULT = LabScenario("hpa-metrics-missing", "HPA without metrics", "Breaks.", "Found.", "hpa-does-not-scale", "active")
PLAN = GamePlan(7, ("a", "b", "c"), 1_000.0)
NEW = GameDay("game-1", "lab", PLAN)
RUNNING = broken(NEW, 1_100.0, FAULT)


@given(st.integers(0, 2**31 - 1), st.floats(0, 10_000))
def test_the_same_seed_draws_the_same_fault_at_the_same_moment_within_its_span(seed: int, within_s: float) -> None:
    plan = GamePlan(seed, ("b", "a", "c"), 1_000.0, within_s)
    assert drawn(plan) == drawn(GamePlan(seed, ("c", "b", "a"), 1_000.0, within_s))
    assert drawn(plan).scenario in plan.scenarios
    assert 1_000.0 + LEAST_AFTER * within_s - 0.001 <= drawn(plan).breaks_s <= 1_000.001 + within_s


def test_seeds_differ_in_what_they_draw() -> None:
    found = {drawn(GamePlan(seed, ("a", "b", "c"), 0.0)).scenario for seed in range(40)}
    assert found == {"a", "b", "c"}


def test_a_quick_operator_gets_all_points() -> None:
    day = checked(healed(named(seen(RUNNING, 1_160, "me"), 1_200, FAULT.runbook, "me"), 1_500), 1_600, "me")
    found = score(day)
    assert found is not None
    assert found.total == 100
    assert [one.took_s for one in found.measures] == [60, 100, 400, 100]
    assert sum(one.points for one in PHASES) == 100


@pytest.mark.parametrize(
    ("seen_s", "points"), [(1_220.0, 25.0), (1_610.0, 25 * 390 / 780), (2_000.0, 0.0), (9_999.0, 0.0)]
)
def test_points_fall_in_a_straight_line_from_good_to_too_late(seen_s: float, points: float) -> None:
    found = score(timed_out(seen(RUNNING, seen_s, "me"), 10_000))
    assert found is not None
    assert found.measures[0].points == pytest.approx(points, abs=0.5)


def test_wrong_words_cost_points_and_never_make_it_less_than_none() -> None:
    day = seen(NEW, 1_050, "me")  # a false alarm
    day = named(day, 1_060, FAULT.runbook, "me")  # right, and before there was anything to know
    day = broken(day, 1_100, FAULT)
    day = named(seen(day, 1_110, "me"), 1_120, "router-skew", "me")
    day = checked(day, 1_130, "me")
    assert day.end is None, "it was not healed"
    day = checked(healed(named(day, 1_140, FAULT.runbook, "me"), 1_200), 1_210, "me")
    found = score(day)
    assert found is not None
    assert (found.wrong_names, found.false_alarms, found.wrong_claims, found.total) == (2, 1, 1, 100 - 25)
    worst = RUNNING
    for _ in range(30):
        worst = named(worst, 1_120, "router-skew", "me")
    nothing = score(given_up(worst, 1_130, "me"))
    assert nothing is not None
    assert nothing.total == 0


def test_what_the_trail_tells_counts_as_a_sign_and_a_runbook_as_a_diagnosis() -> None:
    day = timed_out(RUNNING, 4_000)
    acts = (GameAct(1_130.0, "change.applied", "change-1"), GameAct(1_150.0, "runbook.begun", "run-1", FAULT.runbook))
    found = score(gathered(day, acts))
    assert found is not None
    assert [one.took_s for one in found.measures] == [30, 50, None, None]


def test_an_early_act_is_no_sign() -> None:
    found = score(gathered(timed_out(RUNNING, 4_000), (GameAct(1_010.0, "change.applied", "change-1"),)))
    assert found is not None
    assert found.measures[0].took_s is None


def test_there_is_no_score_without_a_fault_or_a_lab() -> None:
    assert score(NEW) is None
    assert score(given_up(NEW, 1_010, "me")) is None
    assert given_up(NEW, 1_010, "me").end == GameMark(1_010, MarkWord.CALLED_OFF, "", "me")
    assert score(lost(RUNNING, 1_200, "The lab ended.")) is None


@given(st.lists(st.sampled_from(["seen", "named", "healed", "checked", "given_up", "timed_out", "lost"]), max_size=12))
def test_it_ends_once_and_nothing_follows(words: list[str]) -> None:
    steps = {
        "seen": lambda day: seen(day, 1_200, "me"),
        "named": lambda day: named(day, 1_200, "x", "me"),
        "healed": lambda day: healed(day, 1_200),
        "checked": lambda day: checked(day, 1_200, "me"),
        "given_up": lambda day: given_up(day, 1_200, "me"),
        "timed_out": lambda day: timed_out(day, 1_200),
        "lost": lambda day: lost(day, 1_200, "why"),
    }
    day = RUNNING
    for word in words:
        if day.is_over:
            with pytest.raises(ChangeRefused, match="is over"):
                steps[word](day)
        else:
            day = steps[word](day)
    assert sum(one is day.end for one in day.marks) == int(day.is_over)
    assert read_day(day_form(day)) == day


def test_a_damaged_one_is_told() -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_day({"id": 3})
