"""The weighted accuracy of a model against its milestones (E7.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.model.feedback_loop import approval
from console.domain.model.weighted_accuracy import (
    AB_TEST,
    FEEDBACK,
    REALTIME,
    AccuracyParts,
    MilestoneFinding,
    Urgency,
    milestone_findings,
)
from console.estate.models.kinds.quality import QualityDocument
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, percent, short, written_day
from console.presenters.measure_text import missing_text
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    dated,
    measured,
    said,
)
from console.presenters.model_view import document_evidence
from console.presenters.points_text import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.model_view import ModelView

_HEALTH = {Urgency.URGENT: Health.CRITICAL, Urgency.WARNING: Health.WARNING, Urgency.OK: Health.OK}
_NOW, _AB, _VOTES = "model_accuracy", "model_accuracy_ab", "model_feedback_week"


class _Part(NamedTuple):
    name: str
    weight: float
    value: float | None
    measure: str


def build(view: ModelView) -> SectionSheet:
    """Return the accuracy of one model today and at its milestones."""
    if not view.documents.complete:
        return view.no_document("", "quality")
    parts = accuracy_parts(view)
    findings = milestones_of(view)
    current = next((one for one in findings if one.is_current), None)
    return SectionSheet(
        health=_health(parts, current, findings),
        headline=_headline(parts, current, findings),
        tiles=_tiles(view, parts, current, findings),
        tables=(_milestones(view, findings), _sources(view, parts)),
        notes=tuple(_notes(view, parts, current)),
    )


def accuracy_parts(view: ModelView) -> AccuracyParts:
    """Return the three sources as they are now; thumbs of the last week speak for the feedback."""
    watch = view.watch
    return AccuracyParts(watch.value(_NOW), watch.value(_AB), approval(watch.parts(_VOTES)))


def today_of(view: ModelView) -> date:
    """Return the day in the computer's time zone."""
    return datetime.fromtimestamp(view.now_s, UTC).astimezone().date()


def milestones_of(view: ModelView) -> tuple[MilestoneFinding, ...]:
    """Return the milestones of a model; empty without a document that tells when its roadmap began."""
    found = view.document(QualityDocument)
    if found is None or found.document.started is None:
        return ()
    now = accuracy_parts(view).weighted
    target = view.model.accuracy_target
    return milestone_findings(found.document.started, today_of(view), now, found.document.weighted(), target)


def _health(parts: AccuracyParts, current: MilestoneFinding | None, findings: tuple[MilestoneFinding, ...]) -> Health:
    if parts.weighted is None or not findings:
        return Health.UNKNOWN
    if current is None or current.urgency is None:
        return Health.OK
    return _HEALTH[current.urgency]


def _headline(parts: AccuracyParts, current: MilestoneFinding | None, findings: tuple[MilestoneFinding, ...]) -> str:
    now = percent(parts.weighted)
    if parts.weighted is None:
        return t("The weighted accuracy is not known: one of its three sources is missing.")
    if not findings:
        return t("Weighted accuracy {now}; no document tells when the roadmap began.", now=now)
    if current is None or current.urgency is None or current.gap is None:
        first = findings[0]
        return t("Weighted accuracy {now}; the first milestone, {goal}, is due on {day}.",
                 now=now, goal=percent(first.milestone.accuracy), day=written_day(first.due))  # fmt: skip
    facts = {"word": urgency_word(current.urgency), "now": now, "goal": percent(current.milestone.accuracy),
             "milestone": milestone_word(current.milestone.key)}  # fmt: skip
    if current.gap > 0:
        return t("{word}: weighted accuracy {now}, {gap} below {goal} of {milestone}.",
                 gap=points(current.gap), **facts)  # fmt: skip
    return t("{word}: weighted accuracy {now}, {goal} of {milestone} is reached.", **facts)


def _tiles(
    view: ModelView,
    parts: AccuracyParts,
    current: MilestoneFinding | None,
    findings: tuple[MilestoneFinding, ...],
) -> tuple[SheetTile, ...]:
    urgency = current.urgency if current is not None else None
    ahead = next((one for one in findings if not one.is_due), None)
    now = view.watch.measured[_NOW]
    proof = SheetEvidence(now.query, now.source, now.at_s)
    return (
        SheetTile(
            t("Weighted accuracy"),
            percent(parts.weighted),
            _HEALTH[urgency] if urgency is not None else None,
            t(
                "baseline {baseline}, target {target}",
                baseline=percent(view.model.accuracy_baseline),
                target=percent(view.model.accuracy_target),
            ),
            proof,
        ),
        SheetTile(
            t("Gap to the milestone"),
            UNKNOWN if current is None or current.gap is None else points(max(0.0, current.gap)),
            _HEALTH[urgency] if urgency is not None else None,
            urgency_word(urgency) if urgency is not None else t("none is due"),
            proof,
        ),
        SheetTile(
            t("Next milestone"),
            percent(ahead.milestone.accuracy) if ahead is not None else UNKNOWN,
            None,
            t("{milestone}, due on {day}", milestone=milestone_word(ahead.milestone.key), day=written_day(ahead.due))
            if ahead is not None
            else t("none is ahead"),
        ),
    )


def _milestones(view: ModelView, findings: tuple[MilestoneFinding, ...]) -> SheetTable:
    columns = (
        SheetColumn("milestone", t("Milestone"), 95),
        SheetColumn("due", t("Due"), 92),
        SheetColumn("goal", t("Goal"), 70, numeric=True),
        SheetColumn("reached", t("Reached"), 80, numeric=True),
        SheetColumn("gap", t("Gap"), 90, numeric=True),
        SheetColumn("urgency", t("Verdict"), 90),
        SheetColumn("action", t("Action"), 120, stretch=True),
    )
    found = view.document(QualityDocument)
    proof = SheetEvidence() if found is None else document_evidence(found)
    empty = t("A document of kind quality tells under started when the roadmap began.")
    return SheetTable("milestones", t("Milestones"), columns, tuple(_line(one, proof) for one in findings), empty)


def _line(one: MilestoneFinding, proof: SheetEvidence) -> SheetLine:
    cells = (
        said(milestone_word(one.milestone.key)),
        dated(one.due),
        measured(one.milestone.accuracy, percent(one.milestone.accuracy)),
        measured(one.reached, percent(one.reached)),
        measured(one.gap, points(max(0.0, one.gap)) if one.gap is not None else ""),
        said(_verdict(one)),
        said(urgency_action(one.urgency) if one.urgency is not None and one.is_current else ""),
    )
    # Only the milestone that counts now is judged; the others are history.
    health = None if one.urgency is None else _HEALTH[one.urgency] if one.is_current else None
    return SheetLine(cells, health, proof)


def _verdict(one: MilestoneFinding) -> str:
    if not one.is_due:
        return t("not due yet")
    return urgency_word(one.urgency) if one.urgency is not None else t("not measured")


def _sources(view: ModelView, parts: AccuracyParts) -> SheetTable:
    columns = (
        SheetColumn("source", t("Source"), 150),
        SheetColumn("weight", t("Weight"), 80, numeric=True),
        SheetColumn("now", t("Measured now"), 110, numeric=True),
        SheetColumn("part", t("Contribution"), 110, numeric=True),
        SheetColumn("why", t("Why it is unknown"), 150, stretch=True),
    )
    rows = (
        _Part(t("Real-time evaluation"), REALTIME, parts.realtime, _NOW),
        _Part(t("A/B test"), AB_TEST, parts.ab_test, _AB),
        _Part(t("Thumbs of users (7 d)"), FEEDBACK, parts.feedback, _VOTES),
    )
    return SheetTable("sources", t("What it is made of"), columns, tuple(_source_line(view, one) for one in rows))


def _source_line(view: ModelView, one: _Part) -> SheetLine:
    found = view.watch.measured[one.measure]
    share = None if one.value is None else one.weight * one.value
    cells = (
        said(one.name),
        measured(one.weight, short(one.weight)),
        measured(one.value, percent(one.value)),
        measured(share, points(share)),
        said(missing_text(found) if one.value is None else ""),
    )
    return SheetLine(cells, None, SheetEvidence(found.query, found.source, found.at_s))


def _notes(view: ModelView, parts: AccuracyParts, current: MilestoneFinding | None) -> Iterator[str]:
    if parts.weighted is None:
        yield t("The other sources are not weighted anew when one is missing: that would mislead.")
    if view.document(QualityDocument) is None:
        yield t("The model names no document of kind quality under documents.")
    if current is not None and current.urgency in {Urgency.URGENT, Urgency.WARNING}:
        yield urgency_action(current.urgency)


def urgency_word(urgency: Urgency) -> str:
    """Return the word of E7.1."""
    return {Urgency.URGENT: t("URGENT"), Urgency.WARNING: t("WARNING"), Urgency.OK: t("OK")}[urgency]


def urgency_action(urgency: Urgency) -> str:
    """Return what to do."""
    words = {
        Urgency.URGENT: t("Stop other work on the model: train anew with corrections and reports, review the phase's"
                          " fallback plan."),
        Urgency.WARNING: t("Collect more feedback of the weakest kind and bring the next training forward."),
        Urgency.OK: t("Go on as planned."),
    }  # fmt: skip
    return words[urgency]


def milestone_word(key: str) -> str:
    """Return the name of a milestone."""
    words = {
        "week-1": t("Week 1"), "week-2": t("Week 2"), "week-4": t("Week 4"), "week-8": t("Week 8"),
        "month-3": t("Month 3"),
    }  # fmt: skip
    return words[key]


MODEL_SECTIONS.add(ModelSection("accuracy", lambda: t("Accuracy"), 46, build))
