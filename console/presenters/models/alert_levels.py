"""The alert levels of a model (E4.2): which one is on and why, who must answer by when, and what is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.alert_level import CONDITIONS, AlertLevel, answer_by
from console.domain.model.degradation import DegradationAnswer
from console.domain.severity import Severity
from console.estate.schema.notification_policy import RollbackWay
from console.estate.schema.service_connection import NotificationKind
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, duration, minute_text
from console.presenters.measure_text import bound_text, measure_value, measure_word, missing_text
from console.presenters.model_proposal import fall_back_proposal
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetProposal,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.working_day import days_off, working_zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.domain.model.alert_level import AlertCondition
    from console.domain.model.model_watch import Measured
    from console.presenters.model_view import ModelView

_HEALTH = {AlertLevel.CRITICAL: Health.CRITICAL, AlertLevel.WARNING: Health.WARNING, AlertLevel.INFO: Health.OK}
_TILE = {level: _HEALTH[level] for level in (AlertLevel.CRITICAL, AlertLevel.WARNING)}
_SEVERITY = {
    AlertLevel.CRITICAL: Severity.CRITICAL,
    AlertLevel.WARNING: Severity.WARNING,
    AlertLevel.INFO: Severity.INFO,
}
_TICKETS = {NotificationKind.JIRA, NotificationKind.LINEAR}


def build(view: ModelView) -> SectionSheet:
    """Return the levels of one model."""
    level, unjudged = view.watch.level, view.watch.unjudged
    health = _HEALTH[level] if level is not None else Health.OK
    if unjudged:
        health = Health.worst(health, Health.UNKNOWN)
    return SectionSheet(
        health=health,
        headline=_headline(view, level),
        tiles=_tiles(view, level),
        tables=(_levels(view), _duties(view), _conditions(view)),
        notes=tuple(_notes(view)),
        proposals=_proposals(view, level),
    )


def _headline(view: ModelView, level: AlertLevel | None) -> str:
    if level is None:
        if view.watch.unjudged:
            return t("No level is known to be on; {count} of {all} conditions cannot be judged.",
                     count=len(view.watch.unjudged), all=len(CONDITIONS))  # fmt: skip
        return t("No alert level is on.")
    facts = {"number": int(level), "name": level_word(level), "why": _why(view, level)}
    if any(_is_unjudged(view, one) for one in AlertLevel if one < level):
        return t("Level {number} ({name}) is on: {why}; a more urgent one cannot be judged.", **facts)
    return t("Level {number} ({name}) is on: {why}.", **facts)


def _why(view: ModelView, level: AlertLevel) -> str:
    found = (view.watch.measured[one.condition.measure] for one in view.watch.findings if one.condition.level is level)
    return ", ".join(f"{measure_word(one.measure.key)} {measure_value(one)}" for one in found)


def _tiles(view: ModelView, level: AlertLevel | None) -> tuple[SheetTile, ...]:
    if level is None:
        return (SheetTile(t("Level that is on"), t("none") if not view.watch.unjudged else UNKNOWN, None),)
    first = next(one for one in view.watch.findings if one.condition.level is level)
    shown, channels = view.watch.measured[first.condition.measure], _channels(view, level)
    proof = SheetEvidence(shown.query, shown.source, shown.at_s)
    return (
        SheetTile(
            t("Level that is on"), f"{int(level)} · {level_word(level)}", _TILE.get(level), _why(view, level), proof
        ),
        SheetTile(t("Answer within"), _span(level), None, _deadline(view, level)),
        SheetTile(
            t("Who answers"),
            t("{count} channels", count=len(channels)) if channels else t("nobody"),
            None,
            ", ".join(channels) or _nobody(level),
        ),
    )


def _levels(view: ModelView) -> SheetTable:
    columns = (
        SheetColumn("level", t("Level"), 110),
        SheetColumn("on", t("On now"), 60),
        SheetColumn("within", t("Answer within"), 130),
        SheetColumn("by", t("If noticed now, by"), 160, numeric=True),
        SheetColumn("why", t("Why"), 160, stretch=True),
    )
    return SheetTable("levels", t("Alert levels"), columns, tuple(_level_line(view, level) for level in AlertLevel))


def _level_line(view: ModelView, level: AlertLevel) -> SheetLine:
    cells = (
        SheetCell(f"{int(level)} · {level_word(level)}", int(level)),
        _state(view, level),
        said(_span(level)),
        said(_deadline(view, level)),
        said(_why(view, level)),
    )
    return SheetLine(cells, _mark(view, level))


def _state(view: ModelView, level: AlertLevel) -> SheetCell:
    if _is_on(view, level):
        return SheetCell(t("on"), value=True)
    return SheetCell(UNKNOWN) if _is_unjudged(view, level) else SheetCell(t("off"), value=False)


def _mark(view: ModelView, level: AlertLevel) -> Health | None:
    if _is_on(view, level):
        return _HEALTH[level]
    return Health.UNKNOWN if _is_unjudged(view, level) else None


def _is_unjudged(view: ModelView, level: AlertLevel) -> bool:
    """Return whether a level may be on unseen: one of its conditions has no value."""
    return any(one.level is level and view.watch.value(one.measure) is None for one in CONDITIONS)


def _is_on(view: ModelView, level: AlertLevel) -> bool:
    return any(one.condition.level is level for one in view.watch.findings)


def _duties(view: ModelView) -> SheetTable:
    columns = (
        SheetColumn("level", t("Level"), 110),
        SheetColumn("actions", t("Actions"), 330),
        SheetColumn("who", t("Who"), 200, stretch=True),
    )
    lines = tuple(
        SheetLine(
            (
                SheetCell(f"{int(level)} · {level_word(level)}", int(level)),
                said(_actions(level)),
                said(", ".join(_channels(view, level)) or _nobody(level)),
            ),
            _mark(view, level),
        )
        for level in AlertLevel
    )
    return SheetTable("duties", t("Who does what"), columns, lines)


def _conditions(view: ModelView) -> SheetTable:
    columns = (
        SheetColumn("measure", t("Measure"), 180),
        SheetColumn("level", t("Level"), 110),
        SheetColumn("bound", t("Starts at"), 90, numeric=True),
        SheetColumn("now", t("Measured now"), 106, numeric=True),
        SheetColumn("state", t("State"), 120, stretch=True),
    )
    lines = tuple(_condition_line(one, view.watch.measured[one.measure]) for one in CONDITIONS)
    return SheetTable("conditions", t("Conditions"), columns, lines)


def _condition_line(condition: AlertCondition, found: Measured) -> SheetLine:
    holds = found.value is not None and condition.holds(found.value)
    state = missing_text(found) or (t("on") if holds else t("off"))
    cells = (
        said(measure_word(condition.measure)),
        SheetCell(f"{int(condition.level)} · {level_word(condition.level)}", int(condition.level)),
        measured(condition.bound, bound_text(condition, found.measure)),
        measured(found.value, measure_value(found)),
        said(state),
    )
    health = Health.UNKNOWN if found.value is None else _HEALTH[condition.level] if holds else Health.OK
    return SheetLine(cells, health, SheetEvidence(found.query, found.source, found.at_s))


def level_word(level: AlertLevel) -> str:
    """Return the name of a level."""
    words = {AlertLevel.CRITICAL: t("Critical"), AlertLevel.WARNING: t("Warning"), AlertLevel.INFO: t("Info")}
    return words[level]


def _span(level: AlertLevel) -> str:
    words = {
        AlertLevel.CRITICAL: duration(900),
        AlertLevel.WARNING: duration(7_200),
        AlertLevel.INFO: t("next working day"),
    }
    return words[level]


def _deadline(view: ModelView, level: AlertLevel) -> str:
    estate = view.state.estate
    noticed = datetime.fromtimestamp(view.now_s, UTC).astimezone(working_zone(estate))
    return minute_text(answer_by(level, noticed, days_off(estate, view.now_s)), with_zone=True)


def _actions(level: AlertLevel) -> str:
    words = {
        AlertLevel.CRITICAL: t("page the on-call engineer, roll back, open an incident"),
        AlertLevel.WARNING: t("tell Slack, open a ticket"),
        AlertLevel.INFO: t("log, weekly report"),
    }
    return words[level]


def _channels(view: ModelView, level: AlertLevel) -> list[str]:
    """Return the channels of the estate that a level goes to: those that take its severity, tickets at level 2."""
    channels = view.state.estate.notifications if view.state.estate is not None else ()
    told = [one.title or one.key for one in channels if _SEVERITY[level] in one.severities and one.kind not in _TICKETS]
    tickets = [one.title or one.key for one in channels if one.kind in _TICKETS]
    return told + tickets if level is AlertLevel.WARNING else told


def _nobody(level: AlertLevel) -> str:
    return t("nobody at once") if level is AlertLevel.INFO else t("no channel of the estate takes it")


def _notes(view: ModelView) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for key in view.watch.unjudged:
        reasons.setdefault(missing_text(view.watch.measured[key]), []).append(measure_word(key))
    for why, words in reasons.items():
        yield t("Not known: {measures} ({why}).", measures=", ".join(words), why=why)
    estate = view.state.estate
    if estate is not None and estate.incidents.rollback is RollbackWay.AUTOMATIC:
        yield t(
            "Level 1 is rolled back by itself where lock and policies allow it, as soon as its incident has opened."
        )
    else:
        yield t("Nothing is rolled back by itself: level 1 opens the rollback as a change for review.")


def _proposals(view: ModelView, level: AlertLevel | None) -> tuple[SheetProposal, ...]:
    if level is not AlertLevel.CRITICAL:
        return ()
    return fall_back_proposal(view, DegradationAnswer.ROLLBACK, _headline(view, level))


MODEL_SECTIONS.add(ModelSection("alerts", lambda: t("Alert levels"), 7, build))
