"""Printing rollouts over cells."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_value
from console.cli.plain_text import one_line
from console.cli.table import render_table
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.presenters.rollout_run_rows import MatrixRow
    from console.services.rollouts.plan_review import PlanReview

_WIDEST = 110
_MOMENTS = 15


def print_plan(plan: "RolloutPlan", found: "PlanReview", output: str) -> None:
    """Print every step of a plan with what it would do, and what stands against it."""
    from console.presenters.rollout_plan_rows import plan_rows  # noqa: PLC0415 - heavy: msgspec

    rows = plan_rows(plan, found.steps)
    if output != "table":
        steps = [{name: value for name, value in row._asdict().items() if name != "health"} for row in rows]
        emit_value({"name": plan.name, "problems": found.problems, "needs": found.needs, "steps": steps}, output)
        return
    cells = [[str(row.number), row.wave, row.share, row.cell, row.what] for row in rows]
    click.echo(render_table(("#", t("WAVE"), t("SHARE"), t("CELL"), t("STEP")), cells, most=_WIDEST))
    for row in rows:
        if row.change:
            click.echo(f"  {one_line(scrub(f'{row.number}. {row.cell}: {row.change}'))}")
        if row.note:
            click.echo(f"  {one_line(scrub(f'{row.number}. {row.cell}: ! {row.note}'))}")
    for need in found.needs:
        click.echo(one_line(t("First: {what}", what=need)))
    for problem in found.problems:
        click.echo(one_line(f"! {problem}"))


def run_sheet(runs: "Sequence[RolloutRun]", now_s: float) -> Sheet:
    """Return runs as rows for people and for programs."""
    from console.presenters.rollout_run_rows import run_rows  # noqa: PLC0415 - heavy: msgspec

    rows = run_rows(runs, now_s)
    titles = (t("ROLLOUT"), t("NAME"), t("STATE"), t("STAGE"), t("LEFT"), t("CELLS"), t("NEXT"))
    cells = [[row.id, row.name, row.word, row.stage, row.left, row.cells, row.next] for row in rows]
    records = [
        {
            "id": row.id,
            "name": row.name,
            "state": row.run.state.value,
            "way": row.run.way.value,
            "waits": row.waits,
            "cells": row.cells,
            "next": row.next,
            "actor": row.actor,
        }
        for row in rows
    ]
    return Sheet(titles, cells, records, names=("id", "name", "state", "way", "waits", "cells", "next", "actor"))


def print_run(run: "RolloutRun", now_s: float, output: str) -> None:
    """Print a run as a sheet, or with ``json`` or ``yaml`` in its own form."""
    from console.domain.rollouts.rollout_run import run_form  # noqa: PLC0415 - heavy: msgspec
    from console.presenters.rollout_run_rows import check_rows, matrix_rows, moment_rows  # noqa: PLC0415
    from console.presenters.rollout_run_text import next_sentence, run_word  # noqa: PLC0415

    if output != "table":
        emit_value(run_form(run) | {"next": next_sentence(run, now_s)}, output)
        return
    head = f"{run.id}  {run.plan.name}: {run_word(run)}"
    parts = [one_line(head), one_line(next_sentence(run, now_s)), "", _matrix(matrix_rows(run))]
    checks = [[row.cell, row.topic, row.verdict, row.sentence, row.beside] for row in check_rows(run)]
    if checks:
        titles = (t("CELL"), t("LOOKED AT"), t("VERDICT"), t("FOUND"), "KAYENTA")
        parts += ["", render_table(titles, checks, most=_WIDEST)]
    moments = [[row.time, row.what, row.note, row.actor] for row in moment_rows(run)[:_MOMENTS]]
    parts += ["", render_table((t("TIME"), t("WHAT"), t("NOTE"), t("BY")), moments, most=_WIDEST)]
    click.echo(scrub("\n".join(parts)))


def _matrix(rows: "Sequence[MatrixRow]") -> str:
    from console.presenters.rollout_run_rows import state_word  # noqa: PLC0415

    most = max(len(row.shares) for row in rows)
    titles = (t("WAVE"), t("CELL"), *(str(one + 1) for one in range(most)))
    cells = [
        [str(row.wave), row.cell, *(f"{s} {state_word(one)}" for s, one in zip(row.shares, row.states, strict=True))]
        for row in rows
    ]
    return render_table(titles, [[*one, *[""] * (most + 2 - len(one))] for one in cells], most=_WIDEST)
