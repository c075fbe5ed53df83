"""``cell-console change unlock`` and ``lock``: connections are read-only until unlocked."""

import click

from console.cli.duration import to_seconds
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.presenters.format import local_time


@click.command(name="unlock", help=t("Allow changes of a CONNECTION for a while."))
@click.argument("connection")
@click.option("--for", "for_s", callback=to_seconds, required=True, help=t("How long: 90s, 15m, 1h."))
@click.option("--reason", required=True, help=t("Why, in a few words."))
@pass_invocation
def unlock(invocation: Invocation, *, connection: str, for_s: float, reason: str) -> None:
    """Note it in the journal; every console of this profile follows it."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        set_to = opened.run(opened.service.access.unlock(connection, for_s, reason))
        click.echo(t("{name} is unlocked until {time}.", name=connection, time=local_time(set_to.until_s)))


@click.command(name="lock", help=t("Allow no further changes of a CONNECTION."))
@click.argument("connection")
@pass_invocation
def lock(invocation: Invocation, *, connection: str) -> None:
    """End an unlock."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        opened.run(opened.service.access.lock(connection))
        click.echo(t("{name} is locked.", name=connection))
