"""``cell-console audit dismiss``, ``accept``, ``restore``, ``dismissals``: what people decide about findings."""

from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.audits.team_desk import TeamDesk

_USUAL_DAYS, _MOST_DAYS = 90.0, 365.0


@click.command(name="dismiss", help=t("Dismiss a finding of PROJECT's last audit until an end; it counts no more."))
@click.argument("project")
@click.argument("finding")
@click.option("--reason", required=True, help=t("Why this is no problem here."))
@click.option("--days", type=click.FloatRange(0, _MOST_DAYS, min_open=True), default=_USUAL_DAYS, show_default=True,
              help=t("After so many days it counts again."))  # fmt: skip
@pass_invocation
def dismiss(invocation: Invocation, *, project: str, finding: str, reason: str, days: float) -> None:
    """FINDING is the beginning of a fingerprint, or a rule that could not be measured, to answer for that.

    In compliance mode a critical finding is dismissed only when a second person dismisses it, too.
    """
    from console.presenters.audit_dismissal_rows import dismissal_rows  # noqa: PLC0415 - msgspec

    made = team_desk(invocation).dismiss(project, finding, reason, days)
    (row,) = dismissal_rows([made])
    invocation.note(
        t("{rule} at {place}: {state}, until {until}.", rule=row.rule, place=row.place or project,
          state=row.state_word, until=row.until_text)
    )  # fmt: skip


@click.command(name="accept", help=t("Say that a finding of PROJECT's last audit is right and will be mended."))
@click.argument("project")
@click.argument("finding")
@pass_invocation
def accept(invocation: Invocation, project: str, finding: str) -> None:
    """Teach the audits that the team acts on this rule."""
    from console.kernel.visible_text import visible_line  # noqa: PLC0415

    found = team_desk(invocation).accept(project, finding)
    invocation.note(t("{rule} at {place}: accepted.", rule=found.rule, place=visible_line(found.place) or project))


@click.command(name="restore", help=t("Take a dismissal of PROJECT back: the finding counts again."))
@click.argument("project")
@click.argument("finding")
@pass_invocation
def restore(invocation: Invocation, project: str, finding: str) -> None:
    """FINDING is the beginning of a fingerprint, or a rule."""
    taken = team_desk(invocation).restore(project, finding)
    invocation.note(t("{rule}: the finding counts again.", rule=taken.rule))


@click.command(name="dismissals", help=t("List dismissed findings: who answers for them, why, and until when."))
@click.argument("project", default="")
@click.option("--all", "with_ended", is_flag=True, help=t("Also those that ended or were taken back."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def dismissals(invocation: Invocation, *, project: str, with_ended: bool, output: str) -> None:
    """Print one row per finding; those that wait for a second person first."""
    from console.presenters.audit_dismissal_rows import dismissal_rows  # noqa: PLC0415 - msgspec

    found = dismissal_rows(team_desk(invocation).sight().dismissals, project)
    rows = [one for one in found if with_ended or one.is_live]
    if not rows and output == "table":
        invocation.note(t("Nothing is dismissed."))
        return
    titles = (t("Project"), t("Rule"), t("Where"), t("State"), t("Until"), t("Who"), t("Reason"), t("Id"))
    cells = [
        (one.project, one.rule, one.place, one.state_word, one.until_text, ", ".join(one.persons), one.reason,
         one.fingerprint[:10])
        for one in rows
    ]  # fmt: skip
    emit_sheet(
        Sheet(
            titles,
            cells,
            [one.record() for one in rows],
            names=("project", "rule", "place", "reason", "persons", "until_s", "state", "fingerprint"),
        ),
        output,
    )


def team_desk(invocation: Invocation) -> "TeamDesk":
    """Return the desk of this profile; what is decided goes into its trail."""
    from console.cli.trail_note import note_now  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.kernel.operator import operator  # noqa: PLC0415
    from console.services.audits.audit_places import audit_places  # noqa: PLC0415
    from console.services.audits.team_desk import TeamDesk  # noqa: PLC0415 - loads all rules

    places = audit_places(invocation.paths)
    return TeamDesk(places, SystemClock(), operator(), lambda event: note_now(invocation, event))
