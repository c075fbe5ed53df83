"""What people say: ``cell-console incidents open``, ``ack``, ``escalate``, ``note``, ``resolve`` and more."""

from typing import TYPE_CHECKING, Any

import click

from console.cli.duration import to_seconds
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from console.domain.incident.incident import Incident
    from console.services.incidents.incident_command import IncidentCommand

_INCIDENT = click.argument("incident_id", metavar="ID")
_NOTE = click.option("--note", "text", default="", help=t("What you know, in a few words."))
_USUAL_S = 7200.0


@click.command(name="open", help=t("Open an incident that no alert tells of."))
@click.argument("title")
@click.option("--level", type=click.IntRange(1, 3), default=2, show_default=True, help=t("3 is the most urgent."))
@click.option("--cell", default="", help=t("Key of the cell that it is about."))
@pass_invocation
def open_incident(invocation: Invocation, *, title: str, level: float, cell: str) -> None:
    """Journal it and print it."""
    from console.domain.incident.incident_level import IncidentLevel  # noqa: PLC0415

    _say(invocation, lambda command: command.open(title, IncidentLevel(int(level)), cell))


def _said(
    name: str, title: str, say: "Callable[[IncidentCommand, str, str], Coroutine[Any, Any, Incident]]"
) -> click.Command:
    """Return a command that says one thing to an incident, with a note; refused (4) where it makes no sense now."""

    @click.command(name=name, help=title)
    @_INCIDENT
    @_NOTE
    @pass_invocation
    def command(invocation: Invocation, *, incident_id: str, text: str) -> None:
        _say(invocation, lambda desk: say(desk, incident_id, text))

    return command


ack = _said("ack", t("Say that you begin: the timer stops."), lambda desk, one, text: desk.acknowledge(one, text))
resolve = _said("resolve", t("Say that it is over."), lambda desk, one, text: desk.resolve(one, text))
reopen = _said(
    "reopen",
    t("Say that it is not over after all; its timer runs anew."),
    lambda desk, one, text: desk.reopen(one, text),
)


@click.command(name="escalate", help=t("Raise the level, by one or to the one that is named."))
@_INCIDENT
@_NOTE
@click.option("--level", type=click.IntRange(2, 3), help=t("3 is the most urgent."))
@pass_invocation
def escalate(invocation: Invocation, *, incident_id: str, text: str, level: float | None) -> None:
    """While nobody has begun, the time of the new level runs from now."""
    from console.domain.incident.incident_level import IncidentLevel  # noqa: PLC0415

    wanted = IncidentLevel(int(level)) if level is not None else None
    _say(invocation, lambda command: command.escalate(incident_id, text, wanted))


@click.command(name="note", help=t("Keep what you saw or did, for the others and for the review."))
@_INCIDENT
@click.argument("text")
@pass_invocation
def note(invocation: Invocation, *, incident_id: str, text: str) -> None:
    """At any time, also when it is over."""
    _say(invocation, lambda command: command.note(incident_id, text))


@click.command(
    name="silence",
    help=t("Mute alerts in this profile only; for those of an Alertmanager use `alerts silence`."),
)
@click.argument("matchers", nargs=-1, required=True, metavar="CONDITION...")
@click.option("--for", "lasts", callback=to_seconds, help=t("How long: 90s, 15m, 2h (default 2h)."))
@click.option("--comment", required=True, help=t("Why the alerts are muted."))
@pass_invocation
def silence(invocation: Invocation, *, matchers: tuple[str, ...], lasts: float | None, comment: str) -> None:
    """Journal it and print its id."""
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors

    with incident_session(invocation) as (session, desk):
        made = session.runtime.run(desk.command.silence(matchers, lasts or _USUAL_S, comment))
        click.echo(made.id)


@click.command(name="unsilence", help=t("End a silence of this profile now."))
@click.argument("silence_id", metavar="ID")
@pass_invocation
def end_silence(invocation: Invocation, *, silence_id: str) -> None:
    """Journal its end."""
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors

    with incident_session(invocation) as (session, desk):
        session.runtime.run(desk.command.end_silence(silence_id))


def _say(invocation: Invocation, say: "Callable[[IncidentCommand], Coroutine[Any, Any, Incident]]") -> None:
    """Say something to an incident and print where it stands; whoever watches tells the others."""
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.presenters.incident_text import next_sentence  # noqa: PLC0415

    with incident_session(invocation) as (session, desk):
        found = session.runtime.run(say(desk.command))
        now_s = desk.book.now_s()
        click.echo(one_line(f"{found.id}  {next_sentence(found, now_s)}"))
