"""``cell-console runbook run``, ``resume`` and ``jobs``."""

import sys
from typing import TYPE_CHECKING

import click

from console.cli.driven_echo import driven_echo
from console.cli.duration import to_seconds
from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.cli.runbook_drive import Driving, drive_run
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.run_plan import RunPlan
    from console.domain.runbooks.runbook import Runbook
    from console.services.session import Session

_REASON = click.option("--reason", default="", help=t("Why, in a few words."))
_VALUES = click.option(
    "--param", "-p", "values", multiple=True, metavar="NAME=VALUE", help=t("A parameter's value; repeatable.")
)
_AUTO = click.option("--auto", is_flag=True, help=t("Go on by itself until something fails, asks, or the end."))
_TO = click.option("--to", "until", default="", metavar="STEP", help=t("Go on by itself up to this step."))
_CONFIRMED = click.option(
    "--confirmed", is_flag=True, help=t("Take confirmations that want no evidence as given: you saw the plan.")
)
_RECOVER = click.option("--recover", is_flag=True, help=t("When something fails, run the recovery section."))


@click.command(
    name="run",
    help=t(
        "Run a runbook: an id or a Markdown file. The plan is shown first; without --auto it waits before each step."
    ),
)
@click.argument("runbook")
@click.option(
    "--param", "-p", "values", multiple=True, metavar="NAME=VALUE", help=t("A parameter's value; repeatable.")
)
@_AUTO
@_TO
@_RECOVER
@_CONFIRMED
@_REASON
@click.option("--dry", is_flag=True, help=t("Change nothing: look, and show what would be changed."))
@click.option("--yes", is_flag=True, help=t("Do not ask whether it may begin."))
@click.option(
    "--unlock", callback=to_seconds, metavar="TIME", help=t("Unlock what it changes for this long; needs a reason.")
)
@pass_invocation
def run(
    invocation: Invocation,
    *,
    runbook: str,
    values: tuple[str, ...],
    auto: bool,
    until: str,
    recover: bool,
    confirmed: bool,
    reason: str,
    dry: bool,
    yes: bool,
    unlock: float | None,
) -> None:
    """Exit code 0: succeeded, or (without --auto) it rests before a step; 1: failed, not verified, or asks a person;
    4: refused.
    """
    from console.cli.runbook_print import print_plan  # noqa: PLC0415 - heavy: msgspec
    from console.cli.runbook_session import chosen_runbook, given_values, runbook_session  # noqa: PLC0415

    with runbook_session(invocation) as session:
        desk = session.changes.runbooks
        found = chosen_runbook(runbook, desk.library())
        plan = desk.plan(found, given_values(values))
        print_plan(plan, "table")
        _demand_sound(plan)
        _ask(plan, yes=yes)
        if unlock is not None:
            _unlock(session, plan, unlock, reason or plan.title)
        _begin(
            invocation,
            session,
            found,
            plan,
            reason=reason,
            dry=dry,
            auto=auto,
            until=until,
            how=Driving(recover, confirmed),
        )


def _begin(
    invocation: Invocation,
    session: "Session",
    runbook: "Runbook",
    plan: "RunPlan",
    *,
    reason: str,
    dry: bool,
    auto: bool,
    until: str,
    how: Driving,
) -> None:
    command, runtime = session.changes.runbooks.command, session.runtime
    begun = runtime.run(command.start(plan, runbook.text, reason=reason, is_dry=dry))
    driven_echo(begun.id)
    if auto:
        runtime.run(command.auto(begun.id))
    elif until:
        runtime.run(command.run_to(begun.id, until))
    drive_run(invocation, session, begun.id, how)


def _demand_sound(plan: "RunPlan") -> None:
    if plan.problems:
        raise UserError(
            t("The runbook {id} cannot run here: {why}", id=plan.runbook, why=" ".join(plan.problems)),
            t("Add what is missing to the estate, or choose another one."),
        )


def _ask(plan: "RunPlan", *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UserError(
            t("Nobody can be asked whether {name} may begin.", name=plan.title),
            t("Look at it with `cell-console runbook plan`, then add --yes."),
        )
    click.confirm(t("Begin {name}?", name=plan.title), abort=True)


def _unlock(session: "Session", plan: "RunPlan", for_s: float, reason: str) -> None:
    service = session.changes.service
    session.runtime.run(service.book.refresh())
    for connection in session.changes.runbooks.world.written(plan):
        session.runtime.run(service.access.unlock(connection, for_s, reason))


@click.command(name="resume", help=t("Go on with a run: after a rest, or when the console that drove it has ended."))
@click.argument("run_id", metavar="RUN")
@_AUTO
@_TO
@_RECOVER
@_CONFIRMED
@pass_invocation
def resume(invocation: Invocation, *, run_id: str, auto: bool, until: str, recover: bool, confirmed: bool) -> None:
    """A step that was cut off is looked into first, never silently repeated."""
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors
    from console.domain.runbooks.runbook_run import RunState  # noqa: PLC0415

    with runbook_session(invocation) as session:
        desk, runtime = session.changes.runbooks, session.runtime
        found = desk.book.find(run_id)
        taken = runtime.run(desk.take_up(found.id))
        if taken.state is RunState.RESTING and (auto or until):
            runtime.run(desk.command.run_to(found.id, until) if until else desk.command.auto(found.id))
        drive_run(invocation, session, found.id, Driving(recover, confirmed))


@click.group(name="jobs", help=t("List and run the team's own jobs, behind their gates."))
def jobs() -> None:
    """Group the commands of jobs."""


@jobs.command(name="list", help=t("List the jobs of the estate."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_jobs(invocation: Invocation, *, output: str) -> None:
    """Print the jobs; nothing is reached."""
    found = invocation.load_estate().estate.automation.jobs
    names = ("job", "title", "command", "gates", "cell", "timeout")
    rows = [
        (one.key, one.title, " ".join(one.argv), ", ".join(one.gates), one.cell or t("all cells"), one.timeout)
        for one in found
    ]
    titles = (t("JOB"), t("TITLE"), t("COMMAND"), t("GATES"), t("CELL"), t("TIME LIMIT"))
    records = [
        {**dict(zip(names, row, strict=True)), "cell": one.cell or None} for one, row in zip(found, rows, strict=True)
    ]
    emit_sheet(Sheet(titles, rows, records, widest=80, names=names), output)


@jobs.command(name="run", help=t("Run a job behind its gates; a failure is told to people."))
@click.argument("job")
@_REASON
@click.option("--yes", is_flag=True, help=t("Do not ask whether it may begin."))
@click.option("--dry", is_flag=True, help=t("Look at the gates only."))
@pass_invocation
def run_job(invocation: Invocation, *, job: str, reason: str, yes: bool, dry: bool) -> None:
    """A run of one step, journaled like any other."""
    from console.cli.runbook_print import print_plan  # noqa: PLC0415 - heavy: msgspec
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors
    from console.runbooks.job_runbook import job_runbook  # noqa: PLC0415

    with runbook_session(invocation) as session:
        desk = session.changes.runbooks
        runbook = job_runbook(job, desk.world)
        plan = desk.plan(runbook, {})
        print_plan(plan, "table")
        _ask(plan, yes=yes)
        _begin(invocation, session, runbook, plan, reason=reason, dry=dry, auto=True, until="", how=Driving())
