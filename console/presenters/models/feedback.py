"""The feedback loop of a model (E7.2): counts against the plan, learning priority, triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.feedback_loop import (
    PLAN_PER_DAY,
    RETRAIN_WITHIN,
    FeedbackLine,
    FeedbackSource,
    Trigger,
    TriggerFinding,
    feedback_lines,
    trigger_findings,
)
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent
from console.presenters.measure_text import missing_text
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)

if TYPE_CHECKING:
    from console.domain.model.model_watch import Measured
    from console.presenters.model_view import ModelView

_DAY, _WEEK, _ERRORS = "model_feedback_day", "model_feedback_week", "model_errors"


def build(view: ModelView) -> SectionSheet:
    """Return the loop of one model."""
    day, week = view.watch.parts(_DAY), view.watch.parts(_WEEK)
    lines = feedback_lines(day, week)
    triggers = trigger_findings(view.watch.value(_ERRORS), day, week)
    total = sum(one.day for one in lines) if lines else None
    return SectionSheet(
        health=_health(total, triggers),
        headline=_headline(view.watch.measured[_DAY], total, triggers),
        tiles=_tiles(view, total, lines, triggers),
        tables=(_triggers(view, triggers), _signals(view, lines)),
        notes=(
            t("The plan of {plan} a day is for all signals together; learning weighs explicit ones only.",
              plan=number(PLAN_PER_DAY)),
        ),
    )  # fmt: skip


def _health(total: float | None, triggers: tuple[TriggerFinding, ...]) -> Health:
    if triggers[0].is_on:
        return Health.CRITICAL
    if total is None or triggers[0].is_on is None:
        return Health.UNKNOWN
    return Health.OK if total >= PLAN_PER_DAY else Health.WARNING


def _headline(read: Measured, total: float | None, triggers: tuple[TriggerFinding, ...]) -> str:
    if triggers[0].is_on:
        return t("Retrain within {minutes} min: {rate} of the calls fail.",
                 minutes=_retrain_min(), rate=percent(triggers[0].value))  # fmt: skip
    if total is None:
        return t("The feedback is not known: {why}.", why=missing_text(read))
    facts = {"count": number(total), "plan": number(PLAN_PER_DAY), "share": percent(total / PLAN_PER_DAY)}
    if total < PLAN_PER_DAY:
        return t("Too little feedback: {count} signals in 24 hours, {share} of the planned {plan}.", **facts)
    return t("{count} signals in 24 hours, {share} of the planned {plan}.", **facts)


def _retrain_min() -> int:
    return int(RETRAIN_WITHIN.total_seconds() // 60)


def _tiles(
    view: ModelView, total: float | None, lines: tuple[FeedbackLine, ...], triggers: tuple[TriggerFinding, ...]
) -> tuple[SheetTile, ...]:
    proof = _proof(view.watch.measured[_DAY])
    first = max((one for one in lines if one.priority is not None), key=lambda one: one.priority or 0.0, default=None)
    started = [trigger_word(one.trigger) for one in triggers if one.is_on]
    short = total is not None and total < PLAN_PER_DAY
    return (
        SheetTile(t("Signals in 24 hours"), number(total), Health.WARNING if short else None,
                  t("plan {plan}", plan=number(PLAN_PER_DAY)), proof),
        SheetTile(t("Learned from first"), UNKNOWN if first is None else source_word(first.source), None,
                  "" if first is None else t("priority {number}", number=number(first.priority)), proof),
        SheetTile(t("Triggers that are on"), f"{len(started)} / {len(triggers)}" if lines else UNKNOWN, None,
                  ", ".join(started), proof),
    )  # fmt: skip


def _triggers(view: ModelView, triggers: tuple[TriggerFinding, ...]) -> SheetTable:
    columns = (
        SheetColumn("trigger", t("Trigger"), 150),
        SheetColumn("now", t("Measured now"), 106, numeric=True),
        SheetColumn("bound", t("Starts at"), 84, numeric=True),
        SheetColumn("on", t("On now"), 60),
        SheetColumn("action", t("Action"), 150, stretch=True),
    )
    return SheetTable("triggers", t("Triggers"), columns, tuple(_trigger_line(view, one) for one in triggers))


def _trigger_line(view: ModelView, one: TriggerFinding) -> SheetLine:
    is_rate = one.trigger is Trigger.RETRAIN
    read = view.watch.measured[{Trigger.RETRAIN: _ERRORS, Trigger.DAILY: _DAY, Trigger.WEEKLY: _WEEK}[one.trigger]]
    cells = (
        said(trigger_word(one.trigger)),
        measured(one.value, percent(one.value) if is_rate else number(one.value)),
        measured(one.bound, f"> {percent(one.bound)}" if is_rate else f"≥ {number(one.bound)}"),
        said(missing_text(read) if one.is_on is None else t("on") if one.is_on else t("off")),
        said(_action(one.trigger)),
    )
    health = Health.UNKNOWN if one.is_on is None else Health.CRITICAL if one.is_on and is_rate else None
    return SheetLine(cells, health, _proof(read))


def _signals(view: ModelView, lines: tuple[FeedbackLine, ...]) -> SheetTable:
    columns = (
        SheetColumn("signal", t("Signal"), 150, stretch=True),
        SheetColumn("kind", t("Kind"), 100),
        SheetColumn("day", t("24 hours"), 90, numeric=True),
        SheetColumn("week", t("7 days"), 90, numeric=True),
        SheetColumn("weight", t("Weight"), 80, numeric=True),
        SheetColumn("priority", t("Learning priority"), 130, numeric=True),
    )
    proof = _proof(view.watch.measured[_DAY])
    return SheetTable(
        "signals",
        t("Signals of users"),
        columns,
        tuple(_signal_line(one, proof) for one in lines),
        missing_text(view.watch.measured[_DAY]),
    )


def _signal_line(one: FeedbackLine, proof: SheetEvidence) -> SheetLine:
    cells = (
        said(source_word(one.source)),
        said(t("explicit") if one.weight is not None else t("implicit")),
        measured(one.day, number(one.day)),
        measured(one.week, number(one.week)),
        measured(one.weight, number(one.weight, 1) if one.weight is not None else ""),
        measured(one.priority, number(one.priority)),
    )
    return SheetLine(cells, None, proof)


def _proof(read: Measured) -> SheetEvidence:
    return SheetEvidence(read.query, read.source, read.at_s)


def source_word(source: FeedbackSource) -> str:
    """Return the name of a source of feedback."""
    words = {
        FeedbackSource.CLICK_THROUGH: t("Click-through"),
        FeedbackSource.DWELL: t("Dwell time"),
        FeedbackSource.BOUNCE: t("Bounce"),
        FeedbackSource.THUMBS: t("Thumbs"),
        FeedbackSource.CORRECTIONS: t("Corrections"),
        FeedbackSource.REPORTS: t("Reports"),
    }
    return words[source]


def trigger_word(trigger: Trigger) -> str:
    """Return the name of a trigger."""
    words = {
        Trigger.RETRAIN: t("Error rate"),
        Trigger.DAILY: t("Signals of a day"),
        Trigger.WEEKLY: t("Signals of a week"),
    }
    return words[trigger]


def _action(trigger: Trigger) -> str:
    words = {
        Trigger.RETRAIN: t("retrain within {minutes} min", minutes=_retrain_min()),
        Trigger.DAILY: t("daily update: feedback into the weights"),
        Trigger.WEEKLY: t("weekly update: full retraining"),
    }
    return words[trigger]


MODEL_SECTIONS.add(ModelSection("feedback", lambda: t("Feedback"), 90, build))
