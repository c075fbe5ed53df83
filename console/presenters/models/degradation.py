"""The answer to a model that got worse (E6.2): what the drop calls for, step by step, and the change it proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.model.degradation import ADJUST_DROP, ROLLBACK_DROP, WATCH_H, Degradation, DegradationAnswer
from console.estate.models.kinds.quality import QualityDocument
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, percent
from console.presenters.measure_text import missing_text
from console.presenters.model_proposal import fall_back_proposal
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    said,
)
from console.presenters.model_view import document_evidence
from console.presenters.points_text import points

if TYPE_CHECKING:
    from console.presenters.model_view import ModelView

_HEALTH = {
    DegradationAnswer.ROLLBACK: Health.CRITICAL,
    DegradationAnswer.ADJUST: Health.WARNING,
    DegradationAnswer.MONITOR: Health.OK,
}
_NOW, _USUAL = "model_accuracy", "model_accuracy_usual"


class Reference(NamedTuple):
    """What the accuracy is held against, and where that comes from."""

    accuracy: float | None
    origin: str
    evidence: SheetEvidence


def build(view: ModelView) -> SectionSheet:
    """Return the answer for one model."""
    if not view.documents.complete:
        return view.no_document("", "quality")
    reference, found = reference_of(view), degradation_of(view)
    if found is None:
        return SectionSheet(
            Health.UNKNOWN, _unknown(view), _tiles(view, None, reference), (_steps(None),), notes=_notes()
        )
    drop = points(found.drop)
    return SectionSheet(
        health=_HEALTH[found.answer],
        headline=t("{answer}: {meaning}", answer=answer_word(found.answer), meaning=_meaning(found)),
        tiles=_tiles(view, found, reference),
        tables=(_steps(found.answer),),
        notes=_notes(),
        proposals=fall_back_proposal(
            view, found.answer, t("The accuracy fell by {drop} below {origin}.", drop=drop, origin=reference.origin)
        ),
    )


def degradation_of(view: ModelView) -> Degradation | None:
    """Return how far the accuracy fell; ``None`` while one side is not known."""
    now, reference = view.watch.value(_NOW), reference_of(view).accuracy
    return None if now is None or reference is None else Degradation(now, reference)


def reference_of(view: ModelView) -> Reference:
    """Return the accuracy at which the version was accepted, else the median of the last week."""
    found = view.document(QualityDocument)
    if found is not None and found.document.reference is not None:
        return Reference(found.document.reference, t("its acceptance"), document_evidence(found))
    usual = view.watch.measured[_USUAL]
    return Reference(
        usual.value, t("its median of the last 7 days"), SheetEvidence(usual.query, usual.source, usual.at_s)
    )


def _meaning(found: Degradation) -> str:
    if found.drop <= 0:
        return t("the accuracy is {accuracy}, not below {reference}.",
                 accuracy=percent(found.accuracy), reference=percent(found.reference))  # fmt: skip
    return t("the accuracy fell by {drop}, from {reference} to {accuracy}.",
             drop=points(found.drop), reference=percent(found.reference), accuracy=percent(found.accuracy))  # fmt: skip


def _unknown(view: ModelView) -> str:
    now = view.watch.measured[_NOW]
    if now.value is None:
        return t("The accuracy is not known: {why}.", why=missing_text(now))
    return t("There is nothing to compare with: neither a document nor a week of readings.")


def _tiles(view: ModelView, found: Degradation | None, reference: Reference) -> tuple[SheetTile, ...]:
    now = view.watch.measured[_NOW]
    return (
        SheetTile(
            t("Answer"),
            answer_word(found.answer) if found else UNKNOWN,
            _HEALTH[found.answer] if found else Health.UNKNOWN,
            t("drop: {points}", points=points(max(0.0, found.drop))) if found else "",
        ),
        SheetTile(t("Accuracy now"), percent(now.value), None, missing_text(now) or t("of live answers"),
                  SheetEvidence(now.query, now.source, now.at_s)),
        SheetTile(t("Held against"), percent(reference.accuracy), None, reference.origin, reference.evidence),
    )  # fmt: skip


def _steps(now: DegradationAnswer | None) -> SheetTable:
    columns = (
        SheetColumn("answer", t("Answer"), 114),
        SheetColumn("when", t("When"), 186),
        SheetColumn("number", t("Step"), 50, numeric=True),
        SheetColumn("step", t("What to do"), 200, stretch=True),
    )
    lines = [
        SheetLine(
            (said(answer_word(answer)), said(_when(answer)), SheetCell(str(place), place), said(step)),
            _HEALTH[answer] if answer is now else None,
        )
        for answer in DegradationAnswer
        for place, step in enumerate(answer_steps(answer), start=1)
    ]
    return SheetTable("steps", t("Steps of each answer"), columns, tuple(lines))


def answer_word(answer: DegradationAnswer) -> str:
    """Return the word of E6.2."""
    words = {
        DegradationAnswer.ROLLBACK: t("ROLLBACK"),
        DegradationAnswer.ADJUST: t("ADJUST"),
        DegradationAnswer.MONITOR: t("MONITOR"),
    }
    return words[answer]


def _when(answer: DegradationAnswer) -> str:
    rollback, adjust = points(ROLLBACK_DROP), points(ADJUST_DROP)
    words = {
        DegradationAnswer.ROLLBACK: t("drop over {points}", points=rollback),
        DegradationAnswer.ADJUST: t("drop over {points}", points=adjust),
        DegradationAnswer.MONITOR: t("drop up to {points}", points=adjust),
    }
    return words[answer]


def answer_steps(answer: DegradationAnswer) -> tuple[str, ...]:
    """Return what to do, in order."""
    if answer is DegradationAnswer.ROLLBACK:
        return (
            t("Give all calls back to the version before."),
            t("Purge what the model's answers are cached under."),
            t("Check errors, CPU time and accuracy of that version."),
            t("Open an incident: what was learned wrong?"),
        )
    if answer is DegradationAnswer.ADJUST:
        return (
            t("Take half of its calls from the newest version."),
            t("Raise the confidence below which it falls back."),
            t("Train anew with the corrections of the last days."),
            t("Compare both versions, then finish or roll back."),
        )
    return (
        t("Watch the accuracy for {hours} hours.", hours=WATCH_H),
        t("Keep the version before ready for a rollback."),
        t("Answer anew when the drop exceeds {points}.", points=points(ADJUST_DROP)),
    )


def _notes() -> tuple[str, ...]:
    return (t("A drop is counted in points of accuracy: from 84.0 % to 78.0 % are 6 points."),)


MODEL_SECTIONS.add(ModelSection("degradation", lambda: t("Degradation"), 44, build))
