"""The incidents of a cell in the period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from console.domain.incident.incident import Incident
from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.incident_rows import IncidentRow, incident_rows
from console.presenters.report_value import moment, span
from console.reports.cut_table import cut_table
from console.reports.missing import unread
from console.reports.review_context import ReviewContext
from console.reports.review_facts import INCIDENTS
from console.reports.section import SECTIONS, Place, Section

_MOST = 40


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the incidents of the chapter's cell."""
    here = {ctx.here.key, ctx.here.selectors.metrics_cell or ctx.here.key}
    found = [one for one in incidents_of(ctx) if cell_name(one) in here]
    if not found and INCIDENTS in ctx.facts.unread:
        yield unread()
        return
    if not found:
        yield Paragraph(t("No incident of this cell was opened in {span}.", span=ctx.span.name))
        return
    yield from incident_table(ctx, found)


def incidents_of(ctx: ReviewContext) -> tuple[Incident, ...]:
    """Return the incidents that were opened in the period."""
    return tuple(one for one in ctx.facts.incidents if ctx.span.begin_s <= one.opened_s < ctx.span.end_s)


def cell_name(incident: Incident) -> str:
    """Return the cell that an incident's alerts name, as they name it; empty for none."""
    return dict(incident.group).get("cell", "")


def incident_table(ctx: ReviewContext, found: Sequence[Incident]) -> Iterator[Block]:
    """Yield incidents as a table."""
    columns = (
        Column(t("Opened")), Column(t("Level")), Column(t("State")), Column(t("Incident")),
        Column(t("Begun after"), is_right=True), Column(t("Lasted"), is_right=True), Column(t("Team")),
    )  # fmt: skip
    rows = tuple(_row(one) for one in incident_rows(found, ctx.views.read_s))
    yield from cut_table(Table(columns, rows), _MOST, t("Incidents & alerts"))


def _row(row: IncidentRow) -> tuple[Value | str, ...]:
    one = row.incident
    begun, lasted = (None if at is None else round(at - one.opened_s) for at in (one.begun_s, one.resolved_s))
    state, opened = Value(row.state, health=row.health), moment(one.opened_s)
    return opened, row.level, state, row.title, span(begun), span(lasted), row.team


SECTIONS.add(Section("incidents", 90, Place.CELL, lambda: t("Incidents"), build))
