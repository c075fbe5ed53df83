"""The appendix: how numbers are made, how old the data is, and what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from console.domain.carbon.sci_score import METHOD
from console.domain.report.block import Block
from console.domain.report.bullet_list import BulletList
from console.domain.report.code import Code
from console.domain.report.heading import Heading
from console.domain.report.paragraph import Paragraph
from console.domain.report.table import Column, Table
from console.domain.report.value import Value
from console.kernel.i18n import t
from console.kernel.version import VERSION
from console.presenters.format import ago
from console.presenters.report_topics import report_topic
from console.presenters.report_value import moment
from console.presenters.slo_detail import TOPIC as COURSES
from console.reports.review_context import ReviewContext
from console.reports.section import SECTIONS, Place, Section

_MOST_QUERY = 900


def build(ctx: ReviewContext) -> Iterable[Block]:
    """Yield method, data age and queries."""
    yield Paragraph(
        t(
            "Made by Cell Console {version}. Days and months of costs are those of UTC; other times are local.",
            version=VERSION,
        )
    )
    yield BulletList(_method())
    yield Heading(t("Age of the data"), 2)
    yield Table(
        (
            Column(t("Connection")),
            Column(t("Topic")),
            Column(t("Read at")),
            Column(t("Age"), is_right=True),
            Column(t("From")),
        ),
        tuple(_ages(ctx)),
        empty=t("Nothing was read."),
    )
    if ctx.facts.notes:
        yield BulletList(ctx.facts.notes)
    yield Heading(t("Queries"), 2)
    if not ctx.views.queries:
        yield Paragraph(t("No number of this report comes from a query."))
    for query, title in ctx.views.queries.items():
        yield Paragraph(title, is_muted=True)
        yield Code(_cut(query), "promql")


def _cut(query: str) -> str:
    """Return a query that can be read; those of objectives with much maintenance are as long as a chapter."""
    if len(query) <= _MOST_QUERY:
        return query
    return t("{begin} … ({count} characters; whole on the page)", begin=query[:_MOST_QUERY], count=len(query))


def _method() -> tuple[str, ...]:
    return (
        t("Error budgets: what is left is 1 minus the share of failed events over the share that may fail."),
        t("Forecast of costs: the mean of the last seven complete days goes on to the end of the period."),
        t("Where a cell is notably dearer than a week ago, the present rate goes on instead."),
        t("Emissions: {method}. Energy is measured by Kepler where it runs, else computed.", method=METHOD),
        t("Indicators: points every 30 minutes of a month, every 10 of a week; offline from the local history."),
        t("Where an indicator is split, the worst at each moment speaks for the cell."),
        t("The numbers are those of the pages: the same functions make both."),
    )


def _ages(ctx: ReviewContext) -> Iterator[tuple[Value | str, ...]]:
    courses = {one.ref.connection: one.at_s for one in ctx.facts.budgets}
    for (connection, topic), table in sorted(ctx.state.objects.items()):
        at_s, from_history = table.at_s, table.from_history
        if topic == COURSES and connection in courses:
            at_s, from_history = courses[connection], False
        yield (
            connection,
            report_topic(topic),
            moment(at_s),
            ago(at_s, ctx.views.read_s),
            _origin(from_history),
        )
    for connection, readings in sorted(ctx.state.readings.items()):
        yield (
            connection,
            report_topic("signals"),
            moment(readings.at_s),
            ago(readings.at_s, ctx.views.read_s),
            _origin(readings.from_history),
        )


def _origin(from_history: bool) -> str:
    return t("local history") if from_history else t("read for this report")


SECTIONS.add(Section("method", 10, Place.APPENDIX, lambda: t("Method, data and queries"), build))
