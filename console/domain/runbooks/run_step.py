"""The steps of a run that its driver takes: a pure state machine; every function returns the next run, or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.runbooks.question import Asks, Choice, Question
from console.domain.runbooks.runbook_run import TO_THE_END, RunMoment, RunOutcome, RunState
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_result import StepEnd
from console.domain.runbooks.step_run import Attempt, StepState
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.domain.runbooks.step_result import StepResult
    from console.domain.runbooks.step_run import StepRun

MOST_MOMENTS = 200
_MOST_NOTE = 300
MOST_ATTEMPTS = 5
AGAIN, DONE, FAILED = "again", "done", "failed"
"""Where the answers to the question lead what became of an interrupted step."""
_ENDS = {
    StepEnd.PASSED: StepState.PASSED,
    StepEnd.FAILED: StepState.FAILED,
    StepEnd.CANCELLED: StepState.CANCELLED,
    StepEnd.UNREACHABLE: StepState.FAILED,
}
_OPEN = frozenset({StepState.PENDING, StepState.DEFERRED})


def told(run: RunbookRun, now_s: float, word: str, note: str = "", actor: str = "", step: str = "") -> RunbookRun:
    """Return ``run`` with something that happened; old moments are dropped from the middle, never the first."""
    short = note if len(note) <= _MOST_NOTE else f"{note[: _MOST_NOTE - 1]}…"
    moments = (*run.moments, RunMoment(round(now_s, 3), word, step, short, actor))
    if len(moments) > MOST_MOMENTS:
        moments = (moments[0], *moments[2:])
    return replace(run, moments=moments, step=run.step + 1)


def with_step(run: RunbookRun, place: int, new: StepRun) -> RunbookRun:
    """Return ``run`` with another state of one of its steps."""
    return replace(run, steps=(*run.steps[:place], new, *run.steps[place + 1 :]))


def demand(run: RunbookRun, fits: bool) -> None:
    """Raise ``ChangeRefused`` unless a run can take a step."""
    if not fits:
        raise ChangeRefused(
            t("The run {id} cannot take this step; it is {state}.", id=run.id, state=run.state.value),
            t("Look at it with: cell-console runbook status {id}", id=run.id),
        )


# --- carrying a step out ----------------------------------------------------------------------------------------------


def begun(run: RunbookRun, now_s: float, actor: str) -> RunbookRun:
    """Return ``run`` as it is journaled before its present step is carried out."""
    now = run.present
    demand(run, run.state is RunState.RUNNING and now is not None and now.state in _OPEN)
    assert now is not None
    started = replace(now, state=StepState.RUNNING, attempt=now.attempt + 1, begun_s=round(now_s, 3), actor=actor,
                      question=None, choice="")  # fmt: skip
    return replace(with_step(told(run, now_s, "begun", "", actor, now.name), run.at, started), why="")


def changing(run: RunbookRun, now_s: float, change_id: str, summary: str) -> RunbookRun:
    """Return ``run`` as it is journaled before a change of its present step is confirmed."""
    now = _running(run)
    return with_step(told(run, now_s, "changing", summary, "", now.name), run.at, replace(now, pending=change_id))


def changed(run: RunbookRun, now_s: float, summary: str) -> RunbookRun:
    """Return ``run`` after the pending change of its present step was verified."""
    now = _running(run)
    made = replace(now, pending="", changes=(*now.changes, now.pending))
    return with_step(told(run, now_s, "changed", summary, "", now.name), run.at, made)


def finished(run: RunbookRun, now_s: float, result: StepResult, plan: RunPlan) -> RunbookRun:
    """Return ``run`` after its present step came to an end, or asks a person."""
    now, planned = _running(run), plan.steps[run.at]
    if result.end is StepEnd.ASKS and result.question is not None:
        return asked(run, now_s, result.question)
    if result.end is StepEnd.UNREACHABLE:
        return asked(run, now_s, _offline(result, planned.optional))
    state = _ENDS[result.end]
    after = _with_attempt(run, now_s, result, state)
    after = replace(told(after, now_s, state.value, result.sentence, now.actor, now.name), is_stopping=False, why="")
    if state is StepState.PASSED:
        return led(after, plan, result.go)
    if state is StepState.FAILED and now.attempt <= planned.retries and not run.is_stopping:
        return with_step(after, run.at, replace(after.steps[run.at], state=StepState.PENDING))
    if state is StepState.FAILED and planned.optional:
        return led(after, plan, "next")
    return replace(after, state=RunState.FAILED, why=result.sentence)


def _with_attempt(run: RunbookRun, now_s: float, result: StepResult, state: StepState) -> RunbookRun:
    now = run.steps[run.at]
    tried = Attempt(now.begun_s, round(now_s, 3), state, now.actor, result.sentence, result.exit_code, result.lines,
                    result.dropped, result.tail if state is StepState.FAILED else "")  # fmt: skip
    kept = (*now.attempts, tried)[-MOST_ATTEMPTS:]
    # A change that did not come to its end may have been made all the same: the recovery looks at it.
    changes = now.known_changes
    done = replace(now, state=state, attempts=kept, pending="", changes=changes, exported=result.exported)
    return with_step(run, run.at, done)


def asked(run: RunbookRun, now_s: float, question: Question) -> RunbookRun:
    """Return ``run`` waiting for a person."""
    now = run.present
    assert now is not None
    waiting = replace(now, state=StepState.ASKED, question=question, consents=())
    after = told(run, now_s, "asked", question.text, "", now.name)
    return replace(with_step(after, run.at, waiting), state=RunState.WAITING, is_stopping=False, why=question.text)


def _offline(result: StepResult, optional: bool) -> Question:
    return Question(Asks.OFFLINE, result.sentence, needs_note=not optional)


def held(run: RunbookRun, now_s: float, why: str) -> RunbookRun:
    """Return ``run`` with what holds its present step up and may go away by itself: a lock, a gate."""
    name = run.present.name if run.present is not None else ""
    return replace(told(run, now_s, "held", why, "", name), why=why)


# --- going on ---------------------------------------------------------------------------------------------------------


def led(run: RunbookRun, plan: RunPlan, go: str) -> RunbookRun:
    """Return ``run`` at the step that ``go`` names; what lies between is passed over.

    At its end, and for its recovery, so is what was put off: nothing more is done of the steps then.
    """
    into_recovery = go == Section.RECOVERY and not run.is_recovering and run.has_recovery
    target = run.total if into_recovery else _target(run, plan, go)
    steps = list(run.steps)
    for place in range(run.at + 1, target):
        if steps[place].state is StepState.PENDING:
            steps[place] = _passed_over(steps[place])
    if target < len(steps) and steps[target].state is StepState.PASSED_OVER:
        steps[target] = replace(steps[target], state=StepState.PENDING)  # a step that was put off decides for it
    if into_recovery or go == "end":
        steps = [_passed_over(one) if one.state is StepState.DEFERRED else one for one in steps]
    recovering = run.is_recovering or into_recovery
    return _rested(replace(run, steps=tuple(steps), at=target, is_recovering=recovering))


def _passed_over(one: StepRun) -> StepRun:
    return replace(one, state=StepState.PASSED_OVER)


def _target(run: RunbookRun, plan: RunPlan, go: str) -> int:
    if go == "end":
        return run.end
    if go in set(Section):
        found = next((n for n, one in enumerate(plan.steps) if n > run.at and one.section == go), None)
    else:
        found = plan.place(go)
    if found is not None and run.at < found < run.end and run.steps[found].state in {*_OPEN, StepState.PASSED_OVER}:
        return found
    # Behind a step that was put off all others are done already.
    return next((n for n in range(run.at + 1, run.end) if run.steps[n].state in _OPEN), run.end)


def _rested(run: RunbookRun) -> RunbookRun:
    """A run that came behind ``until`` rests; one that came to its end is ended by its driver."""
    if run.at >= run.end or run.at <= run.until:
        return replace(run, state=RunState.RUNNING)
    return replace(run, state=RunState.RESTING)


def left_out(run: RunbookRun, now_s: float, plan: RunPlan, why: str) -> RunbookRun:
    """Return ``run`` past its present step, which only a person begins."""
    now = run.present
    demand(run, run.state is RunState.RUNNING and now is not None and now.state in _OPEN)
    assert now is not None
    after = told(run, now_s, "left-out", why, "", now.name)
    return led(with_step(after, run.at, replace(now, state=StepState.SKIPPED, note=why)), plan, "next")


def rested(run: RunbookRun, now_s: float) -> RunbookRun:
    """Return ``run`` resting where it is: somebody stopped it, and nothing of it runs any more."""
    demand(run, run.is_to_rest)
    return replace(told(run, now_s, "rested"), state=RunState.RESTING, is_stopping=False, until=-1, why="")


def resumed_deferred(run: RunbookRun, now_s: float) -> RunbookRun:
    """Return ``run`` back at the first step that was put off: everything else is done.

    Only an automatic run goes on with it; otherwise a person says when it begins.
    """
    demand(run, run.state is RunState.RUNNING and run.at >= run.end and bool(run.deferred))
    place = run.deferred[0]
    after = replace(told(run, now_s, "took-up", "", "", run.steps[place].name), at=place, is_stopping=False)
    return after if run.until >= TO_THE_END else replace(after, state=RunState.RESTING, until=-1)


def closed(run: RunbookRun, now_s: float, outcome: RunOutcome, actor: str = "", note: str = "") -> RunbookRun:
    """Return ``run`` as over."""
    demand(run, not run.is_over)
    after = told(run, now_s, "ended", note, actor)
    return replace(after, state=RunState.ENDED, outcome=outcome, ended_s=round(now_s, 3), is_stopping=False, why="")


def outcome_of(run: RunbookRun, plan: RunPlan) -> RunOutcome:
    """Return what a run comes to whose steps are all done."""
    if run.is_recovering:
        return RunOutcome.RECOVERED
    checks = [
        one.state for one, step in zip(run.steps, plan.steps, strict=True) if step.section is Section.VERIFICATION
    ]
    if all(state in {StepState.PASSED, StepState.PASSED_OVER} for state in checks):
        return RunOutcome.SUCCEEDED
    return RunOutcome.UNVERIFIED


# --- after an interruption --------------------------------------------------------------------------------------------


def taken(run: RunbookRun, now_s: float, owner: str) -> RunbookRun:
    """Return ``run`` as driven by the console ``owner``; a step that was running is unknown from here on.

    Who has stopped it is still heeded.
    """
    demand(run, not run.is_over)
    after = replace(told(run, now_s, "taken"), owner=owner)
    now = run.present
    if now is None or now.state is not StepState.RUNNING:
        return after
    return with_step(after, run.at, replace(now, state=StepState.UNKNOWN))


def has_changed(run: RunbookRun) -> bool:
    """Return whether the newest attempt of the present step has made a change that was verified."""
    name = run.present.name if run.present is not None else ""
    for one in reversed(run.moments):
        if one.step == name and one.word in {"changed", "begun"}:
            return one.word == "changed"
    return False


def once_more(run: RunbookRun, now_s: float, why: str) -> RunbookRun:
    """Return ``run`` with its interrupted step to be done once more; ``why`` says why that does no harm."""
    now = run.present
    demand(run, now is not None and now.state in {StepState.UNKNOWN, StepState.RUNNING})
    assert now is not None
    after = told(run, now_s, "interrupted", why, "", now.name)
    return with_step(after, run.at, replace(now, state=StepState.PENDING, pending=""))


def settling(run: RunbookRun, now_s: float) -> RunbookRun:
    """Return ``run`` with its interrupted step as running again: its pending change is looked up, never repeated."""
    now = _unknown(run)
    after = told(run, now_s, "interrupted", t("What became of its change is looked up."), "", now.name)
    return with_step(after, run.at, replace(now, state=StepState.RUNNING))


def unknown_asked(run: RunbookRun, now_s: float, text: str) -> RunbookRun:
    """Return ``run`` asking a person what became of its interrupted step."""
    _unknown(run)
    choices = (
        Choice(t("It was done"), DONE),
        Choice(t("It was not done: do it again"), AGAIN),
        Choice(t("It failed"), FAILED),
    )
    return asked(run, now_s, Question(Asks.UNKNOWN, text, choices))


def _running(run: RunbookRun) -> StepRun:
    now = run.present
    demand(run, now is not None and now.state is StepState.RUNNING)
    assert now is not None
    return now


def _unknown(run: RunbookRun) -> StepRun:
    now = run.present
    demand(run, now is not None and now.state is StepState.UNKNOWN)
    assert now is not None
    return now
