"""The nightly learning, 02:00 to 04:00 JST, against its plan. (proves E1.2)"""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.japan_time import JST
from console.domain.model.learning_run import STAGES, LearningRun, StageState, last_begin_s, learning_run

PLAN = (5.0, 10.0, 60.0, 15.0, 20.0, 5.0, 5.0)
BEGIN = datetime(2026, 11, 21, 2, tzinfo=JST).timestamp()


def run(took_min: tuple[float, ...], now_min: float, *, before: bool = False) -> LearningRun:
    """A night in which stages follow each other and take ``took_min``; ``before``: only last night's are known."""
    began, ended, at_s = {}, {}, BEGIN - (86_400 if before else 0)
    for stage, minutes in zip(STAGES, took_min, strict=True):
        if before or at_s <= BEGIN + now_min * 60:
            began[stage] = at_s
        at_s += minutes * 60
        if before or at_s <= BEGIN + now_min * 60:
            ended[stage] = at_s
    return learning_run("02:00", PLAN, began, ended, BEGIN + now_min * 60)


def test_the_plan_is_two_hours() -> None:
    assert sum(PLAN) == 120
    night = run(PLAN, 200)
    assert (night.begins_s, night.ends_s) == (BEGIN, BEGIN + 7_200)
    assert {one.state for one in night.stages} == {StageState.DONE}
    assert night.late_s == 0
    assert night.cause is None


def test_a_long_training_is_the_cause_and_those_behind_it_are_late_too() -> None:
    night = run((5, 10, 72, 15, 20, 5, 5), 200)
    assert night.cause is not None
    assert (night.cause.stage, night.cause.over_s) == ("train", 720)
    assert night.late_s == 720
    assert [one.is_late for one in night.stages] == [False, False, True, True, True, True, True]


def test_time_that_is_made_up_again_is_not_late_in_the_end() -> None:
    night = run((5, 10, 72, 9, 14, 5, 5), 200)
    assert night.late_s == 0
    assert night.cause is not None, "the training was late all the same"


def test_a_stage_that_runs_grows_late_by_the_clock() -> None:
    night = run((5, 10, 90, 15, 20, 5, 5), 95)
    train = night.stages[2]
    assert (train.state, train.late_s, train.over_s) == (StageState.RUNNING, 20 * 60, 20 * 60)
    assert night.late_s == 20 * 60


def test_the_night_before_does_not_count_as_this_one() -> None:
    night = run(PLAN, 30, before=True)
    assert [one.state for one in night.stages[:3]] == [StageState.OVERDUE, StageState.OVERDUE, StageState.AHEAD]
    assert night.stages[0].began_s is None


def test_a_run_that_somebody_began_a_little_early_is_that_of_the_coming_night() -> None:
    began, ended = dict.fromkeys(STAGES, BEGIN - 80_000), dict.fromkeys(STAGES, BEGIN - 79_000)
    began["collect"] = BEGIN - 900
    night = learning_run("02:00", PLAN, began, ended, BEGIN - 600)
    assert night.begins_s == BEGIN
    assert [one.state for one in night.stages[:2]] == [StageState.RUNNING, StageState.AHEAD]
    assert (night.late_s, night.held_up) == (0, None)
    assert learning_run("02:00", PLAN, {**began, "collect": BEGIN - 1_801}, ended, BEGIN - 600).begins_s != BEGIN


def test_a_stage_that_waits_to_begin_is_told_apart_from_one_that_takes_long() -> None:
    night = run((5, 10, 60, 15, 20, 5, 5), 300)
    began = {one.stage: (one.began_s or 0.0) + 30 * 60 for one in night.stages}
    ended = {one.stage: (one.ended_s or 0.0) + 30 * 60 for one in night.stages}
    late = learning_run("02:00", PLAN, began, ended, BEGIN + 300 * 60)
    assert (late.late_s, late.cause) == (1_800, None)
    assert late.held_up is not None
    assert (late.held_up.stage, late.held_up.waited_s) == ("collect", 1_800)
    longer = learning_run("02:00", PLAN, began, {**ended, "distribute": ended["distribute"] + 3_600}, BEGIN + 5 * 3_600)
    assert longer.cause is not None
    assert (longer.cause.stage, longer.held_up) == ("distribute", None)


def test_a_stage_that_has_not_begun_waits_itself_whatever_was_late_before_it() -> None:
    began, ended = dict.fromkeys(STAGES, BEGIN - 86_000), dict.fromkeys(STAGES, BEGIN - 85_000)
    began["collect"], ended["collect"] = BEGIN + 5, BEGIN + 300
    night = learning_run("02:00", PLAN, began, ended, BEGIN + 3_600)
    assert night.held_up is not None
    assert (night.held_up.stage, night.held_up.state) == ("preprocess", StageState.OVERDUE)
    assert night.held_up.waited_s == 3_300
    running = learning_run("02:00", PLAN, began, {**ended, "collect": BEGIN - 85_000}, BEGIN + 3_600)
    assert running.cause is not None
    assert (running.cause.stage, running.held_up) == ("collect", None), "none can begin before it"


def test_a_stage_that_begins_by_the_clock_does_not_wait_for_too_long() -> None:
    planned = run(PLAN, 300)
    began = {one.stage: one.planned_from_s for one in planned.stages}
    ended = {one.stage: one.planned_to_s for one in planned.stages}
    ended["train"] -= 20 * 60
    ended["compress"] += 10 * 60
    for stage in STAGES[5:]:
        began[stage], ended[stage] = began[stage] + 10 * 60, ended[stage] + 10 * 60
    night = learning_run("02:00", PLAN, began, ended, BEGIN + 5 * 3_600)
    assert night.held_up is None
    assert night.cause is not None
    assert night.cause.stage == "compress"


def test_without_a_metric_nothing_is_claimed() -> None:
    night = learning_run("02:00", PLAN, {}, {}, BEGIN + 9_000)
    assert {one.state for one in night.stages} == {StageState.UNKNOWN}
    assert night.late_s == 0


@given(st.floats(min_value=1.5e9, max_value=2.5e9), st.integers(0, 23), st.integers(0, 59))
def test_the_last_begin_lies_within_the_last_day(now_s: float, hour: int, minute: int) -> None:
    begin = last_begin_s(f"{hour:02d}:{minute:02d}", now_s)
    assert 0 <= now_s - begin < 86_400
    told = datetime.fromtimestamp(begin, JST)
    assert (told.hour, told.minute, told.second) == (hour, minute, 0)
