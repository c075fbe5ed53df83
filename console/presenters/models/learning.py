"""The learning pipeline of the last night against its plan (E1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.japan_time import in_japan
from console.domain.model.learning_run import LearningRun, StageRun, StageState, learning_run
from console.domain.model.stage_measure import STAGE_BEGAN, STAGE_ENDED
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, written_day
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetBar,
    SheetBars,
    SheetColumn,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)

if TYPE_CHECKING:
    from console.presenters.model_view import ModelView

_MUCH_S, _MINUTE_S = 1_800.0, 60
_LAST_S = 250_000_000_000  # in the year 9892: what comes later has no date


def build(view: ModelView) -> SectionSheet:
    """Return the last night of one model, as of when its metrics were read."""
    plan = view.model.learning
    minutes = (plan.collect_min, plan.preprocess_min, plan.train_min, plan.validate_min, plan.compress_min,
               plan.decide_min, plan.distribute_min)  # fmt: skip
    run = learning_run(plan.begins, minutes, _times(view, STAGE_BEGAN), _times(view, STAGE_ENDED), view.read_s)
    return SectionSheet(
        health=_health(run),
        headline=_headline(run),
        tiles=_tiles(view, run),
        tables=(_table(view, run),),
        bars=_bars(run, view.read_s),
        notes=(*view.refusals(STAGE_BEGAN, STAGE_ENDED), t("All times are Japan Standard Time (JST).")),
    )


def _times(view: ModelView, measure: str) -> dict[str, float]:
    """Return the times by stage; numbers that are no moment (milliseconds, say) tell nothing."""
    found = {one.splits[0]: one.value for one in view.readings(measure) if one.splits}
    return {stage: at_s for stage, at_s in found.items() if at_s is not None and 0 <= at_s < _LAST_S}


def _health(run: LearningRun) -> Health:
    return Health.worst(*(_stage_health(one) for one in run.stages))


def _stage_health(one: StageRun) -> Health:
    if one.state is StageState.UNKNOWN:
        return Health.UNKNOWN
    if one.late_s > _MUCH_S:
        return Health.CRITICAL
    return Health.WARNING if one.is_late else Health.OK


def _headline(run: LearningRun) -> str:
    if all(one.state is StageState.UNKNOWN for one in run.stages):
        return t("Nobody tells how the learning of {day} went.", day=_day(run))
    trouble = _late(run) or _lacking(run)
    if trouble:
        return trouble
    if any(one.state in {StageState.RUNNING, StageState.AHEAD} for one in run.stages):
        return t("Learning of {day} is under way and in time.", day=_day(run))
    return t("Learning of {day} was in time.", day=_day(run))


def _late(run: LearningRun) -> str:
    """Return how late it is and where it lost its time; empty when nothing is told to be late."""
    facts = {"day": _day(run), "late": _whole(run.late_s)}
    cause, held_up = run.cause, run.held_up
    if held_up is not None and held_up.state is StageState.OVERDUE:
        return t("Learning of {day}: {stage} has not begun.", stage=stage_word(held_up.stage), day=_day(run))
    if held_up is not None:
        return t("Learning of {day}: {late} late, mostly because {stage} began {gap} after it could.",
                 stage=stage_word(held_up.stage), gap=_whole(held_up.waited_s), **facts)  # fmt: skip
    if cause is None:
        return ""
    return t("Learning of {day}: {late} late, mostly {stage} ({over} over its plan).",
             stage=stage_word(cause.stage), over=_whole(cause.over_s), **facts)  # fmt: skip


def _lacking(run: LearningRun) -> str:
    """Return which stage should have begun and has not, else of which nobody tells; empty when there is none."""
    overdue = next((one for one in run.stages if one.state is StageState.OVERDUE), None)
    if overdue is not None:
        return t("Learning of {day}: {stage} has not begun.", stage=stage_word(overdue.stage), day=_day(run))
    silent = [stage_word(one.stage) for one in run.stages if one.state is StageState.UNKNOWN]
    if not silent:
        return ""
    return t("Learning of {day}: nobody tells of {stages}; the other stages are in time.",
             day=_day(run), stages=", ".join(silent))  # fmt: skip


def _tiles(view: ModelView, run: LearningRun) -> tuple[SheetTile, ...]:
    done = sum(one.state is StageState.DONE for one in run.stages)
    known = any(one.state is not StageState.UNKNOWN for one in run.stages)
    cause, proof = run.cause, view.evidence(STAGE_ENDED)
    return (
        SheetTile(t("Behind the plan"), _whole(run.late_s) if known else UNKNOWN, _health(run),
                  t("planned {begin}–{end} JST", begin=_clock(run.begins_s), end=_clock(run.ends_s)), proof),
        SheetTile(t("Stages done"), f"{done} / {len(run.stages)}" if known else UNKNOWN, None, _day(run), proof),
        SheetTile(t("Longest overrun"), UNKNOWN if cause is None else _whole(cause.over_s), None,
                  t("none") if cause is None and known else "" if cause is None else stage_word(cause.stage), proof),
    )  # fmt: skip


def _table(view: ModelView, run: LearningRun) -> SheetTable:
    columns = (
        SheetColumn("stage", t("Stage"), 172),
        SheetColumn("planned", t("Planned time"), 92),
        SheetColumn("began", t("Began"), 58),
        SheetColumn("ended", t("Ended"), 58),
        SheetColumn("over_s", t("Over its plan"), 96, numeric=True),
        SheetColumn("late_s", t("Behind"), 84, numeric=True),
        SheetColumn("state", t("State"), 66, stretch=True),
    )
    return SheetTable("stages", t("Stages"), columns, tuple(_line(view, one) for one in run.stages))


def _line(view: ModelView, one: StageRun) -> SheetLine:
    known = one.began_s is not None
    cells = (
        said(stage_word(one.stage)),
        said(f"{_clock(one.planned_from_s)}–{_clock(one.planned_to_s)}"),
        measured(one.began_s, _clock(one.began_s)),
        measured(one.ended_s, _clock(one.ended_s)),
        measured(one.over_s if known else None, _signed(one.over_s)),
        measured(one.late_s if one.state is not StageState.UNKNOWN else None, _whole(one.late_s)),
        said(state_word(one.state)),
    )
    return SheetLine(cells, _stage_health(one), view.evidence(STAGE_ENDED, one.stage))


def _signed(seconds: float) -> str:
    sign = "+" if seconds >= 0.5 else "−" if seconds <= -0.5 else ""
    return f"{sign}{_whole(abs(seconds))}"


def _whole(seconds: float) -> str:
    """Return a length of time to the second: a pipeline of hours is not told in milliseconds."""
    whole = round(seconds)
    return duration(whole) if whole >= _MINUTE_S else t("{number} s", number=whole)


def _bars(run: LearningRun, now_s: float) -> SheetBars:
    bars, marks = [], [(0.0, _clock(run.begins_s))]
    for one in run.stages:
        planned = (one.planned_from_s - run.begins_s, one.planned_to_s - run.begins_s)
        actual = None
        if one.began_s is not None:
            actual = (one.began_s - run.begins_s, (one.ended_s or now_s) - run.begins_s)
        text = f"{_clock(one.began_s)}–{_clock(one.ended_s)}"
        bars.append(SheetBar(stage_word(one.stage), planned, actual, text, _stage_health(one)))
        marks.append((planned[1], _clock(one.planned_to_s)))
    return SheetBars(t("The night of {day} (JST): planned and actual", day=_day(run)), tuple(bars), tuple(marks))


def _clock(at_s: float | None) -> str:
    return UNKNOWN if at_s is None else f"{in_japan(at_s):%H:%M}"


def _day(run: LearningRun) -> str:
    return written_day(in_japan(run.begins_s))


def stage_word(stage: str) -> str:
    """Return the word for a stage of the learning."""
    words = {
        "collect": t("Collect data"),
        "preprocess": t("Preprocess"),
        "train": t("Train"),
        "validate": t("Validate"),
        "compress": t("Compress"),
        "decide": t("Decide on deployment"),
        "distribute": t("Distribute"),
    }
    return words[stage]


def state_word(state: StageState) -> str:
    """Return the word for where a stage stands."""
    words = {
        StageState.DONE: t("done"),
        StageState.RUNNING: t("running"),
        StageState.AHEAD: t("ahead"),
        StageState.OVERDUE: t("overdue"),
        StageState.UNKNOWN: t("unknown"),
    }
    return words[state]


MODEL_SECTIONS.add(ModelSection("learning", lambda: t("Learning pipeline"), 20, build))
