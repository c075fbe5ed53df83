"""``cell-console incidents``: what is wrong, who is on it, and what people say to it."""

from pathlib import Path

import click

from console.cli.emit import emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.incident_say import ack, end_silence, escalate, note, open_incident, reopen, resolve, silence
from console.cli.incident_silences import silences
from console.cli.incident_watch import watch
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

_INCIDENT = click.argument("incident_id", metavar="ID")
_DRAIN_S = 5.0


@click.group(name="incidents", help=t("List, watch and steer incidents: timers, escalation, review."))
def command() -> None:
    """Group the commands of incidents."""


for _one in (open_incident, ack, escalate, note, resolve, reopen, silence, silences, end_silence, watch):
    command.add_command(_one)


@command.command(name="list", help=t("List the incidents: what needs you first."))
@click.option("--all", "everything", is_flag=True, help=t("Also those that are resolved."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_incidents(invocation: Invocation, *, everything: bool, output: str) -> None:
    """Print rows; works without a network. Exit code 1 while somebody should have begun and has not."""
    from console.cli.incident_print import incident_sheet  # noqa: PLC0415
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.domain.incident.incident_decision import is_late  # noqa: PLC0415

    with incident_session(invocation) as (_session, desk):
        found, now_s = desk.book.incidents, desk.book.now_s()
    shown = [one for one in found if everything or not one.is_over]
    emit_sheet(incident_sheet(shown, now_s), output)
    if any(is_late(one, now_s) for one in found):
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


@command.command(name="show", help=t("Show one incident: its timer, alerts, runbooks, what happened."))
@_INCIDENT
@output_option("table", "json", "yaml")
@pass_invocation
def show(invocation: Invocation, *, incident_id: str, output: str) -> None:
    """Print it; what could be taken back is found from the last known data."""
    from console.cli.incident_print import print_incident  # noqa: PLC0415
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.presenters.incident_rollback import rollback_proposals  # noqa: PLC0415
    from console.services.incident_library import fitting_runbooks  # noqa: PLC0415
    from console.services.read_journals import read_journals  # noqa: PLC0415

    with incident_session(invocation) as (session, desk):
        session.runtime.run(read_journals(session))  # a rollout on its way can be aborted
        session.store.drain(_DRAIN_S)
        incident, now_s = desk.book.find(incident_id), desk.book.now_s()
        fitting = fitting_runbooks(session, incident)
        proposals = rollback_proposals(session.store.state, incident, now_s)
        print_incident(incident, now_s, output, [(one.id, one.title) for one in fitting], proposals)


@command.command(name="review", help=t("Write the review document of an incident: what happened, impact, actions."))
@_INCIDENT
@click.option(
    "-o",
    "--output",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help=t("File whose ending says the format: .md .html .pdf .xlsx .csv; default: Markdown on the screen."),
)
@pass_invocation
def review(invocation: Invocation, *, incident_id: str, file: Path | None) -> None:
    """Write the document, or print it as Markdown; the metric servers are asked for the impact."""
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.reports.render import render  # noqa: PLC0415
    from console.services.incident_review import review_document, write_review  # noqa: PLC0415
    from console.services.read_journals import read_journals  # noqa: PLC0415

    with incident_session(invocation) as (session, desk):
        session.runtime.run(read_journals(session))
        session.store.drain(_DRAIN_S)
        found = desk.book.find(incident_id)
        if file is not None:
            click.echo(str(session.runtime.run(write_review(session, found, file))))
            return
        document = session.runtime.run(review_document(session, found))
        click.echo(render(document, "md").decode("utf-8"), nl=False)
