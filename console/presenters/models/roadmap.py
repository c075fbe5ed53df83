"""The accuracy roadmap of a model (E7.3): phases, measures, samples, and the fallback plan of what was missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.domain.model.accuracy_roadmap import PhaseFinding, PhaseState, phase_findings
from console.estate.models.kinds.quality import QualityDocument
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, number, percent, short_day, written_day
from console.presenters.measure_text import missing_text
from console.presenters.model_section import MODEL_SECTIONS, ModelSection
from console.presenters.model_sheet import (
    SectionSheet,
    SheetCell,
    SheetColumn,
    SheetEvidence,
    SheetLine,
    SheetTable,
    SheetTile,
    measured,
    said,
)
from console.presenters.model_view import document_evidence
from console.presenters.models.accuracy import accuracy_parts, today_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from console.presenters.model_view import ModelView

_SAMPLES = "model_samples"
_HEALTH = {
    PhaseState.AHEAD: None,
    PhaseState.RUNNING: None,
    PhaseState.REACHED: Health.OK,
    PhaseState.MISSED: Health.CRITICAL,
    PhaseState.LOST: Health.CRITICAL,
    PhaseState.UNKNOWN: Health.UNKNOWN,
}


def build(view: ModelView) -> SectionSheet:
    """Return the roadmap of one model."""
    found = view.document(QualityDocument)
    if found is None:
        return view.no_document(t("No document tells the phases of the roadmap."), "quality")
    phases = found.document.phases()
    now = accuracy_parts(view).weighted
    findings = phase_findings(phases, today_of(view), now, view.watch.value(_SAMPLES))
    proof = document_evidence(found)
    return SectionSheet(
        health=_health(findings, now),
        headline=_headline(findings, now),
        tiles=_tiles(view, findings, now),
        tables=(_phases(findings, proof), _plan(findings, proof)),
        notes=tuple(_notes(findings)),
    )


def _running(findings: tuple[PhaseFinding, ...]) -> PhaseFinding | None:
    """Return the phase that counts now: the last one that has begun."""
    begun = [one for one in findings if one.state is not PhaseState.AHEAD]
    return begun[-1] if begun else None


def _lost(findings: tuple[PhaseFinding, ...]) -> PhaseFinding | None:
    """Return the first phase whose goal was reached and is not kept."""
    return next((one for one in findings if one.state is PhaseState.LOST), None)


def _owed(findings: tuple[PhaseFinding, ...], now: float | None) -> PhaseFinding | None:
    """Return the first phase before the one that counts now whose goal was missed and is not reached until today."""
    if now is None:
        return None
    running = _running(findings)
    missed = (one for one in findings if one.state is PhaseState.MISSED and one is not running)
    return next((one for one in missed if now < one.phase.target), None)


def _health(findings: tuple[PhaseFinding, ...], now: float | None) -> Health:
    running = _running(findings)
    if running is None:
        return Health.OK if findings else Health.UNKNOWN
    if _lost(findings) is not None or _owed(findings, now) is not None:
        return Health.CRITICAL
    if running.lacks_samples:
        return Health.worst(Health.WARNING, _HEALTH[running.state] or Health.OK)
    if running.state is PhaseState.RUNNING and None in {running.accuracy, running.samples}:
        return Health.UNKNOWN
    return _HEALTH[running.state] or Health.OK


def _headline(findings: tuple[PhaseFinding, ...], now: float | None) -> str:
    running = _running(findings)
    if running is None:
        return t("No phase has begun yet.") if findings else t("No document tells the phases of the roadmap.")
    return _behind(findings, now) or _standing(running)


def _behind(findings: tuple[PhaseFinding, ...], now: float | None) -> str:
    """Return which goal of before is not kept, or was never reached; empty when there is none."""
    lost, owed = _lost(findings), _owed(findings, now)
    if lost is not None:
        return t("Phase {number}: the accuracy, {now}, is below its goal of {goal} again: follow its fallback plan.",
                 number=lost.phase.number, now=percent(lost.accuracy), goal=percent(lost.phase.target))  # fmt: skip
    if owed is None:
        return ""
    return t("Phase {number} missed {goal} with {then}, and {now} is still below it: follow its fallback plan.",
             number=owed.phase.number, goal=percent(owed.phase.target), then=percent(owed.accuracy),
             now=percent(now))  # fmt: skip


def _standing(running: PhaseFinding) -> str:
    """Return where the phase stands that counts now."""
    facts = {"number": running.phase.number, "title": running.phase.title, "goal": percent(running.phase.target),
             "now": percent(running.accuracy)}  # fmt: skip
    if running.falls_back:
        return t("Phase {number} ({title}) missed {goal} with {now}: follow its fallback plan.", **facts)
    if running.state is PhaseState.REACHED:
        return t("Phase {number} ({title}) has reached {goal}: {now}.", **facts)
    if running.accuracy is None:
        del facts["now"]
        return t("Phase {number} ({title}) must reach {goal}; the accuracy is not known.", **facts)
    return t("Phase {number} ({title}) is at {now} of {goal}.", **facts)


def _tiles(view: ModelView, findings: tuple[PhaseFinding, ...], now: float | None) -> tuple[SheetTile, ...]:
    running = _running(findings)
    read = view.watch.measured[_SAMPLES]
    proof = SheetEvidence(read.query, read.source, read.at_s)
    if running is None:
        return ()
    needed = t("needed: {count}", count=number(running.phase.samples))
    short = running.lacks_samples
    return (
        SheetTile(t("Phase"), str(running.phase.number), None, running.phase.title),
        SheetTile(t("Weighted accuracy"), percent(now), _HEALTH[running.state],
                  t("goal {goal}", goal=percent(running.phase.target))),
        SheetTile(t("Samples in 24 hours"), number(read.value), Health.WARNING if short else None,
                  missing_text(read) or needed, proof),
    )  # fmt: skip


def _phases(findings: tuple[PhaseFinding, ...], proof: SheetEvidence) -> SheetTable:
    columns = (
        SheetColumn("phase", t("Phase"), 60),
        SheetColumn("title", t("Title"), 140, stretch=True),
        SheetColumn("span", t("From – to"), 230, stretch=True),
        SheetColumn("goal", t("Goal"), 64, numeric=True),
        SheetColumn("accuracy", t("Accuracy"), 76, numeric=True),
        SheetColumn("samples", t("Samples a day"), 104, numeric=True),
        SheetColumn("state", t("State"), 76),
    )
    empty = t("A document of kind quality tells the phases under roadmap.")
    return SheetTable("phases", t("Phases"), columns, tuple(_phase_line(one, proof) for one in findings), empty)


def _phase_line(one: PhaseFinding, proof: SheetEvidence) -> SheetLine:
    phase = one.phase
    cells = (
        measured(phase.number, str(phase.number)),
        said(phase.title),
        SheetCell(_span(phase.begins, phase.ends), f"{phase.begins.isoformat()}/{phase.ends.isoformat()}"),
        measured(phase.target, percent(phase.target)),
        measured(one.accuracy, percent(one.accuracy)),
        SheetCell(f"{number(one.samples) if one.samples is not None else UNKNOWN} / {number(phase.samples)}",
                  one.samples),
        said(state_word(one.state)),
    )  # fmt: skip
    return SheetLine(cells, Health.WARNING if one.lacks_samples else _HEALTH[one.state], proof)


def _span(begins: date, ends: date) -> str:
    """Return both days; the year is said once where it is the same."""
    return f"{written_day(begins)} – {short_day(ends) if begins.year == ends.year else written_day(ends)}"


def _plan(findings: tuple[PhaseFinding, ...], proof: SheetEvidence) -> SheetTable:
    """Return what is done in each phase, and what when its goal is missed: that of missed phases first."""
    columns = (
        SheetColumn("phase", t("Phase"), 60),
        SheetColumn("kind", t("Kind"), 130),
        SheetColumn("step", t("What to do"), 250, stretch=True),
    )
    lines = [
        SheetLine(
            (measured(one.phase.number, str(one.phase.number)), said(kind), said(step)),
            Health.CRITICAL if is_due else None,
            proof,
        )
        for one in sorted(findings, key=lambda one: not one.falls_back)
        for kind, step, is_due in _steps(one)
    ]
    return SheetTable("plan", t("Measures and fallback plans"), columns, tuple(lines), t("The document tells none."))


def _steps(one: PhaseFinding) -> Iterator[tuple[str, str, bool]]:
    fallback = [(t("if {goal} is missed", goal=percent(one.phase.target)), step, one.falls_back)
                for step in one.phase.fallback]  # fmt: skip
    measures = [(t("measure"), step, False) for step in one.phase.measures]
    yield from (*fallback, *measures) if one.falls_back else (*measures, *fallback)


def _notes(findings: tuple[PhaseFinding, ...]) -> Iterator[str]:
    for one in findings:
        if one.state is PhaseState.UNKNOWN:
            yield t("Phase {number} is over; its document does not tell what it reached.", number=one.phase.number)
        if one.falls_back and not one.phase.fallback:
            yield t("Phase {number} was missed and names no fallback plan.", number=one.phase.number)


def state_word(state: PhaseState) -> str:
    """Return the word for where a phase stands."""
    words = {
        PhaseState.AHEAD: t("ahead"),
        PhaseState.RUNNING: t("running"),
        PhaseState.REACHED: t("reached"),
        PhaseState.MISSED: t("missed"),
        PhaseState.LOST: t("lost again"),
        PhaseState.UNKNOWN: t("unknown"),
    }
    return words[state]


MODEL_SECTIONS.add(ModelSection("roadmap", lambda: t("Roadmap"), 95, build))
