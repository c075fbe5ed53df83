"""``cell-console notify``: the channels to people, and telling something through them."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.opened import opened
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.notification import Message
    from console.services.notices import Outcome

_SEVERITIES = ("info", "warning", "critical")
_ACTS = ("trigger", "acknowledge", "resolve")


@click.group(name="notify", help=t("List, try and use the channels to people."))
def command() -> None:
    """List, try and use the channels."""


@command.command(name="list", help=t("List the channels of the estate."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_channels(invocation: Invocation, *, output: str) -> None:
    """Print the channels; nothing is reached."""
    rows = [
        (one.key, one.title, one.kind.value, ", ".join(one.severities))
        for one in invocation.load_estate().estate.notifications
    ]
    names = ("channel", "title", "kind", "severities")
    titles = (t("CHANNEL"), t("TITLE"), t("KIND"), t("SEVERITIES"))
    emit_sheet(Sheet(titles, rows, [dict(zip(names, row, strict=True)) for row in rows], names=names), output)


@command.command(name="test", help=t("Send a test message; default: to every channel."))
@click.argument("channels", nargs=-1)
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def try_channels(invocation: Invocation, *, channels: tuple[str, ...], output: str) -> None:
    """Send the test message and print what came of it; exit code 3 when it did not arrive somewhere."""
    from console.cli.incident_print import notice_sheet  # noqa: PLC0415
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.domain.notice.notice import NoticeState  # noqa: PLC0415
    from console.services.notices import channels as known_channels  # noqa: PLC0415

    with incident_session(invocation, reaches=True) as (session, desk):
        wanted = known_channels(session.connectors, channels)
        if not wanted:  # nothing was tried: that is no success
            raise UserError(t("The estate has no channel to people."), t("Add one to the estate file."))
        sent = [session.runtime.run(desk.notices.try_channel(key)) for key in wanted]
    emit_sheet(notice_sheet(sent), output)
    if any(one.state is not NoticeState.SENT for one in sent):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


@command.command(name="history", help=t("Show what was told to whom, and what came of it, newest first."))
@click.option("--incident", default="", help=t("Only of one incident: its id, or the beginning or end of it."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def history(invocation: Invocation, *, incident: str, output: str) -> None:
    """Print the notices; works without a network."""
    from console.cli.incident_print import notice_sheet  # noqa: PLC0415
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors

    with incident_session(invocation) as (_session, desk):
        wanted = desk.book.find(incident).id if incident else ""
        found = [one for one in desk.book.notices if not wanted or one.incident == wanted]
    emit_sheet(notice_sheet(found), output)


@command.command(name="send", help=t("Send a message to channels; the text is read from standard input with -."))
@click.argument("channels", nargs=-1, required=True)
@click.option("--title", required=True, help=t("One line."))
@click.option("--text", default="", help=t("What it is about; - reads standard input."))
@click.option("--severity", type=click.Choice(_SEVERITIES), default="info", show_default=True)
@click.option("--act", type=click.Choice(_ACTS), default="trigger", show_default=True)
@click.option("--matter", default="", help=t("Messages about one matter are grouped where the channel can."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def send(
    invocation: Invocation,
    *,
    channels: tuple[str, ...],
    title: str,
    text: str,
    severity: str,
    act: str,
    matter: str,
    output: str,
) -> None:
    """Send a message and print what came of it."""
    from dataclasses import replace  # noqa: PLC0415

    from console.domain.notification import Act  # noqa: PLC0415
    from console.domain.severity import Severity  # noqa: PLC0415
    from console.services.notices import new_message  # noqa: PLC0415

    words = sys.stdin.read(100_000) if text == "-" else text
    message = new_message(_source(invocation), title, words, Severity(severity), _now_s(), matter)
    _send(invocation, replace(message, act=Act(act)), channels, output)


@command.command(name="inbox", help=t("Show what arrived at the lab's sinks, newest first."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def inbox(invocation: Invocation, *, output: str) -> None:
    """Print the messages; only the lab has an inbox."""
    from dataclasses import asdict, fields  # noqa: PLC0415

    from console.presenters.format import local_time  # noqa: PLC0415
    from console.services.lab_inbox import Arrived, read_inbox  # noqa: PLC0415

    loaded = invocation.load_estate()
    if not loaded.estate.is_lab:
        raise UserError(t("Only the lab has an inbox."), t("Choose it with --estate lab."))
    found, names = read_inbox(loaded.file), tuple(one.name for one in fields(Arrived))
    rows = [(local_time(one.at_s), one.channel, one.title, one.note) for one in found]
    titles = (t("ARRIVED"), t("CHANNEL"), t("TITLE"), t("NOTE"))
    emit_sheet(Sheet(titles, rows, [asdict(one) for one in found], widest=100, names=names), output)


def _source(invocation: Invocation) -> str:
    return f"cell-console/{invocation.load_estate().estate.name}"


def _now_s() -> float:
    from console.kernel.clock import SystemClock  # noqa: PLC0415

    return SystemClock().now().timestamp()


def _send(invocation: Invocation, message: "Message", wanted: Sequence[str], output: str) -> None:
    from console.services.notices import channels, tell_all  # noqa: PLC0415

    with opened(invocation) as session:
        outcomes = session.runtime.run(tell_all(message, channels(session.connectors, wanted), session.trail))
    emit_sheet(_sheet(outcomes), output)
    if any(one.error is not None for one in outcomes):
        raise click.exceptions.Exit(ExitCode.UNREACHABLE)


def _sheet(outcomes: "Sequence[Outcome]") -> Sheet:
    rows = []
    for one in outcomes:
        if one.receipt is not None:
            rows.append((one.channel, t("sent"), one.receipt.detail, one.receipt.link or one.receipt.id))
        else:
            rows.append((one.channel, t("FAILED"), str(one.error), ""))
    records = [
        {
            "channel": one.channel,
            "sent": one.receipt is not None,
            "detail": one.receipt.detail if one.receipt is not None else str(one.error),
            "id": one.receipt.id if one.receipt is not None else "",
            "link": one.receipt.link if one.receipt is not None else "",
        }
        for one in outcomes
    ]
    return Sheet(
        (t("CHANNEL"), t("STATE"), t("DETAIL"), t("REFERENCE")),
        rows,
        records,
        widest=120,
        names=("channel", "sent", "detail", "id", "link"),
    )
