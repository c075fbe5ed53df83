"""Rollouts over cells as rows, those that wait for a person first; a run as a matrix of cells and stages."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.rollouts.rollout_check import CheckVerdict
from console.domain.rollouts.rollout_run import RunWay
from console.domain.rollouts.rollout_task import TaskKind, rollout_tasks
from console.domain.rollouts.rollout_way import task_of, way_back
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, local_time, percent
from console.presenters.retold import retold
from console.presenters.rollout_check_text import topic_title, verdict_title
from console.presenters.rollout_run_text import (
    left_s,
    next_sentence,
    run_health,
    run_word,
    stage_text,
    waits_for_person,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.domain.rollouts.rollout_check import RolloutCheck
    from console.domain.rollouts.rollout_run import RolloutRun

_HEALTH = {CheckVerdict.GO: Health.OK, CheckVerdict.HOLD: Health.UNKNOWN, CheckVerdict.FAIL: Health.CRITICAL}
_ORDER = (CheckVerdict.FAIL, CheckVerdict.HOLD, CheckVerdict.GO)


class RunRow(NamedTuple):
    """One run, ready to be shown; ``left_s`` is the number behind ``left``."""

    id: str
    name: str
    word: str
    health: Health
    stage: str
    left: str
    left_s: float | None
    next: str
    cells: str
    begun: str
    actor: str
    waits: bool
    run: RolloutRun


class StageState(StrEnum):
    """How far a cell is with a stage."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    BACK = "back"
    LEFT = "left"


class MatrixRow(NamedTuple):
    """A cell of a run with the state of each of its stages; ``shares`` are their percentages."""

    wave: int
    cell: str
    shares: tuple[str, ...]
    states: tuple[StageState, ...]


class CheckRow(NamedTuple):
    """One finding of a cell, ready to be shown."""

    cell: str
    topic: str
    verdict: str
    health: Health
    sentence: str
    beside: str
    found: RolloutCheck


class MomentRow(NamedTuple):
    """Something that happened in a run."""

    time: str
    what: str
    note: str
    actor: str
    at_s: float


def run_rows(runs: Iterable[RolloutRun], now_s: float) -> tuple[RunRow, ...]:
    """Return runs: those that need a person first, then running ones, then the newest."""
    rows = [_row(one, now_s) for one in runs]
    rows.sort(key=lambda row: row.id, reverse=True)
    return tuple(sorted(rows, key=lambda row: (row.run.is_over, -row.health if not row.run.is_over else 0)))


def _row(run: RolloutRun, now_s: float) -> RunRow:
    left = left_s(run, now_s)
    return RunRow(
        run.id,
        run.plan.name,
        run_word(run),
        run_health(run, now_s),
        stage_text(run),
        duration(left),
        left,
        next_sentence(run, now_s),
        ", ".join(run.plan.cells),
        local_time(run.moments[0].at_s),
        run.actor,
        waits_for_person(run, now_s),
        run,
    )


def matrix_rows(run: RolloutRun) -> tuple[MatrixRow, ...]:
    """Return the cells of a run in the order of its plan."""
    task = task_of(run)
    restored = _restored(run)
    touched = {one.cell for one in run.originals}
    rows = []
    for place, wave in enumerate(run.plan.waves):
        stages = run.plan.stages_of(wave)
        for cell in wave.cells:
            begun = (place, -1) if task is None else (task.wave, task.stage)
            states = tuple(
                _stage_state(run, (place, number), begun, cell.cell in touched) for number in range(len(stages))
            )
            if run.way is RunWay.BACK and cell.cell in touched:
                mark = StageState.BACK if cell.cell in restored else StageState.LEFT
                states = tuple(mark if one is not StageState.AHEAD else one for one in states)
            shares = tuple(percent(one.percent / 100) for one in stages)
            rows.append(MatrixRow(place + 1, cell.cell, shares, states))
    return tuple(rows)


def _stage_state(run: RolloutRun, here: tuple[int, int], present: tuple[int, int], is_touched: bool) -> StageState:
    tasks = rollout_tasks(run.plan)
    if run.at >= len(tasks) or here < present or (here == present and tasks[run.at].kind is TaskKind.CLOSE):
        return StageState.DONE
    return StageState.NOW if here == present and is_touched else StageState.AHEAD


def _restored(run: RolloutRun) -> frozenset[str]:
    """Return the cells that the way back has restored."""
    steps = way_back(run)
    open_cells = {one.cell for one in steps[run.back_at :]}
    done = {one.cell for one in run.changes if one.back}
    return frozenset(done - open_cells)


def check_rows(run: RolloutRun) -> tuple[CheckRow, ...]:
    """Return what was found of the cells of a run, the worst first."""
    found = sorted(run.checks, key=lambda one: (_ORDER.index(one.verdict), one.cell))
    return tuple(
        CheckRow(
            one.cell,
            topic_title(one.topic),
            verdict_title(one.verdict),
            _HEALTH[one.verdict],
            retold(one.sentence),
            one.beside or UNKNOWN,
            one,
        )
        for one in found
    )


def moment_rows(run: RolloutRun) -> tuple[MomentRow, ...]:
    """Return what happened in a run, the newest first."""
    return tuple(
        MomentRow(local_time(one.at_s), moment_word(one.word), retold(one.note), one.actor, one.at_s)
        for one in reversed(run.moments)
        if one.word not in {"found", "passed"}
    )


def moment_word(word: str) -> str:
    """Return what happened in words."""
    return {
        "begun": t("Begun"),
        "changing": t("Change begun"),
        "changed": t("Changed"),
        "released": t("Not written"),
        "turned-back": t("Taking back"),
        "left-alone": t("Left alone"),
        "blocked": t("Blocked"),
        "completed": t("Completed"),
        "rolled-back": t("Rolled back"),
        "paused": t("Paused"),
        "resumed": t("Resumed"),
        "stepped": t("Stepped on"),
        "promoted": t("Promoted"),
        "held": t("Held up"),
        "clock-set-back": t("Clock set back"),
        "taken": t("Taken up by another console"),
        "signed": t("Signed"),
    }.get(word, word)


def state_word(state: StageState) -> str:
    """Return how far a cell is with a stage, with a mark that needs no colour."""
    return {
        StageState.DONE: t("✓ done"),
        StageState.NOW: t("▶ now"),
        StageState.AHEAD: t("· ahead"),
        StageState.BACK: t("↩ taken back"),
        StageState.LEFT: t("! not taken back"),
    }[state]
