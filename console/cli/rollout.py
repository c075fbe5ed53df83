"""``cell-console rollout``: plan, run, watch and steer a rollout over several cells."""

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.change_sign import export_rollout
from console.cli.emit import emit_sheet, emit_value, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.rollout_drive import abort, pause, promote, resume, start, step
from console.cli.rollout_new import new
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_run import RolloutRun


@click.group(name="rollout", help=t("Roll a version out over several cells, and watch and steer it."))
def command() -> None:
    """Group the commands of rollouts."""


for _one in (new, start, export_rollout, step, promote, pause, resume, abort):
    command.add_command(_one)


@command.command(name="plan", help=t("Check the plan in FILE and show its steps; nothing is changed."))
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--example", is_flag=True, help=t("Print a plan to begin with."))
@click.option("--schema", is_flag=True, help=t("Print the JSON Schema of plans."))
@output_option("table", "json", "yaml")
@pass_invocation
def plan(invocation: Invocation, *, file: Path | None, example: bool, schema: bool, output: str) -> None:
    """Preview every step in every cell too; exit code 1 when something stands against the plan."""
    from console.estate.rollout_plan_file import read_rollout_plan, rollout_schema  # noqa: PLC0415 - heavy: msgspec

    if example:
        _print_example(output)
        return
    if schema:
        emit_value(rollout_schema(), "json")
        return
    if file is None:
        raise UserError(t("No plan was named."), t("Name a file, or begin with --example."))
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.cli.rollout_print import print_plan  # noqa: PLC0415
    from console.services.rollouts.plan_review import review  # noqa: PLC0415

    read = read_rollout_plan(file)
    with opened(invocation) as session:
        estate = invocation.load_estate().estate
        found = session.runtime.run(review(read, estate, session.changes.service, session.changes.judge))
    print_plan(read, found, output)
    if found.problems:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _print_example(output: str) -> None:
    """Print it as it is written, with its remarks; JSON has none."""
    text = resources.files("resources").joinpath("rollouts", "example.yaml").read_text("utf-8")
    if output != "json":
        click.echo(text, nl=False)
        return
    import yaml  # noqa: PLC0415 - only when it is asked for

    emit_value(yaml.safe_load(text), output)


@command.command(name="list", help=t("List the rollouts: what needs you first, then the newest."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_runs(invocation: Invocation, *, output: str) -> None:
    """Print rows; works without a network."""
    from console.cli.rollout_print import run_sheet  # noqa: PLC0415
    from console.cli.rollout_session import rollout_session  # noqa: PLC0415 - heavy: connectors

    with rollout_session(invocation, reaches=False) as session:
        emit_sheet(run_sheet(session.changes.rollouts.book.entries, session.changes.rollouts.book.now_s()), output)


@command.command(name="status", help=t("Show one rollout: its cells and stages, what was found, what comes next."))
@click.argument("run_id", metavar="[ID]", required=False, default="")
@output_option("table", "json", "yaml")
@pass_invocation
def status(invocation: Invocation, *, run_id: str, output: str) -> None:
    """Print it; without ID the newest. Works without a network."""
    from console.cli.rollout_print import print_run  # noqa: PLC0415
    from console.cli.rollout_session import rollout_session  # noqa: PLC0415 - heavy: connectors

    with rollout_session(invocation, reaches=False) as session:
        book = session.changes.rollouts.book
        print_run(book.find(run_id) if run_id else _newest(book.entries), book.now_s(), output)


def _newest(runs: "tuple[RolloutRun, ...]") -> "RolloutRun":
    if not runs:
        raise UserError(t("There is no rollout yet."), t("Begin one: cell-console rollout start FILE"))
    return runs[-1]
