"""The record of a run as a document: what was planned, done, said and found, in the order in which it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.report.callout import Callout, Tone
from console.domain.report.code import Code
from console.domain.report.document import Document
from console.domain.report.heading import Heading
from console.domain.report.paragraph import Paragraph
from console.domain.report.quote import Quote
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.domain.runbooks.runbook_run import RunOutcome
from console.kernel.i18n import Speaking, t
from console.kernel.redact import scrub
from console.presenters.format import duration, local_time
from console.presenters.retold import retold
from console.presenters.runbooks.run_moment_rows import run_moment_rows
from console.presenters.runbooks.run_rows import attempt_rows, step_rows
from console.presenters.runbooks.runbook_word import run_state_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.domain.report.block import Block
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.presenters.runbooks.run_rows import StepRow

_MOST_OUTPUT = 12_000
_TONES = {
    RunOutcome.SUCCEEDED: Tone.GOOD,
    RunOutcome.UNVERIFIED: Tone.WARNING,
    RunOutcome.RECOVERED: Tone.WARNING,
    RunOutcome.FAILED: Tone.CRITICAL,
    RunOutcome.ABORTED: Tone.WARNING,
}


def run_document(
    run: RunbookRun,
    plan: RunPlan | None,
    output: Callable[[int, int], str],
    language: str,
    *,
    is_lab: bool = False,
) -> Document:
    """Return the record; ``output`` gives what the attempt of a step wrote, by its place and number (from 1)."""
    with Speaking(language):
        return Document(
            title=t("Run record: {title}", title=run.title),
            blocks=tuple(_blocks(run, plan, output)),
            language=language,
            created_s=run.ended_s or run.moments[-1].at_s,
            subtitle=run.id,
            facts=tuple(_facts(run)),
            label=t("Lab: simulated data") if is_lab else "",
        )


def _facts(run: RunbookRun) -> Iterator[tuple[str, str]]:
    word, _ = run_state_word(run)
    yield t("Outcome"), word
    yield t("Runbook"), f"{run.runbook} (sha256:{run.text_digest[:16]})"
    yield t("Estate"), run.estate
    yield t("Begun by"), run.actor
    yield t("Begun"), local_time(run.begun_s)
    if run.ended_s:
        yield t("Took"), duration(run.ended_s - run.begun_s)
    if run.reason:
        yield t("Reason"), run.reason
    if run.is_dry:
        yield t("Mode"), t("Dry run: nothing was changed")
    yield t("Plan"), f"sha256:{run.plan_digest}"
    yield t("Trace"), run.trace_id


def _blocks(run: RunbookRun, plan: RunPlan | None, output: Callable[[int, int], str]) -> Iterator[Block]:
    word, _ = run_state_word(run)
    yield Callout(retold(run.why or next((one.note for one in reversed(run.moments) if one.note), word)),
                  _TONES.get(run.outcome, Tone.NOTE), word)  # fmt: skip
    if plan is None:
        yield Callout(t("The plan of this run cannot be read any more."), Tone.MISSING)
    if run.values:
        yield Heading(t("Parameters"), 2)
        yield Table((Column(t("Name")), Column(t("Value"))), tuple((key, str(one)) for key, one in run.values.items()))
    rows = step_rows(run, plan, run.ended_s or run.moments[-1].at_s)
    yield Heading(t("Steps"), 2)
    yield _overview(rows)
    for row in rows:
        yield from _step(row, output)
    yield Heading(t("What happened"), 2)
    columns = (Column(t("Time")), Column(t("Step")), Column(t("What")), Column(t("Note")), Column(t("By")))
    moments = tuple((one.time, one.step, one.what, one.note, one.actor) for one in reversed(run_moment_rows(run)))
    yield Table(columns, moments)


def _overview(rows: tuple[StepRow, ...]) -> Table:
    columns = (Column("#", is_right=True), Column(t("Step")), Column(t("State")), Column(t("Took"), is_right=True),
               Column(t("What came of it")), Column(t("By")))  # fmt: skip
    return Table(
        columns,
        tuple((one.number, one.title, Value(one.word, health=one.health), one.took, one.told, one.actor)
              for one in rows),
    )  # fmt: skip


def _step(row: StepRow, output: Callable[[int, int], str]) -> Iterator[Block]:
    step, planned = row.step, row.planned
    yield Heading(f"{row.number}. {row.title} ({row.name})", 3)
    if planned is not None:
        yield Paragraph(retold(planned.sentence))
        if planned.input and planned.input != planned.sentence:
            yield Code(scrub(planned.input), planned.kind)
    if step.question is not None:
        yield Paragraph(step.question.text, is_muted=True)
    if step.note:
        yield Quote(step.note, step.actor)
    if step.picture:
        yield Paragraph(t("Picture: {name}", name=step.picture))
    for consent in step.consents:
        yield Paragraph(t("Approved by {actor} at {time}.", actor=consent.actor, time=local_time(consent.at_s)))
    if step.changes:
        yield Paragraph(t("Changes: {ids}", ids=", ".join(step.changes)))
    for one in reversed(attempt_rows(step)):
        code = t(" (exit code {code})", code=one.code) if one.code else ""
        yield Paragraph(f"{one.begun} · {one.took} · {one.word}{code} · {one.told}", is_muted=True)
        text = output(row.place, int(one.number))
        if text:
            yield Code(_bounded(text), "text")


def _bounded(text: str) -> str:
    if len(text) <= _MOST_OUTPUT:
        return text.rstrip("\n")
    half = _MOST_OUTPUT // 2
    left = text.count("\n", half, len(text) - half)
    return f"{text[:half]}\n{t('… {count} lines are left out here …', count=left)}\n{text[-half:]}".rstrip("\n")
