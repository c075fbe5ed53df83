"""The debrief of a game day as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.game_day.game_day import MarkWord
from console.domain.game_day.game_score import score
from console.domain.report.bullet_list import BulletList
from console.domain.report.callout import Callout, Tone
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.key_figures import KeyFigure, KeyFigures
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import language, t, translated
from console.presenters.format import duration, local_time
from console.presenters.game_days.game_lessons import lessons, result
from console.presenters.game_days.game_rows import fault_title, measure_rows, moment_rows, score_rows, score_rules
from console.presenters.game_days.game_word import day_word
from console.presenters.report_value import counted, moment, span

if TYPE_CHECKING:
    from console.domain.game_day.game_day import GameDay
    from console.domain.report.block import Block


def debrief(day: GameDay) -> Document:
    """Return the debrief of a game day that is over."""
    end = day.end
    facts = (
        (t("Estate"), day.estate),
        (t("Operator"), day.actor),
        (t("Begun"), local_time(day.plan.begun_s)),
        (t("Ended"), f"{local_time(end.at_s if end is not None else None)}, {day_word(day)[0]}"),
        (t("Seed"), str(day.plan.seed)),
        (t("Time limit"), duration(day.plan.limit_s)),
    )
    return Document(
        title=t("Game day: {fault}", fault=fault_title(day)),
        blocks=(*_head(day), *_phases(day), *_lessons(day), *_timeline(day)),
        language=language(),
        created_s=end.at_s if end is not None else day.plan.begun_s,
        facts=facts,
        label=t("Lab: simulated data"),
    )


def _head(day: GameDay) -> tuple[Block, ...]:
    found = score(day)
    tone = Tone.GOOD if day.first(MarkWord.HEALED) is not None else Tone.CRITICAL
    told: list[Block] = [Callout(result(day), tone=tone)]
    if found is not None:
        figures = [KeyFigure(t("Score"), counted(found.total), t("of 100"))]
        figures += [KeyFigure(row.phase, Value(row.took), row.points) for row in measure_rows(day)]
        told.append(KeyFigures(tuple(figures)))
    if day.fault is not None:
        told += [
            Heading(t("What was broken"), level=2),
            Paragraph(translated(day.fault.injects)),
            Paragraph(t("A good diagnosis: {text}", text=translated(day.fault.diagnosis))),
            Paragraph(t("Runbook: {id}", id=day.runbook), is_muted=True),
        ]
    return tuple(told)


def _phases(day: GameDay) -> tuple[Block, ...]:
    columns = (
        Column(t("Phase")),
        Column(t("Took"), is_right=True),
        Column(t("Good within"), is_right=True),
        Column(t("Too late from"), is_right=True),
        Column(t("Points"), is_right=True),
    )
    rows = tuple(
        (row.phase, span(row.took_s) if row.took_s is not None else row.took, row.good, row.late, row.points)
        for row in score_rows(day)
    )
    table = Table(columns=columns, rows=rows, empty=t("There is no score: nothing was broken, or the lab was lost."))
    return Heading(t("Times and points"), level=2), table, BulletList(score_rules())


def _lessons(day: GameDay) -> tuple[Block, ...]:
    found = lessons(day)
    return (Heading(t("What to learn"), level=2), BulletList(found)) if found else ()


def _timeline(day: GameDay) -> tuple[Block, ...]:
    columns = (
        Column(t("Time")),
        Column(t("After the fault"), is_right=True),
        Column(t("What happened")),
        Column(t("Note")),
        Column(t("Done by")),
    )
    rows = tuple((moment(row.at_s), row.after, row.what, row.note, row.actor) for row in moment_rows(day))
    return Heading(t("What happened, from the trail"), level=2), Table(columns=columns, rows=rows, empty=t("Nothing."))
