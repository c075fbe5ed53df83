"""The load tests of a cell in the period, and before it if there was none."""

from __future__ import annotations

from collections.abc import Iterable

from console.domain.report.block import Block
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.presenters.load_test_rows import LoadTestRow, load_test_rows
from console.presenters.report_value import counted, share, shown
from console.reports.cut_table import cut_table
from console.reports.missing import missing
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section

_MOST = 12


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield the tests."""
    own = [one for one in ctx.facts.tests if one.cell == ctx.here.key and one.at_s < ctx.span.end_s]
    within = [one for one in own if one.at_s >= ctx.span.begin_s]
    if not own:
        hint = t("Import one with: cell-console capacity loadtest import")
        yield missing(t("No load test of this cell is known."), hint)
        return
    if not within:
        yield Paragraph(t("None was made in {span}; these are the last before it.", span=ctx.span.name))
    columns = (
        Column(t("Tested at")), Column(t("Of")), Column(t("Limits")), Column(t("Requests/s"), is_right=True),
        Column("p95", is_right=True), Column("p99", is_right=True), Column(t("Failed"), is_right=True),
        Column(t("Requests"), is_right=True), Column(t("Not kept")),
    )  # fmt: skip
    yield from cut_table(
        Table(columns, tuple(_row(one) for one in load_test_rows(within or own))), _MOST, t("Capacity")
    )


def _row(row: LoadTestRow) -> tuple[Value | str, ...]:
    test = row.test
    return (
        row.when, f"{row.title} ({row.what})", Value(row.verdict, health=row.health), shown(row.rps, test.rps, "1/s"),
        row.p95, row.p99, share(test.failed_ratio), counted(test.requests), row.broken,
    )  # fmt: skip


SECTIONS.add(Section("load-tests", 120, Place.CELL, lambda: t("Load tests"), build, is_weekly=False))
