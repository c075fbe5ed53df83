"""``cell-console rollout new``: make a plan of what the estate has, and show all of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.emit import Sheet, emit_sheet
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.number_range import NumberRange
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.domain.rollouts.plan_draft import PlanDraft
    from console.domain.rollouts.rollout_plan import RolloutPlan
    from console.presenters.rollable import Rollable

_GATES = ("judge", "error_budget", "cost", "carbon")


@click.command(name="new", help=t("Make a plan: what, where, in which stages. Without options list what there is."))
@click.argument("kind", type=click.Choice(("image", "worker", "route", "pool", "model")), required=False)
@click.argument("what", metavar="[NAME]", default="")
@click.option("--to", "new", default="", help=t("Image, version, destination or model that is to get the share."))
@click.option("--from", "old", default="", help=t("In the place of which it gets it."))
@click.option("--wave", "waves", multiple=True, metavar="CELL,…", help=t("Cells of a wave; repeat it for more waves."))
@click.option("--stages", default="", help=t("Shares and times: 5 % 6h, 25 % 12h, 50 % 24h, 100 %."))
@click.option("--by-hand", is_flag=True, help=t("Every stage waits for a person."))
@click.option("--no-barrier", is_flag=True, help=t("Let the next wave begin without a person."))
@click.option("--without", multiple=True, type=click.Choice(_GATES), help=t("Leave a gate out; may be repeated."))
@click.option("--most-errors", type=NumberRange(0, 1), default=0.01, show_default=True, help=t("Failed requests."))
@click.option("--most-accuracy-drop", type=NumberRange(0, 1), default=0.05, show_default=True, help=t("Lost accuracy."))
@click.option("--model", "model", default="", metavar="KEY=VERSION", help=t("Edge model whose versions must fit."))
@click.option("--title", default="", help=t("Name of the rollout."))
@click.option("--reason", default="", help=t("Why, in a few words."))
@click.option("-f", "--file", type=click.Path(path_type=Path, dir_okay=False), help=t("Write the plan into this file."))
@click.option("--wait", type=NumberRange(0.1, 600), default=30.0, show_default=True, help=t("Seconds to wait."))
@pass_invocation
def new(
    invocation: Invocation,
    /,
    *,
    kind: str | None,
    what: str,
    new: str,
    old: str,
    waves: tuple[str, ...],
    file: Path | None,
    wait: float,
    **said: Any,
) -> None:
    """Print the plan, or write it and print every step; exit code 1 when something stands against it.

    Exit code 3 when the list of what there is lacks what could not be reached.
    """
    from console.cli.known_note import tell_known  # noqa: PLC0415
    from console.cli.known_state import read_state  # noqa: PLC0415 - heavy: connectors
    from console.presenters.rollable import ROLLABLE_TOPICS, rollables  # noqa: PLC0415

    known = read_state(invocation, ROLLABLE_TOPICS, wait_s=wait, cached=False)
    unreached = tell_known(invocation, known, ROLLABLE_TOPICS)
    found = rollables(known.state)
    if kind is None:
        _list(found)
        if unreached:
            raise click.exceptions.Exit(ExitCode.UNREACHABLE)
        return
    chosen = _named(found, kind, what)
    if not new and not chosen.choices:
        raise UserError(
            t("{name} is missing.", name="--to"), t("Name what it is to get, such as {now}.", now=chosen.new)
        )
    levers = chosen.chosen(new or (chosen.new if chosen.choices else ""), old or chosen.old)
    from console.domain.rollouts.plan_draft import plan_of  # noqa: PLC0415

    name = str(said["title"]) or f"{chosen.name} {(new or chosen.new).rpartition(':')[2]}"
    plan = plan_of(_draft(name, tuple(_cells(one) for one in waves), said), levers)
    _show(invocation, plan, file)


def _cells(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())


def _draft(name: str, waves: tuple[tuple[str, ...], ...], said: dict[str, Any]) -> "PlanDraft":
    from console.domain.rollouts.plan_draft import PlanDraft  # noqa: PLC0415
    from console.domain.rollouts.rollout_gates import RolloutGates  # noqa: PLC0415
    from console.domain.rollouts.rollout_plan import RolloutModel  # noqa: PLC0415
    from console.domain.rollouts.rollout_stage import STAGES  # noqa: PLC0415
    from console.domain.rollouts.stage_text import read_stages  # noqa: PLC0415

    left_out = said["without"]
    gates = RolloutGates(
        **{one: one not in left_out for one in _GATES},
        most_errors=said["most_errors"],
        most_accuracy_drop=said["most_accuracy_drop"],
    )
    key, mark, version = str(said["model"]).partition("=")
    return PlanDraft(
        name,
        waves,
        read_stages(str(said["stages"])) or STAGES,
        gates,
        mode="hand" if said["by_hand"] else "clock",
        waits=not said["no_barrier"],
        reason=str(said["reason"]),
        model=RolloutModel(key, version) if mark else None,
    )


def _list(found: "Sequence[Rollable]") -> None:
    from console.presenters.rollable import kind_title  # noqa: PLC0415

    rows = [[one.kind, one.name, ", ".join(one.levers), one.new, one.old or "–", kind_title(one.kind)] for one in found]
    titles = (t("KIND"), t("NAME"), t("CELLS"), t("TO"), t("FROM"), t("WHAT"))
    records = [dict(zip(("kind", "name", "cells", "to", "from", "title"), row, strict=True)) for row in rows]
    emit_sheet(Sheet(titles, rows, records, widest=100), "table")


def _named(found: "Sequence[Rollable]", kind: str, name: str) -> "Rollable":
    of_kind = [one for one in found if one.kind == kind]
    fits = [one for one in of_kind if one.name == name] if name else of_kind
    if len(fits) == 1:
        return fits[0]
    names = ", ".join(one.name for one in of_kind) or t("none")
    raise UserError(
        t("There is no single {kind} {name}.", kind=kind, name=repr(name)), t("There are: {names}.", names=names)
    )


def _show(invocation: Invocation, plan: "RolloutPlan", file: Path | None) -> None:
    from console.cli.opened import opened  # noqa: PLC0415 - heavy: connectors
    from console.cli.rollout_print import print_plan  # noqa: PLC0415
    from console.estate.rollout_plan_file import plan_text  # noqa: PLC0415
    from console.kernel.paths import write_private  # noqa: PLC0415
    from console.services.rollouts.plan_review import review  # noqa: PLC0415

    if file is None:
        click.echo(plan_text(plan), nl=False)
        return
    with opened(invocation) as session:
        estate, changes = invocation.load_estate().estate, session.changes
        found = session.runtime.run(review(plan, estate, changes.service, changes.judge))
    write_private(file.absolute(), plan_text(plan))
    print_plan(plan, found, "table")
    invocation.note(t("Begin it with: cell-console rollout start {file}", file=file))
    if found.problems:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
