"""``cell-console capacity calendar``: what the calendars have ahead, and their entries in the estate file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.cli.writable_estate import writable_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from console.estate.load import LoadedEstate
    from console.presenters.pipeline.calendar_rows import CalendarRow

_KINDS = ("campaign", "freeze", "maintenance", "update", "holiday")
_REPEATS = ("never", "daily", "weekly", "monthly", "month-end")
_USUAL = "campaigns"
_NAMES = ("begin_s", "end_s", "title", "kind", "concerns", "uplift", "calendar", "entry")


@click.group(
    name="calendar",
    invoke_without_command=True,
    help=t("List what the calendars and the models have ahead within two months; add and remove entries."),
)
@output_option("table", "json", "yaml", "csv")
@click.pass_context
def calendar(context: click.Context, *, output: str) -> None:
    """Print what is ahead, unless a command follows."""
    if context.invoked_subcommand is None:
        context.invoke(_list, output=output)


@pass_invocation
def _list(invocation: Invocation, *, output: str) -> None:
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.pipeline.calendar_rows import calendar_rows  # noqa: PLC0415 - heavy: pydantic
    from console.store.state import State  # noqa: PLC0415

    now_s = SystemClock().now().timestamp()
    rows = calendar_rows(State(estate=invocation.load_estate().estate), now_s)
    emit_sheet(_sheet(rows), output)


def _sheet(rows: "tuple[CalendarRow, ...]") -> Sheet:
    titles = (t("BEGINS"), t("DUE"), t("TITLE"), t("KIND"), t("CONCERNS"), t("DEMAND"), t("CALENDAR"))
    texts = [[row.begins, row.due, row.title, row.kind, row.concerns, row.uplift, row.calendar] for row in rows]
    return Sheet(titles, texts, [_record(row) for row in rows], frozenset({5}), names=_NAMES)


def _record(row: "CalendarRow") -> dict[str, object]:
    return {
        "begin_s": row.begin_s,
        "end_s": row.end_s,
        "title": row.title,
        "kind": row.what.value,
        "concerns": row.concerns,
        "uplift": row.factor,
        "calendar": row.calendar,
        "entry": row.entry,
    }


@calendar.command(help=t("Add an entry to a calendar of the estate file; the old file is kept as .bak."))
@click.argument("title")
@click.option("--from", "begins", required=True, metavar="TIME",
              help=t("2026-12-01T09:00, in the calendar's time zone unless it has an offset."))  # fmt: skip
@click.option("--to", "ends", required=True, metavar="TIME", help=t("Its end, written in the same way."))
@click.option("--kind", type=click.Choice(_KINDS), default="campaign", show_default=True, help=t("What it means."))
@click.option("--repeat", type=click.Choice(_REPEATS), default="never", show_default=True, help=t("How it comes back."))
@click.option("--cell", "cells", multiple=True, metavar="CELL", help=t("Only this cell; may be repeated."))
@click.option("--uplift", type=NumberRange(0.001, 1000), metavar="N", help=t("Multiple of the demand (campaigns)."))
@click.option("--calendar", "key", default=_USUAL, show_default=True, metavar="KEY", help=t("Key of the calendar."))
@pass_invocation
def add(
    invocation: Invocation, *, title: str, begins: str, ends: str, kind: str, repeat: str, cells: tuple[str, ...],
    uplift: float | None, key: str,
) -> None:  # fmt: skip
    """Write the entry into the estate file."""
    from console.estate.schema.calendar import CalendarEntry, EntryKind, Repeat  # noqa: PLC0415 - pydantic
    from console.services.calendar_file import add_entry  # noqa: PLC0415

    loaded = writable_estate(invocation)
    unknown = next((one for one in cells if loaded.estate.cell(one) is None), "")
    if unknown:
        raise UserError(
            t("The estate has no cell {key}.", key=repr(unknown)),
            t("Known: {names}.", names=", ".join(one.key for one in loaded.estate.cells) or t("none")),
        )
    zone = _zone(loaded, key)
    start, end = _moment(begins, zone), _moment(ends, zone)
    if not title.strip() or end <= start:
        raise UserError(t("It needs a title, and an end after its begin, written as 2026-12-01 09:00."))
    entry = CalendarEntry(
        title=title.strip(), kind=EntryKind(kind), start=start, end=end, repeat=Repeat(repeat), cells=cells,
        uplift=uplift,
    )  # fmt: skip
    add_entry(loaded.file, entry, key, zone.key)
    invocation.note(t("{title} was added to {file}.", title=entry.title, file=loaded.file))


@calendar.command(help=t("Take the entries called TITLE out of a calendar; the old file is kept as .bak."))
@click.argument("title")
@click.option("--calendar", "key", default=_USUAL, show_default=True, metavar="KEY", help=t("Key of the calendar."))
@pass_invocation
def remove(invocation: Invocation, *, title: str, key: str) -> None:
    """Write the estate file without them."""
    from console.services.calendar_file import remove_entry  # noqa: PLC0415 - pydantic

    loaded = writable_estate(invocation)
    remove_entry(loaded.file, key, title)
    invocation.note(t("{title} was removed from {file}.", title=title, file=loaded.file))


@calendar.command(name="import", help=t("Add the entries of an iCalendar FILE (.ics) that are not there yet."))
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--calendar", "key", default=_USUAL, show_default=True, metavar="KEY", help=t("Key of the calendar."))
@pass_invocation
def import_file(invocation: Invocation, *, source: Path, key: str) -> None:
    """Write the entries into the estate file, and tell what could not be taken over."""
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.services.calendar_file import import_entries  # noqa: PLC0415 - pydantic

    loaded = writable_estate(invocation)
    _zone(loaded, key)
    found = import_entries(loaded.file, source, SystemClock().now(), key)
    invocation.note(t("{count} entries were added.", count=found.added))
    for sentence in found.left_out:
        invocation.note(sentence)


def _zone(loaded: "LoadedEstate", key: str) -> "ZoneInfo":
    """Return the time zone of a calendar; of all that do not exist only the usual one is made, in UTC."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    known = {one.key: one.time_zone for one in loaded.estate.calendars}
    if key not in known and key != _USUAL:
        raise UserError(
            t("The estate has no calendar {key}.", key=repr(key)),
            t("Known: {names}.", names=", ".join(dict.fromkeys((*known, _USUAL)))),
        )
    return ZoneInfo(known.get(key, "UTC"))


def _moment(text: str, zone: "ZoneInfo") -> datetime:
    """Return the time that a text says; raise ``BadParameter``."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise click.BadParameter(t("{value} is no time; write 2026-12-01T09:00.", value=repr(text))) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
