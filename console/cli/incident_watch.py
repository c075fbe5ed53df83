"""``cell-console incidents watch``: watch alerts, keep incidents and tell people, without a window."""

from typing import TYPE_CHECKING

import click

from console.cli.duration import to_seconds
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.incident.incident import Incident
    from console.services.incidents.incident_desk import IncidentDesk
    from console.services.session import Session

_STEP_S = 0.2
_JOURNALS_S = 5.0


@click.command(name="watch", help=t("Watch alerts, keep incidents and tell people; ends with Ctrl+C or after --for."))
@click.option("--for", "lasts", callback=to_seconds, help=t("How long: 90s, 15m, 2h; default until Ctrl+C."))
@click.option("--every", callback=to_seconds, help=t("How often to look (default 5s)."))
@pass_invocation
def watch(invocation: Invocation, *, lasts: float | None, every: float | None) -> None:
    """Print what happens, one line each; another console of the profile may be the one that watches.

    What other consoles roll out, change and take back decides what is offered, or taken back by itself.
    """
    from console.cli.incident_session import incident_session  # noqa: PLC0415 - heavy: connectors
    from console.services.incidents.incident_desk import EVERY_S  # noqa: PLC0415
    from console.services.read_journals import read_journals  # noqa: PLC0415

    with incident_session(invocation, reaches=True) as (session, desk):
        if not desk.notices.tells:
            invocation.note(t("The estate has no notification_policy, so nobody is told anything."))
        if not desk.leads:
            invocation.note(t("Another console of this profile watches; this one follows it."))
        session.runtime.run(read_journals(session))
        session.store.drain(_STEP_S)
        read_s = session.clock.monotonic()
        running = desk.attend(every or EVERY_S)
        until_s = None if lasts is None else session.clock.monotonic() + lasts
        told = {one.id: one.step for one in desk.book.incidents}
        trouble = ""
        try:
            while not running.done() and (until_s is None or session.clock.monotonic() < until_s):
                _wait(session)
                if session.clock.monotonic() - read_s >= _JOURNALS_S:
                    session.runtime.run(read_journals(session))
                    read_s = session.clock.monotonic()
                _tell(desk, told)
                if desk.trouble and desk.trouble != trouble:
                    invocation.note(desk.trouble)
                trouble = desk.trouble
        except KeyboardInterrupt:
            pass
        if running.done():
            running.result()


def _wait(session: "Session") -> None:
    """Let what arrives be seen, and wait a little."""
    from threading import Event  # noqa: PLC0415

    session.store.drain(_STEP_S)
    Event().wait(_STEP_S)


def _tell(desk: "IncidentDesk", told: dict[str, int]) -> None:
    for incident in desk.book.incidents:
        before = told.get(incident.id, -1)
        if incident.step > before:
            told[incident.id] = incident.step
            _print(incident, incident.step - before)


def _print(incident: "Incident", count: int) -> None:
    from console.presenters.format import local_time  # noqa: PLC0415
    from console.presenters.incident_text import moment_word, place_text  # noqa: PLC0415

    for one in incident.moments[-count:]:
        what = f"{moment_word(one.word)} {one.note}".strip()
        where = place_text(incident)
        click.echo(one_line(f"{local_time(one.at_s)}  {incident.id}  L{incident.level}  {where}  {what}"))
