"""``cell-console runbook answer``, ``skip``, ``retry``, ``back``, ``defer``, ``recover`` and ``stop``."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from console.cli.invocation import Invocation, pass_invocation
from console.cli.runbook_drive import drive_run
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.runbooks.runbook_run import RunbookRun
    from console.services.runbooks.runbook_command import RunbookCommand
    from console.services.runbooks.runbook_desk import RunbookDesk

_RUN = click.argument("run_id", metavar="RUN")
_REASON = click.option("--reason", default="", help=t("Why, in a few words."))
_STAY = click.option("--stay/--no-stay", default=True, help=t("Drive it on afterwards, where no other console does."))


def _noted(run: "RunbookRun") -> str:
    return t("Noted: {id}", id=run.id)


def _say(
    invocation: Invocation,
    run_id: str,
    say: "Callable[[RunbookCommand, RunbookRun], Any]",
    *,
    stay: bool,
    told: "Callable[[RunbookRun], str]" = _noted,
) -> None:
    _do(invocation, run_id, lambda desk, run: say(desk.command, run), stay=stay, told=told)


def _do(
    invocation: Invocation,
    run_id: str,
    do: "Callable[[RunbookDesk, RunbookRun], Any]",
    *,
    stay: bool,
    told: "Callable[[RunbookRun], str]",
) -> None:
    from console.cli.runbook_session import runbook_session  # noqa: PLC0415 - heavy: connectors
    from console.domain.runbooks.runbook_run import RunState  # noqa: PLC0415

    with runbook_session(invocation, reaches=False) as session:
        desk = session.changes.runbooks
        found = desk.book.find(run_id)
        after = session.runtime.run(do(desk, found))
        if stay and after.state is RunState.RUNNING:
            drive_run(invocation, session, after.id)
        else:
            invocation.note(told(after))


@click.command(name="answer", help=t("Answer the question of a run: confirm, decide, approve, or say what happened."))
@_RUN
@click.option("--choice", default="", help=t("Number or text of the answer; default: the first."))
@click.option("--note", default="", help=t("What you saw, as evidence."))
@click.option("--picture", type=click.Path(path_type=Path), default=None, help=t("A picture as evidence."))
@click.option("--approve-as", default="", metavar="NAME", help=t("Approve as this other person."))
@_STAY
@pass_invocation
def answer(
    invocation: Invocation, *, run_id: str, choice: str, note: str, picture: Path | None, approve_as: str, stay: bool
) -> None:
    """Journal the answer; whoever drives the run goes on."""

    def say(command: "RunbookCommand", run: "RunbookRun") -> Any:
        if approve_as:
            return command.approve(run.id, approve_as, note)
        return command.answer(run.id, place_of(run, choice), note, picture)

    _say(invocation, run_id, say, stay=stay)


def place_of(run: "RunbookRun", choice: str) -> int:
    """Return which answer of the present question a number or a text names; raise ``UserError``."""
    question = run.present.question if run.present is not None else None
    labels = [one.label for one in question.choices] if question is not None else []
    if not choice:
        return 0
    if choice in labels:
        return labels.index(choice)
    if choice.isdecimal() and 1 <= int(choice) <= len(labels):
        return int(choice) - 1
    said = t("There is no answer {choice}.", choice=repr(choice))
    if not labels:
        raise UserError(said, t("There is nothing to choose here: leave --choice out."))
    raise UserError(said, t("Choose: {names}", names=", ".join(labels)))


@click.command(name="skip", help=t("Leave the present step of a run out, for a reason."))
@_RUN
@_REASON
@_STAY
@pass_invocation
def skip(invocation: Invocation, *, run_id: str, reason: str, stay: bool) -> None:
    """Wrong use (2) without a reason."""
    _say(invocation, run_id, lambda command, run: command.skip(run.id, reason), stay=stay)


@click.command(name="defer", help=t("Put the present step of a run off until all others are done."))
@_RUN
@_REASON
@_STAY
@pass_invocation
def defer(invocation: Invocation, *, run_id: str, reason: str, stay: bool) -> None:
    """For a step whose system cannot be reached now."""
    _say(invocation, run_id, lambda command, run: command.defer(run.id, reason), stay=stay)


@click.command(name="retry", help=t("Try the step again that failed."))
@_RUN
@_STAY
@pass_invocation
def retry(invocation: Invocation, *, run_id: str, stay: bool) -> None:
    """Go on from there as before."""
    _say(invocation, run_id, lambda command, run: command.retry(run.id), stay=stay)


@click.command(name="back", help=t("Go back to an earlier step; nothing is undone by that."))
@_RUN
@click.argument("step")
@_REASON
@pass_invocation
def back(invocation: Invocation, *, run_id: str, step: str, reason: str) -> None:
    """Rest there."""
    _say(invocation, run_id, lambda command, run: command.back(run.id, step, reason), stay=False)


@click.command(name="recover", help=t("Run the recovery section of the runbook."))
@_RUN
@_REASON
@pass_invocation
def recover(invocation: Invocation, *, run_id: str, reason: str) -> None:
    """Drive it to its end."""
    _say(invocation, run_id, lambda command, run: command.recover(run.id, reason, automatic=True), stay=True)


@click.command(name="stop", help=t("Stop the present step of a run, or with --end the run."))
@_RUN
@_REASON
@click.option("--end", is_flag=True, help=t("End the run."))
@pass_invocation
def stop(invocation: Invocation, *, run_id: str, reason: str, end: bool) -> None:
    """Whoever drives it stops; its whole process group is ended. Where nobody does, it rests or is over at once."""
    if not end:
        _say(invocation, run_id, lambda command, run: command.stop(run.id, reason), stay=False, told=stop_told)
        return
    from console.cli.runbook_end import end_run  # noqa: PLC0415
    from console.kernel.clock import SystemClock  # noqa: PLC0415

    clock = SystemClock()
    _do(invocation, run_id, lambda desk, run: end_run(desk, run.id, reason, clock), stay=False, told=end_told)


def stop_told(run: "RunbookRun") -> str:
    """Return what has become of a run that somebody wanted to stop."""
    from console.domain.runbooks.runbook_run import RunState  # noqa: PLC0415 - heavy: msgspec
    from console.domain.runbooks.step_run import StepState  # noqa: PLC0415

    if run.is_stopping:
        return t("The console that drives the run {id} stops its present step.", id=run.id)
    if run.state is not RunState.RESTING:
        return _noted(run)
    rests = t("The run {id} rests. Go on with: cell-console runbook resume {id} --auto", id=run.id)
    if run.present is None or run.present.state is not StepState.UNKNOWN:
        return rests
    return f"{rests}\n{t('Its console ended in the middle of a step: that is looked into first.')}"


def end_told(run: "RunbookRun") -> str:
    """Return what has become of a run that somebody wanted to end."""
    if run.is_over:
        return t("The run {id} is over.", id=run.id)
    stopped = t("The console that drives the run {id} stops its present step.", id=run.id)
    return f"{stopped}\n{t('Then end it with: cell-console runbook stop {id} --end', id=run.id)}"
