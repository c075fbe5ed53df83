"""``cell-console audit learned`` and ``teams``: what was learned from decisions, and how strict each team is."""

import click

from console.cli.audit_dismiss import team_desk
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.i18n import t
from console.presenters.format import number


@click.command(name="learned", help=t("Show what was learned from accepted and dismissed findings, and why."))
@click.option("--team", default="", metavar="KEY", help=t("Only this team."))
@click.option("--forget", "rule", default="", metavar="RULE", help=t("Let what was learned of a rule count no more."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def learned(invocation: Invocation, *, team: str, rule: str, output: str) -> None:
    """Print one row per rule of each team, those that only inform first."""
    from console.audits.audit_run import severities  # noqa: PLC0415 - loads all rules
    from console.kernel.clock import SystemClock  # noqa: PLC0415
    from console.presenters.audit_learned_rows import learned_rows  # noqa: PLC0415

    desk = team_desk(invocation)
    if rule:
        desk.forget(team, rule)
        invocation.note(t("What was learned of {rule} counts no more for the team {team}.", rule=rule, team=team))
        return
    found = [one for one in desk.sight().learned if team in {"", one.team}]
    rows = learned_rows(found, severities(), _complying(invocation), SystemClock().now().timestamp())
    if not rows and output == "table":
        invocation.note(t("Nothing was learned yet: nobody has accepted or dismissed a finding."))
        return
    titles = (t("Team"), t("Rule"), t("Severity"), t("Effect"), t("Why"))
    cells = [(one.team, one.rule, one.severity_word, one.state_word, one.reasoning_text) for one in rows]
    emit_sheet(
        Sheet(
            titles,
            cells,
            [one.record() for one in rows],
            widest=160,
            names=("team", "rule", "accepted", "dismissed", "share_bound", "informs"),
        ),
        output,
    )


@click.command(name="teams", help=t("List the teams of the estate: profile, strictness, focus, projects."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def teams(invocation: Invocation, output: str) -> None:
    """Print one row per team."""
    from console.presenters.audit_team_rows import team_rows  # noqa: PLC0415 - msgspec

    rows = team_rows(invocation.load_estate().estate)
    if not rows and output == "table":
        invocation.note(t("The estate has no teams: every project is audited as open source."))
        return
    titles = (t("Team"), t("Profile"), t("Strictness"), t("Focus"), t("Told"), t("Projects"), t("Beyond that"))
    cells = [
        (one.title, one.profile_title, number(one.strictness, 2), ", ".join(one.focus), one.notifies, str(one.projects),
         one.traits_text)
        for one in rows
    ]  # fmt: skip
    emit_sheet(
        Sheet(
            titles,
            cells,
            [one.record() for one in rows],
            right=frozenset({2, 5}),
            widest=80,
            names=(
                "team",
                "title",
                "profile",
                "profile_title",
                "strictness",
                "focus",
                "notifies",
                "traits",
                "projects",
            ),
        ),
        output,
    )


def _complying(invocation: Invocation) -> frozenset[str]:
    """Return the teams in compliance mode; without an estate none is known."""
    from console.kernel.errors import ConsoleError  # noqa: PLC0415
    from console.presenters.audit_team_rows import team_rows  # noqa: PLC0415

    try:
        estate = invocation.load_estate().estate
    except ConsoleError:
        return frozenset()
    return frozenset(one.team for one in team_rows(estate) if "complies" in one.traits)
