"""Runs of runbooks and their steps as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.runbooks.runbook_run import RunOutcome, RunState
from console.domain.runbooks.step_run import StepState
from console.kernel.i18n import t
from console.presenters.format import coarse, duration, local_time, number
from console.presenters.retold import retold
from console.presenters.runbooks.runbook_word import kind_word, run_state_word, section_word, step_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.runbooks.run_plan import PlanStep, RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.domain.runbooks.step_run import Attempt, StepRun

_DONE = frozenset({StepState.PASSED, StepState.SKIPPED, StepState.PASSED_OVER})


class RunRow(NamedTuple):
    """One run; ``waits``: for a person, ``next`` says for what; ``progress`` is a share of its steps.

    ``took_s`` is the number behind ``took``.
    """

    id: str
    title: str
    word: str
    health: Health
    next: str
    values: str
    steps: str
    progress: float
    begun: str
    took: str
    took_s: float
    actor: str
    mode: str
    waits: bool
    run: RunbookRun


class StepRow(NamedTuple):
    """One step of a run; ``is_present``: it is where the run stands. ``told`` is what was found or said."""

    place: int
    number: str
    name: str
    title: str
    section: str
    kind: str
    word: str
    health: Health
    told: str
    took: str
    took_s: float | None
    actor: str
    is_present: bool
    step: StepRun
    planned: PlanStep | None


def run_rows(runs: Iterable[RunbookRun], now_s: float) -> tuple[RunRow, ...]:
    """Return rows: what waits for a person first, then what runs, then the newest."""
    rows = [_run(one, now_s) for one in runs]
    return tuple(sorted(rows, key=lambda row: (not row.waits, row.run.is_over, -row.run.begun_s)))


def _run(run: RunbookRun, now_s: float) -> RunRow:
    word, health = run_state_word(run)
    counted = run.steps[: run.end]
    done = sum(one.state in _DONE for one in counted)
    took_s = max(0.0, (run.ended_s if run.is_over else now_s) - run.begun_s)
    return RunRow(
        id=run.id,
        title=run.title,
        word=word,
        health=health,
        next=what_next(run),
        values=", ".join(f"{key}={value}" for key, value in run.values.items()),
        steps=t("{done} of {all}", done=done, all=len(counted)),
        progress=done / len(counted) if counted else 1.0,
        begun=local_time(run.begun_s),
        took=coarse(took_s),
        took_s=took_s,
        actor=run.actor,
        mode=t("Dry run") if run.is_dry else t("Recovery") if run.is_recovering else "",
        waits=not run.is_over and (run.state is not RunState.RUNNING or bool(run.why)),
        run=run,
    )


def what_next(run: RunbookRun) -> str:
    """Return what a run does or waits for now, in a sentence."""
    if run.is_over:
        return _conclusion(run)
    if run.why:
        return retold(run.why)
    now = run.present
    if now is None:
        return ""
    if run.state is RunState.RESTING:
        return t("Next: {name}", name=now.heading)
    if run.state is RunState.RUNNING:
        return t("Running: {name}", name=now.heading)
    return ": ".join(filter(None, (now.heading, told(now))))


def _conclusion(run: RunbookRun) -> str:
    """Return what a run that is over came to, in a sentence."""
    said = retold(next((one.note for one in reversed(run.moments) if one.word == "ended"), ""))
    now = run.steps[run.at] if run.at < len(run.steps) else None
    last = now.last if now is not None else None
    return {
        RunOutcome.SUCCEEDED: t("All steps are done, and the verification passed."),
        RunOutcome.UNVERIFIED: t("All steps are done, but the verification did not pass whole."),
        RunOutcome.RECOVERED: t("The recovery section was carried out."),
        RunOutcome.FAILED: retold(last.sentence) if last is not None else said,
    }.get(run.outcome, said or t("It was ended before its last step."))


def step_rows(run: RunbookRun, plan: RunPlan | None, now_s: float) -> tuple[StepRow, ...]:
    """Return the steps of a run; those of its recovery only once that was chosen."""
    planned = {one.name: one for one in plan.steps} if plan is not None else {}
    shown = run.steps[: run.end]
    return tuple(_step(run, place, one, planned.get(one.name), now_s) for place, one in enumerate(shown))


def _step(run: RunbookRun, place: int, step: StepRun, planned: PlanStep | None, now_s: float) -> StepRow:
    word, health = step_word(step.state)
    took, took_s = _took(step, now_s)
    is_present = not run.is_over and place == run.at
    if is_present and step.state is StepState.PENDING and run.state is RunState.RESTING:
        word = t("Next")
    if is_present and step.state is StepState.RUNNING and run.why:
        word, health = t("Held up"), Health.WARNING
    return StepRow(
        place=place,
        number=str(place + 1),
        name=step.name,
        title=(planned.title if planned is not None else "") or step.name,
        section=section_word(planned.section) if planned is not None else "",
        kind=kind_word(planned.kind) if planned is not None else "",
        word=word,
        health=health,
        told=told(step) or (retold(planned.sentence) if planned is not None else ""),
        took=took,
        took_s=took_s,
        actor=step.actor,
        is_present=is_present,
        step=step,
        planned=planned,
    )


def told(step: StepRun) -> str:
    """Return what came of a step, in a sentence: what a person said, else what was found."""
    if step.state in {StepState.SKIPPED, StepState.DEFERRED} and step.note:
        return retold(step.note)
    if step.state is StepState.ASKED and step.question is not None:
        return step.question.text
    last = step.last
    said = (last.sentence if last is not None else "", step.choice, step.note)
    return " · ".join(dict.fromkeys(retold(one) for one in said if one))


def _took(step: StepRun, now_s: float) -> tuple[str, float | None]:
    """Return how long a step took or has been running, in words and in seconds."""
    if step.state is StepState.RUNNING and step.begun_s:
        running_s = max(0.0, now_s - step.begun_s)
        return coarse(running_s), running_s
    last = step.last
    lasted_s = _lasted_s(last) if last is not None and last.begun_s else None
    return duration(lasted_s), lasted_s


def _lasted_s(attempt: Attempt) -> float:
    return max(0.0, attempt.ended_s - attempt.begun_s)


class AttemptRow(NamedTuple):
    """One try of a step, the ``place``-th of all; ``attempt`` has its numbers, ``took_s`` is how long it lasted."""

    place: int
    number: str
    begun: str
    took: str
    word: str
    health: Health
    told: str
    code: str
    lines: str
    actor: str
    took_s: float
    attempt: Attempt


def attempt_rows(step: StepRun) -> tuple[AttemptRow, ...]:
    """Return what was tried, the newest first."""
    first = step.attempt - len(step.attempts) + 1
    rows = []
    for place, one in enumerate(step.attempts, start=max(1, first)):
        word, health = step_word(one.state)
        took_s = _lasted_s(one)
        rows.append(
            AttemptRow(
                place=place,
                number=str(place),
                begun=local_time(one.begun_s),
                took=duration(took_s),
                word=word,
                health=health,
                told=retold(one.sentence),
                code=str(one.exit_code) if one.exit_code is not None else "",
                lines=t("{count} lines", count=number(one.lines)) if one.lines else "",
                actor=one.actor,
                took_s=took_s,
                attempt=one,
            )
        )
    return tuple(reversed(rows))
