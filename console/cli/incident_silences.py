"""``cell-console incidents silences``: what is muted, until when, and why; here and in the Alertmanagers."""

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.presenters.silence_rows import SilenceRow

_TOPIC = "silences"
_STATES = ("active", "pending", "expired")
"""In the order of the rows' places."""


@click.command(name="silences", help=t("List the silences of this profile and of the Alertmanagers, with their IDs."))
@click.option("--cached", is_flag=True, help=t("Show the last known data without reading anew."))
@click.option("--wait", type=NumberRange(0.1, 600), default=15.0, show_default=True, help=t("Seconds to wait."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def silences(invocation: Invocation, *, cached: bool, wait: float, output: str) -> None:
    """Print one row per silence, those that mute now first; exit code 3 when an Alertmanager could not be reached."""
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415
    from console.presenters.silence_rows import silence_rows  # noqa: PLC0415

    with incident_session(invocation) as (_session, desk):
        own = {one.id: one for one in desk.book.silences}
    known = read_state(invocation, (_TOPIC,), wait_s=wait, cached=cached)
    rows = silence_rows(replace(known.state, local_silences=own), known.now_s)
    emit_sheet(_sheet(rows), output)
    if tell_known(invocation, known, (_TOPIC,)):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _sheet(rows: "tuple[SilenceRow, ...]") -> Sheet:
    cells = [(one.key, one.state, one.condition, one.until, one.comment, one.by, one.told_by) for one in rows]
    records = [
        {
            "id": one.key,
            "state": _STATES[one.place[0]],
            "condition": one.condition,
            "until_s": abs(one.place[1]),
            "comment": one.comment,
            "by": one.by,
            "connection": "" if one.is_local else one.told_by,
        }
        for one in rows
    ]
    titles = (t("ID"), t("STATE"), t("MUTES"), t("UNTIL"), t("WHY"), t("BY"), t("KEPT BY"))
    names = ("id", "state", "condition", "until_s", "comment", "by", "connection")
    return Sheet(titles, cells, records, names=names)
