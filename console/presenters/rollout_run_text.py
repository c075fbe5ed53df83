"""Where a rollout over cells stands, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.rollouts.rollout_move import MoveKind, WaitFor, next_move
from console.domain.rollouts.rollout_run import RunState, RunWay
from console.domain.rollouts.rollout_task import TaskKind, rollout_tasks
from console.domain.rollouts.rollout_way import task_of
from console.kernel.i18n import t
from console.presenters.format import duration, percent
from console.presenters.retold import retold

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_move import RolloutMove
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.domain.rollouts.rollout_task import RolloutTask

_LATE_S = 1.0


def run_word(run: RolloutRun) -> str:
    """Return the state of a run in a word."""
    if run.state is RunState.ENDED:
        return t("completed") if run.way is RunWay.FORWARD else t("rolled back")
    if run.state is RunState.RUNNING:
        return t("running") if run.way is RunWay.FORWARD else t("rolling back")
    return t("paused") if run.state is RunState.PAUSED else t("blocked")


def run_health(run: RolloutRun, now_s: float) -> Health:
    """Return how much a run needs a person: blocked and taken back are critical, what waits for one is a warning."""
    if run.state is RunState.BLOCKED or (run.way is RunWay.BACK and not run.is_over):
        return Health.CRITICAL
    if run.left:
        return Health.CRITICAL
    if run.is_over:
        return Health.OK if run.way is RunWay.FORWARD else Health.WARNING
    return Health.WARNING if waits_for_person(run, now_s) else Health.OK


def waits_for_person(run: RolloutRun, now_s: float) -> bool:
    """Return whether nothing goes on before somebody says or does something."""
    if run.is_over:
        return False
    move = next_move(run, run.checks, now_s)
    return run.state is not RunState.RUNNING or bool(run.why) or move.wait in {WaitFor.PERSON, WaitFor.BARRIER}


def stage_text(run: RolloutRun) -> str:
    """Return the wave and the share that a run is at."""
    task = task_of(run) or rollout_tasks(run.plan)[-1]
    wave = run.plan.waves[task.wave]
    share = run.plan.stages_of(wave)[task.stage].percent
    return t("wave {wave} of {waves}, {share}", wave=task.wave + 1, waves=len(run.plan.waves),
             share=percent(share / 100))  # fmt: skip


def left_s(run: RolloutRun, now_s: float) -> float | None:
    """Return the seconds that the present stage still lasts at least; ``None`` where no time is waited for."""
    move = next_move(run, run.checks, now_s)
    return max(0.0, move.until_s - now_s) if move.until_s is not None else None


def next_sentence(run: RolloutRun, now_s: float) -> str:
    """Return what comes next and what it waits for, in one sentence."""
    if run.is_over:
        return _over(run)
    if run.state is RunState.BLOCKED:
        return t("Blocked: {why} Try again, or abort.", why=retold(run.why))
    if run.state is RunState.PAUSED:
        return t("Paused: resume it to go on.")
    if run.why and run.way is RunWay.FORWARD:
        return t("Held up: {why}", why=retold(run.why))
    return _move_sentence(run, next_move(run, run.checks, now_s), now_s)


def _over(run: RolloutRun) -> str:
    if run.way is RunWay.FORWARD:
        return t("Every cell has the new version.")
    why = retold(next((one.note for one in reversed(run.moments) if one.word == "turned-back"), ""))
    if run.left:
        return t("Not everything was taken back. {left} {why}", why=why, left=" ".join(map(retold, run.left)))
    return t("Everything was taken back. {why}", why=why)


def _move_sentence(run: RolloutRun, move: RolloutMove, now_s: float) -> str:
    step = move.step
    if move.kind is MoveKind.CHANGE and step is not None and step.operation is not None:
        return t("{cell}: {what}", cell=step.cell, what=step.operation.summary())
    if move.wait is WaitFor.TIME:
        left = t("{time} left in this stage.", time=duration((move.until_s or now_s) - now_s))
        return t("{after} Then: {next}", after=left, next=_following(run))
    if move.wait is WaitFor.EVIDENCE:
        check = move.check
        why = t("{cell}: {sentence}", cell=check.cell, sentence=retold(check.sentence)) if check is not None else ""
        return t("Waits for evidence. {why}", why=why or t("The cells are being read."))
    if move.wait in {WaitFor.PERSON, WaitFor.BARRIER}:
        return t("Waits for you: step it on. Then: {next}", next=_following(run))
    if move.wait is WaitFor.CELL:
        return t("Waits until every pod has the version of before.")
    settles = t("A change is being made; its target is asked.")
    return settles if move.kind is MoveKind.SETTLE else t("Goes on: {next}", next=_following(run))


def _following(run: RolloutRun) -> str:
    task = following_task(run)
    if task is None:
        return t("done.")
    if task.operation is not None:
        return task.operation.summary()
    if task.kind is TaskKind.BARRIER:
        return t("the barrier behind wave {wave}.", wave=task.wave + 1)
    return t("the steps of {cell} are put back.", cell=task.cell)


def following_task(run: RolloutRun) -> RolloutTask | None:
    """Return the task behind the present one that does something or waits for a person; ``None``: none is left."""
    tasks = rollout_tasks(run.plan)[run.at + 1 :]
    return next((one for one in tasks if one.kind is not TaskKind.SOAK), None)
