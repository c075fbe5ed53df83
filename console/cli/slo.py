"""``cell-console slo``: the objectives, the worst budget first."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.cli.known_state import KnownState


@click.command(name="slo", help=t("List the objectives with what is left of their budgets."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@click.option("--by", type=click.Choice(("cell", "service", "segment")), help=t("Roll them up, the worst first."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def command(invocation: Invocation, *, cached: bool, wait: float, by: str | None, output: str) -> None:
    """Print the rows; exit code 1 when a budget is used up, 3 when a metric server could not be reached."""
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: pydantic, connectors
    from console.domain.health import Health  # noqa: PLC0415
    from console.presenters.slo_rows import slo_rows  # noqa: PLC0415

    known = read_state(invocation, ("slos",), wait_s=wait, cached=cached)
    emit_sheet(_rollup_sheet(known, by) if by else _sheet(known), output)
    if tell_known(invocation, known, ("slos",)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)
    if any(row.health is Health.CRITICAL for row in slo_rows(known.state)):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _sheet(known: "KnownState") -> Sheet:
    from console.presenters.slo_rows import slo_rows  # noqa: PLC0415

    rows = slo_rows(known.state)
    titles = (
        t("SERVICE"), t("OBJECTIVE"), t("CELL"), t("SEGMENT"), t("HEALTH"), t("TARGET"), t("ATTAINED"), t("LEFT"),
        t("BURN 1 H"), t("USED UP"), t("NOTE"),
    )  # fmt: skip
    cells = [
        [
            row.service, row.name, row.cell, row.segment, health_word(row.health), row.objective, row.attained,
            row.budget_left, row.burn, row.exhausted, row.note,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            "service": row.service,
            "slo": row.name,
            "title": row.title,
            "cell": row.cell,
            "segment": row.segment,
            "health": row.health.name.lower(),
            "objective_percent": row.status.percent,
            "attained": row.status.attained,
            "budget_left": row.status.budget_left,
            "burn_rate_1h": row.status.burn_rate(3600),
            "exhausted_in_s": _finite(row.status.exhausted_in_s()),
            "events": row.status.events,
            "known_s": row.status.known_s,
            "period_s": row.status.period_s,
            "maintenance_s": row.status.observed_s - row.status.counted_s,
            "note": row.note,
            "query": row.query,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({5, 6, 7, 8}),
        names=(
            "service",
            "slo",
            "title",
            "cell",
            "segment",
            "health",
            "objective_percent",
            "attained",
            "budget_left",
            "burn_rate_1h",
            "exhausted_in_s",
            "events",
            "known_s",
            "period_s",
            "maintenance_s",
            "note",
            "query",
        ),
    )


def _rollup_sheet(known: "KnownState", by: str) -> Sheet:
    from console.presenters.slo_rollup import SloGroup, rollup_rows  # noqa: PLC0415

    rows = rollup_rows(known.state, SloGroup(by))
    names = {"cell": t("CELL"), "service": t("SERVICE"), "segment": t("SEGMENT")}
    titles = (
        names[by], t("HEALTH"), t("OBJECTIVES"), t("WORST"), t("WORST LEFT"), t("ATTAINED"), t("LEFT"), t("EVENTS"),
        t("NOTE"),
    )  # fmt: skip
    cells = [
        [
            row.group, health_word(row.health), row.objectives, row.worst, row.worst_left, row.attained,
            row.budget_left, row.events, row.note,
        ]
        for row in rows
    ]  # fmt: skip
    records = [
        {
            by: row.key,
            "health": row.health.name.lower(),
            "objectives": len(row.rollup.statuses),
            "judged": row.rollup.judged,
            "worst_service": row.rollup.worst.ref.namespace if row.rollup.worst else None,
            "worst_slo": row.rollup.worst.ref.name if row.rollup.worst else None,
            "worst_budget_left": row.rollup.worst.budget_left if row.rollup.worst else None,
            "attained": row.rollup.attained,
            "budget_left": row.rollup.budget_left,
            "events": row.rollup.events,
        }
        for row in rows
    ]
    return Sheet(
        titles,
        cells,
        records,
        frozenset({2, 4, 5, 6, 7}),
        names=(
            by,
            "health",
            "objectives",
            "judged",
            "worst_service",
            "worst_slo",
            "worst_budget_left",
            "attained",
            "budget_left",
            "events",
        ),
    )


def _finite(seconds: float | None) -> float | None:
    return None if seconds is None or seconds == float("inf") else seconds
