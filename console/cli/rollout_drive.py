"""``cell-console rollout start``, ``step``, ``promote``, ``pause``, ``resume`` and ``abort``."""

import sys
from collections.abc import Callable
from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.driven_echo import driven_echo
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.rollouts.rollout_move import RolloutMove
    from console.domain.rollouts.rollout_run import RolloutRun
    from console.services.session import Session

_STEP_S = 0.1
_RUN = click.argument("run_id", metavar="ID")
_UNTIL_DONE = click.option(
    "--until-done", is_flag=True, help=t("Stay and drive it until it is over or needs a person.")
)
_REASON = click.option("--reason", default="", help=t("Why, in a few words."))


@click.command(name="start", help=t("Begin the rollout that FILE plans, and drive it to its first wait."))
@click.argument("file", type=click.Path(path_type=Path))
@_REASON
@click.option("--yes", is_flag=True, help=t("Do not ask."))
@_UNTIL_DONE
@pass_invocation
def start(invocation: Invocation, *, file: Path, reason: str, yes: bool, until_done: bool) -> None:
    """Refused (4) when something stands against the plan; 1 when it was taken back, or is blocked."""
    from console.cli.rollout_session import rollout_session  # noqa: PLC0415 - heavy: connectors
    from console.estate.rollout_plan_file import read_rollout_plan  # noqa: PLC0415
    from console.services.rollouts.plan_review import demand_sound  # noqa: PLC0415

    plan = read_rollout_plan(file)
    with rollout_session(invocation) as session:
        service = session.changes.service
        session.runtime.run(service.book.refresh())
        for connection in {lever.connection for wave in plan.waves for one in wave.cells for lever in one.levers}:
            service.access.require_unlocked(connection)
        session.runtime.run(demand_sound(plan, invocation.load_estate().estate, service, session.changes.judge))
        _ask(plan.name, len(plan.cells), yes=yes)
        run = session.runtime.run(session.changes.rollouts.command.start(plan, reason))
        driven_echo(run.id)
        _drive(session, run, until_done=until_done)


def _ask(name: str, cells: int, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UserError(
            t("Nobody can be asked whether {name} may begin.", name=name),
            t("Look at it with `cell-console rollout plan FILE`, then add --yes."),
        )
    click.confirm(t("Begin {name} in {count} cells?", name=name, count=cells), abort=True)


@click.command(name="step", help=t("Leave the present stage before its time, as soon as its gates allow it."))
@_RUN
@_UNTIL_DONE
@pass_invocation
def step(invocation: Invocation, *, run_id: str, until_done: bool) -> None:
    """Journal it; the console that drives does it, this one when there is none."""
    _say(invocation, run_id, lambda session, run: session.changes.rollouts.command.step(run.id), until_done=until_done)


@click.command(name="promote", help=t("Go on without enough evidence too; a proof that it is bad still takes it back."))
@_RUN
@_REASON
@_UNTIL_DONE
@pass_invocation
def promote(invocation: Invocation, *, run_id: str, reason: str, until_done: bool) -> None:
    """A reason is needed."""
    _say(
        invocation,
        run_id,
        lambda session, run: session.changes.rollouts.command.promote(run.id, reason),
        until_done=until_done,
    )


@click.command(name="resume", help=t("Go on after a pause, a block, or the end of the console that drove it."))
@_RUN
@_UNTIL_DONE
@pass_invocation
def resume(invocation: Invocation, *, run_id: str, until_done: bool) -> None:
    """What is really there is verified first."""
    _say(
        invocation, run_id, lambda session, run: session.changes.rollouts.command.resume(run.id), until_done=until_done
    )


@click.command(name="abort", help=t("Take everything back that the rollout has changed, the last cell first."))
@_RUN
@_REASON
@pass_invocation
def abort(invocation: Invocation, *, run_id: str, reason: str) -> None:
    """Drive it back to the end."""
    _say(
        invocation, run_id, lambda session, run: session.changes.rollouts.command.abort(run.id, reason), until_done=True
    )


@click.command(name="pause", help=t("Hold a rollout where it is; shares stay as they are."))
@_RUN
@_REASON
@pass_invocation
def pause(invocation: Invocation, *, run_id: str, reason: str) -> None:
    """Journal it; whoever drives stops."""
    from console.cli.rollout_session import rollout_session  # noqa: PLC0415 - heavy: connectors

    with rollout_session(invocation, reaches=False) as session:
        found = session.changes.rollouts.book.find(run_id)
        session.runtime.run(session.changes.rollouts.command.pause(found.id, reason))
        click.echo(t("{id} is held. Go on with: cell-console rollout resume {id}", id=found.id))


def _say(invocation: Invocation, run_id: str, say: "Callable[[Session, RolloutRun], Any]", *, until_done: bool) -> None:
    """Say something to a run, and drive it where no other console does."""
    from console.cli.rollout_session import rollout_session  # noqa: PLC0415 - heavy: connectors

    with rollout_session(invocation) as session:
        found = session.changes.rollouts.book.find(run_id)
        run = session.runtime.run(say(session, found))
        try:
            _drive(session, run, until_done=until_done)
        except ChangeRefused as error:
            if session.changes.rollouts.book.find(run.id).owner == session.changes.rollouts.book.journal.owner:
                raise
            invocation.note(t("Noted. {why}", why=error))


def _drive(session: "Session", run: "RolloutRun", *, until_done: bool) -> None:
    """Drive until the run waits for what takes long, or with ``until_done`` until it is over; print what happens."""
    from console.domain.rollouts.rollout_move import WaitFor  # noqa: PLC0415 - heavy: msgspec

    people = {WaitFor.PERSON, WaitFor.BARRIER, WaitFor.SIGNATURE}
    enough = people if until_done else {*people, WaitFor.TIME, WaitFor.EVIDENCE, WaitFor.LOCK, WaitFor.REACH}

    def is_enough(move: "RolloutMove") -> bool:
        return move.wait in enough

    told = len(run.moments)
    future: Future[RolloutRun] = session.changes.rollouts.drive(run.id, is_enough)
    while not future.done():
        session.store.drain(_STEP_S)
        told = _tell(session.changes.rollouts.book.find(run.id), told)
        wait([future], timeout=_STEP_S)
    ended = future.result()
    _tell(ended, told)
    _end(ended, session.changes.rollouts.book.now_s())


def _tell(run: "RolloutRun", told: int) -> int:
    from console.presenters.retold import retold  # noqa: PLC0415
    from console.presenters.rollout_run_rows import moment_word  # noqa: PLC0415

    for one in run.moments[told:]:
        if one.word not in {"found", "passed", "changing"}:
            said = f"{moment_word(one.word)}: {retold(one.note)}" if one.note else moment_word(one.word)
            driven_echo(one_line(said))
    return len(run.moments)


def _end(run: "RolloutRun", now_s: float) -> None:
    """Say where it stands; exit code 1 when it was taken back or is blocked."""
    from console.domain.rollouts.rollout_run import RunState, RunWay  # noqa: PLC0415
    from console.presenters.rollout_run_text import next_sentence  # noqa: PLC0415

    driven_echo(one_line(next_sentence(run, now_s)))
    if run.state is RunState.BLOCKED or run.way is RunWay.BACK:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)
