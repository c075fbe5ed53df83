"""``cell-console resources``: every object of every cluster, as the Resources page shows it."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet, emit_value, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.cli.plain_text import visible
from console.cli.resource_logs import forward, logs
from console.cli.resource_reading import (
    cluster_of,
    connection_option,
    kind_of,
    namespace_option,
    object_of,
    place_option,
)
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.ports.cluster import ResourceTable
    from console.presenters.resource_summary import SummarySection

_EVENT_NAMES = ("type", "reason", "message", "source", "count", "at_s")


@click.group(name="resources", help=t("Look at the objects of a cluster: lists, YAML, events, logs, ports."))
def command() -> None:
    """Group what is asked of objects."""


@command.command(name="kinds", help=t("List the kinds of objects that a cluster serves."))
@connection_option
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def kinds(invocation: Invocation, *, connection: str, output: str) -> None:
    """Print one row per kind, in the groups of the page."""
    from console.presenters.resource_kinds import kind_groups  # noqa: PLC0415

    with opened(invocation) as session:
        _, reader = cluster_of(session, invocation, connection)
        groups = kind_groups(session.runtime.run(reader.kinds()))
    found = [(group.title, one) for group in groups for one in group.kinds]
    records = [
        {"kind": one.kind, "name": one.plural, "short": ",".join(one.short_names), "api": one.api_version,
         "namespaced": one.namespaced}
        for _, one in found
    ]  # fmt: skip
    cells = [(title, one.kind, one.plural, ", ".join(one.short_names), one.api_version) for title, one in found]
    titles = (t("GROUP"), t("KIND"), t("NAME"), t("SHORT"), t("API"))
    emit_sheet(Sheet(titles, cells, records, names=("kind", "name", "short", "api", "namespaced")), output)


@command.command(name="list", help=t("List the objects of a KIND, by any of its names."))
@click.argument("kind")
@namespace_option
@click.option(
    "--most", type=click.IntRange(1, 100_000), default=2000, show_default=True, help=t("Read at most so many.")
)
@connection_option
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_objects(invocation: Invocation, *, kind: str, namespace: str, most: int, connection: str, output: str) -> None:
    """Print the rows as the cluster prints them; what was not read is told on stderr."""
    from console.presenters.format import number  # noqa: PLC0415

    with opened(invocation) as session:
        _, reader = cluster_of(session, invocation, connection)
        asked = kind_of(session, reader, kind)
        space = namespace if asked.namespaced else ""
        found = session.runtime.run(reader.table(asked, space, limit=most))
    emit_sheet(_listed(found, with_namespace=asked.namespaced), output)
    if found.remaining:
        shown, left = number(len(found.rows)), number(found.remaining)
        invocation.note(t("{count} objects, {left} more not read", count=shown, left=left))


def _listed(found: "ResourceTable", *, with_namespace: bool) -> Sheet:
    from console.presenters.resource_cells import cell_text, shown_columns  # noqa: PLC0415

    places = shown_columns(found)
    columns = [found.columns[place] for place in places]
    values = [[one.cells[place] if place < len(one.cells) else None for place in places] for one in found.rows]
    names = [one.name.lower().replace(" ", "_") for one in columns]
    titles = [visible(one.name).upper() for one in columns]
    cells = [[cell_text(value) for value in row] for row in values]
    records = [[value if isinstance(value, int | float) else cell_text(value) for value in row] for row in values]
    right = {place for place, one in enumerate(columns) if one.type in {"integer", "number"}}
    if with_namespace:
        names, titles, right = ["namespace", *names], [t("NAMESPACE"), *titles], {place + 1 for place in right}
        for row, cell, record in zip(found.rows, cells, records, strict=True):
            cell.insert(0, row.ref.namespace)
            record.insert(0, row.ref.namespace)
    told = [dict(zip(names, one, strict=True)) for one in records]
    return Sheet(tuple(titles), cells, told, frozenset(right), names=tuple(names))


@command.command(name="show", help=t("Show one object: its summary, or with -o yaml all of it; secrets are masked."))
@click.argument("kind")
@click.argument("name")
@place_option
@connection_option
@output_option("table", "yaml", "json")
@pass_invocation
def show(invocation: Invocation, *, kind: str, name: str, namespace: str, connection: str, output: str) -> None:
    """Print the summary of the page, or the object without bookkeeping."""
    from console.presenters.resource_view import resource_view  # noqa: PLC0415
    from console.presenters.resource_yaml import readable  # noqa: PLC0415

    with opened(invocation) as session:
        key, reader = cluster_of(session, invocation, connection)
        ref = object_of(session, reader, key, kind, namespace, name)
        raw = session.runtime.run(reader.read(ref))
        view = resource_view(raw, session.clock.now().timestamp())
    if output == "json":
        emit_value(readable(raw), output)
    elif output == "yaml":
        click.echo("\n".join(visible(line) for line in view.yaml.splitlines()))
    else:
        for place, section in enumerate(view.sections):
            click.echo(("\n" if place else "") + section.title)
            _print(section)


def _print(section: "SummarySection") -> None:
    if section.lines:
        emit_sheet(Sheet((t("FIELD"), t("VALUE")), section.lines, [], widest=200), "table")
    if section.rows:
        emit_sheet(Sheet(section.columns, section.rows, [], widest=100), "table")


@command.command(name="events", help=t("List the events about one object, the newest first."))
@click.argument("kind")
@click.argument("name")
@place_option
@connection_option
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def events(invocation: Invocation, *, kind: str, name: str, namespace: str, connection: str, output: str) -> None:
    """Print one row per event."""
    from console.presenters.event_rows import event_rows  # noqa: PLC0415

    with opened(invocation) as session:
        key, reader = cluster_of(session, invocation, connection)
        ref = object_of(session, reader, key, kind, namespace, name)
        rows = event_rows(session.runtime.run(reader.events(ref)), session.clock.now().timestamp())
    records: list[dict[str, Any]] = [{one: getattr(row, one) for one in _EVENT_NAMES} for row in rows]
    cells = [(row.age, row.type, row.reason, str(row.count), row.source, row.message) for row in rows]
    titles = (t("AGE"), t("TYPE"), t("REASON"), t("COUNT"), t("SOURCE"), t("MESSAGE"))
    emit_sheet(Sheet(titles, cells, records, frozenset({3}), widest=120, names=_EVENT_NAMES), output)


command.add_command(logs)
command.add_command(forward)
