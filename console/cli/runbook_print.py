"""Printing the plan of a run."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan

_WIDEST = 90


def print_plan(found: "RunPlan", output: str) -> None:
    """Print the rows of a plan."""
    from console.presenters.runbooks.plan_rows import plan_rows, plan_sentence  # noqa: PLC0415 - heavy: msgspec

    rows = plan_rows(found)
    titles = ("#", t("SECTION"), t("STEP"), t("KIND"), t("WHAT"), t("EFFECT"), t("WHERE"))
    cells = [[str(one.number), one.section, one.name, one.kind, one.sentence, one.effect, one.where] for one in rows]
    records = [
        {
            "step": one.name,
            "section": str(one.step.section),
            "kind": one.step.kind,
            "title": one.title,
            "sentence": one.sentence,
            "input": one.step.input,
            "connection": one.step.connection,
            "writes": one.step.writes,
            "network": one.step.network,
            "timeout_s": one.step.timeout_s,
        }
        for one in rows
    ]
    emit_sheet(
        Sheet(
            titles,
            cells,
            records,
            widest=_WIDEST,
            names=(
                "step",
                "section",
                "kind",
                "title",
                "sentence",
                "input",
                "connection",
                "writes",
                "network",
                "timeout_s",
            ),
        ),
        output,
    )
    if output == "table":
        click.echo(plan_sentence(found))
