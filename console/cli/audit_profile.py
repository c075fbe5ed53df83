"""``cell-console audit profile``: another audit profile for a team, as the page of audits writes it."""

import click

from console.cli.invocation import Invocation, pass_invocation
from console.cli.writable_estate import writable_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t


@click.command(name="profile", help=t("Give TEAM the audit profile PROFILE; the old estate file is kept as .bak."))
@click.argument("team")
@click.argument("profile")
@pass_invocation
def profile_of(invocation: Invocation, *, team: str, profile: str) -> None:
    """Write it into the estate file."""
    from console.presenters.audit_team_rows import profile_choices  # noqa: PLC0415 - pydantic
    from console.services.team_file import choose_profile  # noqa: PLC0415

    loaded = writable_estate(invocation)
    known = [one.key for one in profile_choices(loaded.estate)]
    if profile not in known:
        raise UserError(
            t("There is no audit profile {key}.", key=repr(profile)), t("There are: {names}.", names=", ".join(known))
        )
    choose_profile(loaded.file, team, profile)
    invocation.note(t("{team} is audited as {profile} from now on.", team=team, profile=profile))
