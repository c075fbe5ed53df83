"""The state machine of a run, whatever is said to it in whatever order: it never loses or repeats a step."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from console.domain.runbooks import run_command, run_step
from console.domain.runbooks.question import Asks, Choice, Question
from console.domain.runbooks.run_plan import PlanStep, RunPlan
from console.domain.runbooks.runbook_run import (
    TO_THE_END,
    RunbookRun,
    RunMoment,
    RunOutcome,
    RunState,
    read_run,
    run_form,
)
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_result import StepEnd, StepResult
from console.domain.runbooks.step_run import StepRun, StepState
from console.kernel.errors import ChangeRefused

SECTIONS = (Section.PREMISE, Section.STEPS, Section.STEPS, Section.STEPS, Section.VERIFICATION, Section.RECOVERY)
ENDS = (StepEnd.PASSED, StepEnd.FAILED, StepEnd.CANCELLED, StepEnd.ASKS, StepEnd.UNREACHABLE)
SAYS = ("go", "run_to", "auto", "answer", "skip", "defer", "retry", "back", "recover", "stop", "abort")
RESUMES = frozenset({"go", "run_to", "auto", "answer", "retry", "recover"})


def plan(**more: object) -> RunPlan:
    steps = tuple(
        PlanStep(f"s{n}", "shell", section, f"S{n}", "do", "do", None, **more)  # type: ignore[arg-type]
        for n, section in enumerate(SECTIONS)
    )
    return RunPlan("x", "X", steps, {}, "shop", 0.0, "digest")


def fresh(of: RunPlan) -> RunbookRun:
    return RunbookRun(
        id="run-1",
        estate="shop",
        actor="ann",
        runbook="x",
        title="X",
        plan_digest=of.digest,
        text_digest="",
        begun_s=0.0,
        steps=tuple(StepRun(one.name) for one in of.steps),
        moments=(RunMoment(0.0, "started"),),
        total=5,
        owner="me",
    )


def result(end: StepEnd, dice: random.Random) -> StepResult:
    go = dice.choice(["next", "s3", "verification", "recovery", "end", "nowhere"])
    question = Question(Asks.CONFIRM, "Is it?", (Choice("Yes", go),)) if end is StepEnd.ASKS else None
    return StepResult(end, "said", go=go, question=question)


def said(run: RunbookRun, of: RunPlan, dice: random.Random, what: str) -> RunbookRun:
    """Say one thing to a run, as the command service does."""
    place = dice.randrange(6)
    says = {
        "go": lambda: run_command.let_on(run, 1.0, "ann", run.at),
        "run_to": lambda: run_command.let_on(run, 1.0, "ann", place),
        "auto": lambda: run_command.let_on(run, 1.0, "ann", TO_THE_END),
        "answer": lambda: run_command.answered(run, 1.0, "ann", of, 0, "note"),
        "skip": lambda: run_command.skipped(run, 1.0, "ann", of, "why"),
        "defer": lambda: run_command.deferred(run, 1.0, "ann", of, "why"),
        "retry": lambda: run_command.retried(run, 1.0, "ann"),
        "back": lambda: run_command.gone_back(run, 1.0, "ann", place, "why"),
        "recover": lambda: run_command.recovering(run, 1.0, "ann", "why", automatic=dice.random() < 0.5),
        "stop": lambda: run_command.stopping(run, 1.0, "ann", "why"),
        "abort": lambda: run_command.aborted(run, 1.0, "ann", "why"),
    }
    return says[what]()


def driven(run: RunbookRun, of: RunPlan, dice: random.Random) -> RunbookRun:
    """Take the next step of the driver; sometimes the console ends in between, and another one takes it."""
    if run.is_over:
        return run
    if dice.random() < 0.15:
        return run_step.taken(run, 1.0, f"console-{dice.randrange(99)}")
    now = run.present
    if run.state is not RunState.RUNNING:
        return run
    if now is not None and now.state is StepState.RUNNING:
        return run_step.finished(run, 1.0, result(dice.choice(ENDS), dice), of)
    if run.is_stopping:
        return run_step.rested(run, 1.0)
    return at_its_end(run, of) if now is None else begun_or_looked_into(run, now, dice)


def at_its_end(run: RunbookRun, of: RunPlan) -> RunbookRun:
    if run.deferred:
        return run_step.resumed_deferred(run, 1.0)
    return run_step.closed(run, 1.0, run_step.outcome_of(run, of))


def begun_or_looked_into(run: RunbookRun, now: StepRun, dice: random.Random) -> RunbookRun:
    if now.state is StepState.UNKNOWN:
        return dice.choice(
            [
                lambda: run_step.once_more(run, 1.0, "reads"),
                lambda: run_step.settling(run, 1.0),
                lambda: run_step.unknown_asked(run, 1.0, "What became of it?"),
            ]
        )()
    return run_step.begun(run, 1.0, "ann")


def check(before: RunbookRun, after: RunbookRun) -> None:
    assert 0 <= after.at <= after.end <= len(after.steps)
    assert after.step >= before.step
    assert Counter(one.state for one in after.steps)[StepState.RUNNING] <= 1
    running = [place for place, one in enumerate(after.steps) if one.state is StepState.RUNNING]
    assert not running or running == [after.at], "only the present step runs"
    if after.state is RunState.WAITING:
        assert after.present is not None
        assert after.present.state is StepState.ASKED
    if after.state is RunState.FAILED:
        assert after.present is not None
    begun = [one.attempt for one in after.steps]
    assert all(new >= old for new, old in zip(begun, (one.attempt for one in before.steps), strict=True))
    for old, new in zip(before.steps, after.steps, strict=True):
        if old.state is StepState.UNKNOWN:
            assert new.state is not StepState.RUNNING or new.attempt == old.attempt, "silently repeated"
    assert not before.is_over or after == before


def begun_places(before: RunbookRun, after: RunbookRun) -> set[int]:
    pairs = zip(before.steps, after.steps, strict=True)
    return {place for place, (old, new) in enumerate(pairs) if new.attempt > old.attempt}


def put_off_at_its_end(before: RunbookRun, after: RunbookRun) -> set[int]:
    """The steps that were put off when a decision led to the end, or into the recovery."""
    pairs = zip(before.steps, after.steps, strict=True)
    is_cut = after.at == after.end and any(
        (old.state, new.state) == (StepState.PENDING, StepState.PASSED_OVER) for old, new in pairs
    )
    return set(before.deferred) if is_cut or after.is_recovering > before.is_recovering else set()


class Watch:
    """What was said to a run and must be heeded from then on, whatever else happens."""

    def __init__(self) -> None:
        self.is_stopped = False
        self.left: set[int] = set()

    def see(self, before: RunbookRun, after: RunbookRun, what: str) -> None:
        begun = begun_places(before, after)
        self.left |= put_off_at_its_end(before, after)
        assert not begun & self.left, "what was put off is carried out after the end"
        assert not (self.is_stopped and begun), "a step begins although the run was stopped"
        if after is not before and what in {*RESUMES, "stop"}:
            self.is_stopped = what == "stop"


@given(st.integers(0, 2**32), st.booleans())
@settings(max_examples=300)
def test_whatever_is_said_the_run_stays_sound(seed: int, optional: bool) -> None:
    dice, of = random.Random(seed), plan(optional=optional, retries=1)
    run, watch = fresh(of), Watch()
    for _ in range(60):
        before, what = run, dice.choice(SAYS) if dice.random() < 0.4 else "drive"
        try:
            run = driven(run, of, dice) if what == "drive" else said(run, of, dice, what)
        except ChangeRefused:
            run = before
        check(before, run)
        watch.see(before, run, what)
        assert read_run(run_form(run)) == run
    if run.outcome is RunOutcome.SUCCEEDED:
        assert all(
            one.state in {StepState.PASSED, StepState.PASSED_OVER}
            for one, step in zip(run.steps, of.steps, strict=True)
            if step.section is Section.VERIFICATION
        )


@given(st.integers(0, 2**32))
@settings(max_examples=200)
def test_what_is_said_to_be_allowed_is_taken_and_nothing_else(seed: int) -> None:
    dice, of = random.Random(seed), plan()
    run = fresh(of)
    for _ in range(40):
        allowed = run_command.allowed(run)
        what = dice.choice(SAYS)
        try:
            after = said(run, of, dice, what)
        except ChangeRefused:
            # Places that make no sense are refused although something of the kind is allowed.
            assert what not in allowed or what in {"run_to", "back"}, (what, run.state)
        else:
            assert what in allowed, (what, run.state, run.present)
            run = after
        run = driven(run, of, dice) if dice.random() < 0.7 else run
        if run.is_over:
            return


def test_a_decision_that_was_put_off_takes_up_what_was_passed_over_and_never_blocks_the_run() -> None:
    of = plan()
    run = run_command.deferred(fresh(of), 1.0, "ann", of, "not now")
    run = run_step.begun(run_command.let_on(run, 1.0, "ann", TO_THE_END), 2.0, "ann")
    run = run_step.finished(run, 3.0, StepResult(StepEnd.PASSED, go="s4"), of)
    run = run_step.finished(run_step.begun(run, 3.0, "ann"), 3.0, StepResult(StepEnd.PASSED), of)
    run = run_step.begun(run_step.resumed_deferred(run, 4.0), 4.0, "ann")
    run = run_step.finished(run, 5.0, StepResult(StepEnd.PASSED, go="s3"), of)
    assert run.present is not None
    assert (run.present.name, run.present.state) == ("s3", StepState.PENDING)
    assert run_step.begun(run, 6.0, "ann").steps[run.at].state is StepState.RUNNING


def test_an_interrupted_step_is_unknown_and_never_begun_again_by_itself() -> None:
    of = plan()
    run = run_command.let_on(fresh(of), 1.0, "ann", TO_THE_END)
    run = run_step.taken(run_step.begun(run, 2.0, "ann"), 3.0, "another")
    assert run.steps[0].state is StepState.UNKNOWN
    with pytest.raises(ChangeRefused):
        run_step.begun(run, 4.0, "ann")


def test_a_run_that_nobody_touches_ends_with_every_step_done() -> None:
    of = plan()
    run = run_command.let_on(fresh(of), 1.0, "ann", TO_THE_END)
    while not run.is_over:
        if run.present is None:
            run = run_step.closed(run, 9.0, run_step.outcome_of(run, of))
        elif run.present.state is StepState.RUNNING:
            run = run_step.finished(run, 9.0, StepResult(StepEnd.PASSED), of)
        else:
            run = run_step.begun(run, 9.0, "ann")
    assert run.outcome is RunOutcome.SUCCEEDED
    assert [one.state for one in run.steps] == [StepState.PASSED] * 5 + [StepState.PENDING]
    assert [one.attempt for one in run.steps] == [1] * 5 + [0]


def test_who_began_a_run_does_not_approve_it_and_nobody_does_twice() -> None:
    of = plan()
    run = run_step.begun(run_command.let_on(fresh(of), 1.0, "ann", 0), 1.0, "ann")
    run = run_step.asked(run, 1.0, Question(Asks.APPROVE, "May it?", people=2))
    for name in ("ann", "bob", "bob"):
        if name == "bob" and not run.steps[0].consents:
            run = run_command.consented(run, 2.0, "bob", of)
            continue
        with pytest.raises(ChangeRefused):
            run_command.consented(run, 2.0, name, of)
    assert run_command.consented(run, 3.0, "eve", of).steps[0].state is StepState.PASSED


def test_long_lives_keep_their_first_moment_and_stay_small() -> None:
    run = fresh(plan())
    for number in range(1000):
        run = run_step.told(run, float(number), "held", "x")
    assert len(run.moments) == run_step.MOST_MOMENTS
    assert run.moments[0].word == "started"
    assert replace(run, moments=()).step == 1000


def states(run: RunbookRun) -> list[str]:
    return [one.state.value for one in run.steps]


def with_first_put_off(of: RunPlan) -> RunbookRun:
    """An automatic run whose first step was put off, and whose second one runs."""
    run = run_command.deferred(fresh(of), 1.0, "ann", of, "not now")
    return run_step.begun(run_command.let_on(run, 1.0, "ann", TO_THE_END), 2.0, "ann")


@pytest.mark.parametrize("go", ["end", "recovery"])
def test_what_was_put_off_is_not_done_once_a_decision_ended_the_steps(go: str) -> None:
    of = plan()
    run = run_step.finished(with_first_put_off(of), 3.0, StepResult(StepEnd.PASSED, go=go), of)
    assert states(run)[:5] == ["passed-over", "passed", "passed-over", "passed-over", "passed-over"]
    assert run.deferred == ()
    while run.present is not None:
        run = run_step.finished(run_step.begun(run, 4.0, "ann"), 5.0, StepResult(StepEnd.PASSED), of)
    outcome = RunOutcome.RECOVERED if go == "recovery" else RunOutcome.SUCCEEDED
    assert (run.state, run.deferred, run_step.outcome_of(run, of)) == (RunState.RUNNING, (), outcome)
    with pytest.raises(ChangeRefused):
        run_step.resumed_deferred(run, 6.0)


def test_an_answer_that_ends_the_steps_passes_over_what_was_put_off() -> None:
    of = plan()
    question = Question(Asks.DECIDE, "Which way?", (Choice("Enough", "end"),))
    run = run_step.finished(with_first_put_off(of), 3.0, StepResult(StepEnd.ASKS, question=question), of)
    run = run_command.answered(run, 4.0, "ann", of, 0)
    assert (run.present, run.deferred) == (None, ())


def test_a_run_that_an_earlier_version_led_into_recovery_takes_up_nothing_of_its_steps() -> None:
    of = plan()
    run = run_step.finished(with_first_put_off(of), 3.0, StepResult(StepEnd.PASSED, go="recovery"), of)
    form = run_form(run)
    form["steps"][0]["state"] = "deferred"
    assert read_run(form).deferred == ()


def test_outside_an_automatic_run_a_person_begins_what_was_put_off() -> None:
    of = plan()
    run = run_command.deferred(fresh(of), 1.0, "ann", of, "not now")
    run = run_command.let_on(run, 1.0, "ann", 4)
    while run.present is not None:
        run = run_step.finished(run_step.begun(run, 2.0, "ann"), 3.0, StepResult(StepEnd.PASSED), of)
    run = run_step.resumed_deferred(run, 4.0)
    assert (run.state, run.at, states(run)[0]) == (RunState.RESTING, 0, "deferred")
    assert run_step.begun(run_command.let_on(run, 5.0, "ann", 0), 6.0, "ann").steps[0].attempt == 1


def test_a_step_that_fails_after_it_was_stopped_is_not_tried_again() -> None:
    of = plan(retries=3)
    run = run_step.begun(run_command.let_on(fresh(of), 1.0, "ann", TO_THE_END), 2.0, "ann")
    run = run_command.stopping(run, 3.0, "ann", "enough")
    run = run_step.finished(run, 4.0, StepResult(StepEnd.FAILED, "exit 1"), of)
    assert (run.state, run.steps[0].state, run.why) == (RunState.FAILED, StepState.FAILED, "exit 1")
    assert (run.is_stopping, run.is_held_back) == (False, True)
    with pytest.raises(ChangeRefused):
        run_step.begun(run, 5.0, "ann")
    optional = plan(retries=3, optional=True)
    run = run_step.begun(run_command.let_on(fresh(optional), 1.0, "ann", TO_THE_END), 2.0, "ann")
    run = run_command.stopping(run, 3.0, "ann", "enough")
    run = run_step.finished(run, 4.0, StepResult(StepEnd.FAILED, "exit 1"), optional)
    assert (run.state, run.at) == (RunState.RESTING, 1)


def test_a_stop_outlives_the_console_that_should_have_heeded_it() -> None:
    run = run_step.begun(run_command.let_on(fresh(plan()), 1.0, "ann", TO_THE_END), 2.0, "ann")
    run = run_step.taken(run_command.stopping(run, 3.0, "ann", "enough"), 4.0, "another")
    assert (run.is_to_rest, run.steps[0].state) == (True, StepState.UNKNOWN)
    run = run_step.rested(run, 5.0)
    assert (run.state, run.steps[0].state, run.steps[0].attempt) == (RunState.RESTING, StepState.UNKNOWN, 1)


def test_only_what_runs_has_to_be_stopped_first() -> None:
    of = plan()
    between = run_command.let_on(fresh(of), 1.0, "ann", TO_THE_END)
    rests = run_command.stopping(between, 2.0, "ann", "enough")
    assert (rests.state, rests.is_stopping, rests.moments[-1].note) == (RunState.RESTING, False, "enough")
    running = run_command.stopping(run_step.begun(between, 2.0, "ann"), 3.0, "ann", "enough")
    assert (running.state, running.is_stopping) == (RunState.RUNNING, True)
    with pytest.raises(ChangeRefused):
        run_step.rested(running, 4.0)


def test_a_run_that_was_stopped_behind_its_last_step_does_not_take_up_what_was_put_off() -> None:
    of = plan()
    run = with_first_put_off(of)
    while run.present is not None:
        run = run_step.finished(run, 3.0, StepResult(StepEnd.PASSED), of)
        run = run_step.begun(run, 3.0, "ann") if run.present is not None else run
    run = run_step.resumed_deferred(run_command.stopping(run, 4.0, "ann", "enough"), 5.0)
    assert (run.state, run.at, run.steps[0].state) == (RunState.RESTING, 0, StepState.DEFERRED)
