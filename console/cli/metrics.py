"""``cell-console metrics``: asking a metric server of the estate by hand."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from console.cli.duration import to_seconds
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.no_metric_server import no_metric_server
from console.cli.opened import opened
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.ports.connector import Port
    from console.services.session import Session

_HOUR_S = 3600.0
_POINTS = 60
_connection = click.option("-c", "--connection", default="", help=t("Metric server; default the first one."))


@click.group(name="metrics", help=t("Ask a metric server: queries, series, labels, metadata."))
def command() -> None:
    """Group the questions."""


@command.command(name="query", help=t("Print the values of a PromQL query, now or over time."))
@click.argument("promql")
@_connection
@click.option("--over", callback=to_seconds, help=t("Over this time until now: 15m, 6h."))
@click.option("--step", callback=to_seconds, help=t("Time between points; default a sixtieth of --over."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def query(
    invocation: Invocation, *, promql: str, connection: str, over: float | None, step: float | None, output: str
) -> None:
    """Print one row per sample; the server's warnings go to stderr."""
    from console.ports.metric import MetricReader  # noqa: PLC0415 - numpy

    if step is not None and over is None:
        raise click.UsageError(t("--step is for points over time; say with --over how much of it."))
    with opened(invocation) as session:
        reader = _offered(session, invocation, connection, MetricReader)
        now_s = session.clock.now().timestamp()
        if over is None:
            samples = session.runtime.run(reader.query(promql))
            rows = [(_labels(one.labels), one.at_s, one.value) for one in samples]
        else:
            answer = session.runtime.run(reader.query_range(promql, now_s - over, now_s, step or over / _POINTS))
            rows = [
                (_labels(series.labels), float(at_s), float(value))
                for series in answer.series
                for at_s, value in zip(series.times, series.values, strict=True)
            ]
            for warning in answer.warnings:
                invocation.note(warning)
    cells = [(labels, f"{at_s:.3f}", f"{value:.10g}") for labels, at_s, value in rows]
    records = [
        {"series": labels, "at_s": at_s, "value": value if math.isfinite(value) else None}
        for labels, at_s, value in rows
    ]
    emit_sheet(
        Sheet(
            (t("SERIES"), t("TIME"), t("VALUE")),
            cells,
            records,
            frozenset({1, 2}),
            widest=100,
            names=("series", "at_s", "value"),
        ),
        output,
    )


@command.command(name="series", help=t("List the series that match a selector, within the last hour."))
@click.argument("selector")
@_connection
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def series(invocation: Invocation, *, selector: str, connection: str, output: str) -> None:
    """Print one row per series."""
    from console.ports.metric_directory import MetricDirectory  # noqa: PLC0415

    with opened(invocation) as session:
        directory = _offered(session, invocation, connection, MetricDirectory)
        now_s = session.clock.now().timestamp()
        found = session.runtime.run(directory.series((selector,), now_s - _HOUR_S, now_s))
    for warning in found.warnings:
        invocation.note(warning)
    names = sorted(_labels(one) for one in found.series)
    _emit_names(t("SERIES"), "series", names, output)


@command.command(name="labels", help=t("List label names, or the values of one label."))
@click.argument("label", required=False, default="")
@click.option("--match", default="", help=t("Only of series that match this selector."))
@_connection
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def labels(invocation: Invocation, *, label: str, match: str, connection: str, output: str) -> None:
    """Print one name per row."""
    from console.ports.metric_directory import MetricDirectory  # noqa: PLC0415

    matches = (match,) if match else ()
    with opened(invocation) as session:
        directory = _offered(session, invocation, connection, MetricDirectory)
        asked = directory.label_values(label, matches) if label else directory.label_names(matches)
        found = session.runtime.run(asked)
    for warning in found.warnings:
        invocation.note(warning)
    _emit_names(t("NAME"), "name", list(found.names), output)


@command.command(name="about", help=t("Show what exporters say about a metric, or about all."))
@click.argument("metric", required=False, default="")
@_connection
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def about(invocation: Invocation, *, metric: str, connection: str, output: str) -> None:
    """Print type, unit and help of each metric."""
    from console.ports.metric_directory import MetricDirectory  # noqa: PLC0415

    with opened(invocation) as session:
        directory = _offered(session, invocation, connection, MetricDirectory)
        found = session.runtime.run(directory.metadata(metric))
    cells = [(one.name, one.kind, one.unit, one.help) for one in found]
    names = ("metric", "kind", "unit", "help")
    records = [dict(zip(names, one, strict=True)) for one in cells]
    emit_sheet(
        Sheet((t("METRIC"), t("KIND"), t("UNIT"), t("MEANING")), cells, records, widest=100, names=names), output
    )


def _offered(session: "Session", invocation: Invocation, connection: str, port: "type[Port]") -> "Port":
    keys = [one.key for one in invocation.load_estate().estate.prometheus]
    found = session.offered(connection or next(iter(keys), ""), port)
    if found is None:
        raise no_metric_server(connection, keys)
    return found


def _labels(given: Mapping[str, str]) -> str:
    """Return a series as Prometheus writes it."""
    from console.domain.promql import quoted  # noqa: PLC0415

    inside = ", ".join(f"{name}={quoted(value)}" for name, value in sorted(given.items()) if name != "__name__")
    return f"{given.get('__name__', '')}{{{inside}}}"


def _emit_names(title: str, name: str, names: list[str], output: str) -> None:
    emit_sheet(
        Sheet((title,), [(one,) for one in names], [{name: one} for one in names], widest=160, names=(name,)), output
    )
