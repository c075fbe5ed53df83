"""``cell-console audit insights``: likely trouble across projects, with confidence, impact and what prevents it."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.estate.schema.project import Project


@click.command(name="insights", help=t("Foresee trouble of projects (default: all): how sure, why, what prevents it."))
@click.argument("projects", nargs=-1)
@click.option("--most", default=20, show_default=True, type=click.IntRange(1, 1000), help=t("How many to print."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def insights(invocation: Invocation, *, projects: tuple[str, ...], most: int, output: str) -> None:
    """Print what was learned from the newest audits, the worst first."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.audit_insight_rows import insight_rows  # noqa: PLC0415
    from console.presenters.format import percent  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.insight_reading import InsightReading  # noqa: PLC0415 - loads all rules

    _check(invocation, projects)
    own = () if projects else _own(invocation)
    reading = InsightReading(audit_places(invocation.paths), SystemClock().now().timestamp(), own)
    rows = insight_rows(reading.insights(projects))[:most]
    if not rows and output == "table":
        invocation.note(t("Nothing is foreseen: audit more projects, or the same ones more often."))
        return
    titles = (t("Impact"), t("Sure"), t("What is likely"), t("Projects"), t("Why"), t("What prevents it"))
    cells = [
        (one.impact_word, percent(one.confidence), one.title_text, one.projects_text, "; ".join(one.reasons),
         " ".join(one.actions))
        for one in rows
    ]  # fmt: skip
    emit_sheet(
        Sheet(
            titles,
            cells,
            [one.record() for one in rows],
            right=frozenset({1}),
            widest=110,
            names=("kind", "subject", "projects", "team", "confidence", "impact", "reasons", "actions"),
        ),
        output,
    )


def _check(invocation: Invocation, projects: tuple[str, ...]) -> None:
    """Raise ``UserError`` for a project that was never audited here: of it nothing can be foreseen."""
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.store.audits.audit_book import AuditBook  # noqa: PLC0415 - msgspec

    book = AuditBook(audit_places(invocation.paths).book)
    for one in projects:
        if not book.records(one):
            raise UserError(
                t("{project} was not audited here yet.", project=repr(one)), t("Begin with: cell-console audit fleet")
            )


def _own(invocation: Invocation) -> "tuple[Project, ...]":
    """Return the projects of the estate; none without one: then all that was audited counts."""
    try:
        return invocation.load_estate().estate.projects
    except ConsoleError:
        return ()
