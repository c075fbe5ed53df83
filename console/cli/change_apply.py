"""``cell-console change apply``, ``undo``, ``keep`` and ``recover``."""

import os.path
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.change_file import read_change_file
from console.cli.duration import to_seconds
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.cli.change_session import ChangeSession
    from console.domain.change import Change
    from console.domain.confirmation import Confirmation

_GRACE_S = 3.0


def _confirming(function: "click.decorators.FC") -> "click.decorators.FC":
    """Add the options by which a change is confirmed without being asked."""
    for option in (
        click.option(
            "--type-name", "typed", default="", metavar="NAME", help=t("Name of the target, as its risk asks.")
        ),
        click.option("--seen", default="", metavar="DIGEST", help=t("Digest of the preview that was looked at.")),
        click.option("--yes", is_flag=True, help=t("Do not ask, as far as the risk allows.")),
    ):
        function = option(function)
    return function


@click.command(name="apply", help=t("Apply a planned change by its ID, or one from a FILE after planning it anew."))
@click.argument("which", metavar="FILE|ID")
@click.option("--reason", default="", help=t("Why, in a few words."))
@click.option(
    "--revert-after", callback=to_seconds, help=t("Undo it by itself after this time unless kept: 90s, 15m, 1h.")
)
@_confirming
@pass_invocation
def apply(
    invocation: Invocation, *, which: str, reason: str, revert_after: float | None, yes: bool, seen: str, typed: str
) -> None:
    """Confirm, apply, verify; exit code 4 when refused, 1 when it was not reached, 3 when nobody knows."""
    from console.cli.change_session import change_session, tell_left_behind  # noqa: PLC0415 - heavy: connectors

    with change_session(invocation, connect=True) as opened:
        tell_left_behind(invocation, opened)
        change = _from_file(opened, Path(which)) if os.path.isfile(which) else opened.service.book.find(which)
        if reason or revert_after is not None:
            change = replace(
                change, reason=reason or change.reason, revert_after_s=revert_after or change.revert_after_s
            )
        _carry_out(invocation, opened, change, yes=yes, seen=seen, typed=typed)


def _from_file(opened: "ChangeSession", file: Path) -> "Change":
    """Plan the change of a file anew; refuse it when it would not do any more what the file shows."""
    told = read_change_file(file)
    draft = opened.run(opened.service.draft(told.operation, told.reason, revert_after_s=told.revert_after_s))
    shown = None if told.preview is None else told.preview.differences
    now = None if draft.preview is None else draft.preview.differences
    if shown is not None and shown != now and not (draft.preview is not None and draft.preview.satisfied):
        changed = "; ".join(f"{one.path}: {one.before or '–'} → {one.after or '–'}" for one in now or ())
        raise ChangeRefused(
            t(
                "{target} has changed since the file was written: it would now do {changed}.",
                target=draft.target,
                changed=changed,
            ),
            t("Plan it anew and have the new file reviewed."),
        )
    return draft


@click.command(name="undo", help=t("Undo a change by its ID."))
@click.argument("change_id", metavar="ID")
@click.option("--reason", default="", help=t("Why, in a few words."))
@_confirming
@pass_invocation
def undo(invocation: Invocation, *, change_id: str, reason: str, yes: bool, seen: str, typed: str) -> None:
    """Apply the inverse as a change of its own; refused when the target has changed since."""
    from console.cli.change_session import change_session, tell_left_behind  # noqa: PLC0415 - heavy: connectors
    from console.domain.change import ChangeState  # noqa: PLC0415

    with change_session(invocation, connect=True) as opened:
        tell_left_behind(invocation, opened)
        original = opened.service.book.find(change_id)
        draft = opened.run(opened.service.undo(original.id, reason))
        if draft.state is ChangeState.VERIFIED:
            click.echo(one_line(draft.note))
            return
        _carry_out(invocation, opened, draft, yes=yes, seen=seen, typed=typed)


def _carry_out(
    invocation: Invocation, opened: "ChangeSession", change: "Change", *, yes: bool, seen: str, typed: str
) -> None:
    from console.cli.change_print import outcome_code, print_change, print_outcome  # noqa: PLC0415
    from console.domain.change import ChangeState  # noqa: PLC0415
    from console.domain.change_step import confirmed  # noqa: PLC0415

    confirmed(change, 0.0, "")  # refuses what is past this step, before anything is printed
    opened.service.access.require_unlocked(change.target.connection)
    change = opened.run(opened.session.changes.judge.judged(change))
    print_change(change, "table")
    given = _confirmation(change, yes=yes, seen=seen, typed=typed)
    grace_s = 0.0 if yes or seen or typed else _GRACE_S
    ready = opened.run(opened.service.confirm(change, given, grace_s=grace_s))
    if grace_s and ready.state is ChangeState.CONFIRMED:
        invocation.note(t("Applying in {seconds} s; Ctrl+C takes it back.", seconds=round(grace_s)))
    done = _settled(opened, ready)
    print_outcome(done)
    if done.awaits_revert:
        done = _wait_to_revert(invocation, opened, done)
    code = outcome_code(done)
    if code is not ExitCode.DONE:
        raise click.exceptions.Exit(code)


def _confirmation(change: "Change", *, yes: bool, seen: str, typed: str) -> "Confirmation":
    """Return what was given, or ask for it where somebody can answer; the differences are on the screen then."""
    from console.domain.confirmation import Confirmation, preview_digest  # noqa: PLC0415
    from console.domain.operation import Risk  # noqa: PLC0415

    if yes or seen or typed or not sys.stdin.isatty():
        if not (yes or seen or typed):
            raise ChangeRefused(
                t("Nobody is here to confirm the change."), t("Add --yes, and --seen or --type-name as its risk asks.")
            )
        return Confirmation(seen, typed)
    if change.risk is Risk.IRREVERSIBLE:
        name = click.prompt(t("Type {name} to confirm", name=change.target.name), default="", show_default=False)
        return Confirmation(preview_digest(change), str(name))
    click.confirm(t("Apply this?"), abort=True)
    return Confirmation(preview_digest(change))


def _settled(opened: "ChangeSession", change: "Change") -> "Change":
    """Wait for the end; Ctrl+C takes the change back while nothing has been written."""
    try:
        return opened.run(opened.service.settled(change.id))
    except KeyboardInterrupt:
        opened.run(opened.service.cancel(change.id))
        raise


def _wait_to_revert(invocation: Invocation, opened: "ChangeSession", change: "Change") -> "Change":
    """Stay until it is kept or undone; leaving earlier leaves that to the next console."""
    from console.cli.change_print import print_outcome  # noqa: PLC0415

    invocation.note(
        t(
            "It is undone in {seconds} s unless kept: cell-console change keep {id}",
            seconds=round((change.revert_at_s or 0.0) - opened.service.book.now_s()),
            id=change.id,
        )
    )
    decided = opened.run(opened.service.decided(change.id))
    print_outcome(decided)
    return decided


@click.command(name="keep", help=t("Keep a change that would be undone by itself."))
@click.argument("change_id", metavar="ID")
@pass_invocation
def keep(invocation: Invocation, *, change_id: str) -> None:
    """Note in the journal that it stays."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        kept = opened.run(opened.service.keep(opened.service.book.find(change_id).id))
        click.echo(one_line(f"{kept.id}: {kept.note}"))


@click.command(name="recover", help=t("Verify what a console that ended has left, and undo what is overdue."))
@pass_invocation
def recover(invocation: Invocation) -> None:
    """Ask the targets; exit code 3 when one cannot be reached, 1 when a change turns out not to be done."""
    from console.cli.change_print import outcome_code, print_outcome  # noqa: PLC0415
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy: connectors

    codes = [ExitCode.DONE]
    with change_session(invocation, connect=True) as opened:
        taken = opened.run(opened.session.changes.recovery.take_over())
        for change in taken:
            done = opened.run(opened.service.settled(change.id))
            if done.awaits_revert and (done.revert_at_s or 0.0) <= opened.service.book.now_s():
                done = opened.run(opened.service.decided(change.id))
            print_outcome(done)
            codes.append(outcome_code(done))
        if not taken:
            click.echo(t("Nothing was left unfinished."))
    if max(codes) is not ExitCode.DONE:
        raise click.exceptions.Exit(max(codes))
