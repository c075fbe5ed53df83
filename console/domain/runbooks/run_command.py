"""What people say to a run: pure steps of its state machine; every function returns the next run, or refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.domain.runbooks.question import Asks
from console.domain.runbooks.run_step import AGAIN, FAILED, closed, demand, led, told, with_step
from console.domain.runbooks.runbook_run import TO_THE_END, RunOutcome, RunState
from console.domain.runbooks.step_run import Attempt, Consent, StepState
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.question import Question
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.domain.runbooks.step_run import StepRun

_STOPPED = frozenset({StepState.FAILED, StepState.CANCELLED})
_LEAVABLE = frozenset({StepState.PENDING, StepState.ASKED, StepState.UNKNOWN, StepState.DEFERRED, *_STOPPED})
_MOST_NOTE = 4000


def allowed(run: RunbookRun) -> frozenset[str]:
    """Return what may be said to a run as it is: names of the functions of the command service."""
    now, state = run.present, run.state
    if run.is_over:
        return frozenset()
    found = {"abort"}
    if state is RunState.RESTING:
        found |= {"go", "run_to", "auto"} if now is not None else set()
    if state is RunState.RUNNING:
        found |= {"stop"}
    if state is RunState.WAITING:
        found |= {"answer"}
        if now is not None and now.question is not None and now.question.asks is Asks.OFFLINE:
            found = (found - {"answer"}) | {"retry", "defer"}
    if state is RunState.FAILED:
        found |= {"retry"}
    if state is not RunState.RUNNING:
        found |= _leaving(run)
    return frozenset(found)


def _leaving(run: RunbookRun) -> set[str]:
    now = run.present
    found = set()
    if now is not None and now.state in _LEAVABLE:
        found |= {"skip"}
        found |= {"defer"} if now.state is StepState.PENDING else set()
    found |= {"back"} if run.at > run.first else set()
    found |= {"recover"} if run.has_recovery and not run.is_recovering else set()
    return found


def let_on(run: RunbookRun, now_s: float, actor: str, until: int) -> RunbookRun:
    """Return ``run`` as going on by itself up to the step at the place ``until``."""
    demand(run, run.state is RunState.RESTING and run.at < run.end and until >= run.at)
    word = "automatic" if until >= TO_THE_END else "let-on"
    return replace(told(run, now_s, word, "", actor), state=RunState.RUNNING, until=until, why="")


def answered(
    run: RunbookRun, now_s: float, actor: str, plan: RunPlan, place: int, note: str = "", picture: str = ""
) -> RunbookRun:
    """Return ``run`` after the question of its present step was answered with the choice at ``place``.

    Refused without the note or the picture that is asked for.
    """
    now, question = _asked(run)
    demand(run, question.asks not in {Asks.OFFLINE, Asks.APPROVE})
    choices = question.choices
    if not 0 <= place < max(1, len(choices)):
        raise ChangeRefused(t("There is no such answer."), t("Choose one of those that are offered."))
    if (question.needs_note and not note.strip()) or (question.needs_picture and not picture):
        raise ChangeRefused(
            t("The step {name} wants a note or a picture as evidence.", name=now.name),
            t("Give it with the answer: --note TEXT, --picture FILE"),
        )
    choice = choices[place] if choices else None
    go = choice.go if choice is not None else "next"
    said = replace(now, note=note[:_MOST_NOTE], picture=picture, choice=choice.label if choice is not None else "")
    after = told(with_step(run, run.at, said), now_s, "answered", " ".join(filter(None, (said.choice, said.note))),
                 actor, now.name)  # fmt: skip
    return _after_answer(after, now_s, actor, plan, go)


def _after_answer(run: RunbookRun, now_s: float, actor: str, plan: RunPlan, go: str) -> RunbookRun:
    now, question = _asked(run)
    running = replace(run, state=RunState.RUNNING, until=max(run.until, run.at), why="")
    if question.asks is Asks.UNKNOWN and go == AGAIN:
        return with_step(running, run.at, replace(now, state=StepState.PENDING, question=None))
    if go == FAILED:
        return replace(_settled(run, now_s, StepState.FAILED, actor), state=RunState.FAILED, why=now.note)
    done = _settled(replace(run, state=RunState.RUNNING, why=""), now_s, StepState.PASSED, actor)
    return led(done, plan, "next" if question.asks is Asks.UNKNOWN else go)


def consented(
    run: RunbookRun, now_s: float, actor: str, plan: RunPlan, note: str = "", signature: str = ""
) -> RunbookRun:
    """Return ``run`` after another person has agreed to its present step; refused for who began the run.

    ``signature`` is the file that proves it; without one the name was typed.
    """
    now, question = _asked(run)
    demand(run, question.asks is Asks.APPROVE)
    if actor == run.actor or any(one.actor == actor for one in now.consents):
        raise ChangeRefused(
            t("{actor} cannot approve this: it takes another person.", actor=actor),
            t("Ask somebody else to approve it."),
        )
    consents = (*now.consents, Consent(actor, round(now_s, 3), signature))
    after = told(run, now_s, "approved", note, actor, now.name)
    after = with_step(after, run.at, replace(now, consents=consents, note=note[:_MOST_NOTE] or now.note))
    if len(consents) < question.people:
        return after
    done = _settled(replace(after, state=RunState.RUNNING, why=""), now_s, StepState.PASSED, actor)
    return led(done, plan, "next")


def skipped(run: RunbookRun, now_s: float, actor: str, plan: RunPlan, reason: str) -> RunbookRun:
    """Return ``run`` past its present step, which is not done; a reason is necessary."""
    now = run.present
    demand(run, "skip" in allowed(run))
    assert now is not None
    if not reason.strip():
        raise UserError(t("Skipping a step needs a reason."), t("Say why: --reason TEXT, in a few words."))
    after = told(run, now_s, "skipped", reason, actor, now.name)
    left = replace(now, state=StepState.SKIPPED, note=reason[:_MOST_NOTE], question=None, pending="",
                   changes=now.known_changes, actor=actor)  # fmt: skip
    return led(replace(with_step(after, run.at, left), why=""), plan, "next")


def deferred(run: RunbookRun, now_s: float, actor: str, plan: RunPlan, reason: str) -> RunbookRun:
    """Return ``run`` past its present step, which is put off until all others are done."""
    now = run.present
    demand(run, "defer" in allowed(run))
    assert now is not None
    after = told(run, now_s, "deferred", reason, actor, now.name)
    left = replace(now, state=StepState.DEFERRED, note=reason[:_MOST_NOTE], question=None)
    return led(replace(with_step(after, run.at, left), why=""), plan, "next")


def retried(run: RunbookRun, now_s: float, actor: str) -> RunbookRun:
    """Return ``run`` about to try its present step again, which failed or whose system could not be reached."""
    now = run.present
    demand(run, "retry" in allowed(run))
    assert now is not None
    after = with_step(told(run, now_s, "retried", "", actor, now.name), run.at, _anew(now))
    return replace(after, state=RunState.RUNNING, until=max(run.until, run.at), why="")


def gone_back(run: RunbookRun, now_s: float, actor: str, place: int, reason: str) -> RunbookRun:
    """Return ``run`` resting at an earlier step; what was done from there on is to be done again, nothing is undone."""
    demand(run, run.state is not RunState.RUNNING and not run.is_over and run.first <= place < run.at)
    steps = tuple(_anew(one) if place <= n <= run.at else one for n, one in enumerate(run.steps))
    after = told(run, now_s, "went-back", reason, actor, run.steps[place].name)
    return replace(after, steps=steps, at=place, until=-1, state=RunState.RESTING, why="")


def recovering(run: RunbookRun, now_s: float, actor: str, reason: str, *, automatic: bool) -> RunbookRun:
    """Return ``run`` at the beginning of its recovery section; what was left of the steps is passed over."""
    demand(run, "recover" in allowed(run))
    steps = tuple(
        replace(one, state=StepState.PASSED_OVER, question=None) if _is_left(one) and n < run.total else one
        for n, one in enumerate(run.steps)
    )
    after = replace(told(run, now_s, "recovering", reason, actor), steps=steps, at=run.total, is_recovering=True)
    until = TO_THE_END if automatic else run.total
    return replace(after, state=RunState.RUNNING, until=until, why="")


def stopping(run: RunbookRun, now_s: float, actor: str, reason: str) -> RunbookRun:
    """Return ``run`` as wanted to stop: its driver ends the present step; what runs behind ends with the run.

    Between two steps it rests at once; behind the last one nothing is left but its end, and what was put off rests.
    """
    demand(run, run.state is RunState.RUNNING)
    after = replace(told(run, now_s, "stopping", reason, actor), is_stopping=False, until=-1)
    now = run.present
    if now is None:
        return after
    if now.state is StepState.RUNNING:
        return replace(after, is_stopping=True)
    return replace(after, state=RunState.RESTING, why="")


def aborted(run: RunbookRun, now_s: float, actor: str, reason: str) -> RunbookRun:
    """Return ``run`` as over, unless its present step still runs: then it is stopped first, and this said again."""
    now = run.present
    if now is not None and now.state is StepState.RUNNING:
        return run if run.is_stopping else stopping(run, now_s, actor, reason)
    outcome = RunOutcome.FAILED if run.state is RunState.FAILED else RunOutcome.ABORTED
    return closed(run, now_s, outcome, actor, reason)


def _asked(run: RunbookRun) -> tuple[StepRun, Question]:
    now = run.present
    demand(run, run.state in {RunState.WAITING, RunState.RUNNING} and now is not None and now.question is not None)
    assert now is not None
    assert now.question is not None
    return now, now.question


def _settled(run: RunbookRun, now_s: float, state: StepState, actor: str) -> RunbookRun:
    """Return ``run`` with an answered step at its end."""
    now = run.steps[run.at]
    tried = Attempt(now.begun_s or round(now_s, 3), round(now_s, 3), state, actor, now.choice or now.note)
    done = replace(now, state=state, attempts=(*now.attempts, tried)[-5:], question=None, pending="",
                   changes=now.known_changes, actor=actor)  # fmt: skip
    return with_step(run, run.at, done)


def _anew(one: StepRun) -> StepRun:
    return replace(one, state=StepState.PENDING, question=None, consents=(), pending="", choice="",
                   changes=one.known_changes)  # fmt: skip


def _is_left(one: StepRun) -> bool:
    return one.state in {StepState.PENDING, StepState.ASKED, StepState.DEFERRED, StepState.UNKNOWN}
