"""``cell-console change export``, ``review``, ``approve`` and ``import``: signatures of a second operator."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.change_file import read_text_file
from console.cli.emit import Sheet, emit_sheet
from console.cli.invocation import Invocation, pass_invocation
from console.cli.plain_text import one_line
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.visible_text import visible_lines

if TYPE_CHECKING:
    from console.cli.change_session import ChangeSession
    from console.domain.rollouts.signed_plan import SignedPlan
    from console.services.policy.exchange_folder import ExchangeFolder
    from console.services.policy.second_signature import SignatureRequest
    from console.services.policy.signing import SigningRequest
    from console.services.signature_desk import SignatureDesk, SignatureFile

_out = click.option(
    "-f", "--file", type=click.Path(path_type=Path, dir_okay=False), help=t("Write this file, not the exchange folder.")
)


@click.command(help=t("Ask for a second signature on the planned change ID, as a signed file."))
@click.argument("subject", metavar="ID")
@_out
@pass_invocation
def export(invocation: Invocation, *, subject: str, file: Path | None) -> None:
    """Write the request into the exchange folder of the settings, or into a file."""
    _export(invocation, "change", subject, file)


@click.command(name="export", help=t("Ask for a second signature on all of the rollout ID, as a signed file."))
@click.argument("subject", metavar="ID")
@_out
@pass_invocation
def export_rollout(invocation: Invocation, *, subject: str, file: Path | None) -> None:
    """Write the request; one signature counts for every step of the plan."""
    _export(invocation, "rollout", subject, file)


@click.command(name="export", help=t("Ask for another operator's consent to the step at which the run ID waits."))
@click.argument("subject", metavar="ID")
@_out
@pass_invocation
def export_run(invocation: Invocation, *, subject: str, file: Path | None) -> None:
    """Write the request; the signature counts for this step of this run, once."""
    _export(invocation, "run", subject, file)


def _export(invocation: Invocation, kind: str, subject: str, file: Path | None) -> None:
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        opened.run(opened.session.changes.rollouts.book.refresh())
        subject = _whole_id(opened, kind, subject)
        place = _hand_over(invocation, file, opened.run(_desk(opened).request(subject)))
    click.echo(str(place))
    invocation.note(t("Another operator of the estate signs it: cell-console change approve {file}", file=place))


def _whole_id(opened: "ChangeSession", kind: str, subject: str) -> str:
    """Return the id of a rollout or a run for the beginning or end of it; raise ``UserError`` when there is none."""
    if kind == "rollout":
        return opened.session.changes.rollouts.book.find(subject).id
    if kind == "run":
        runs = opened.session.changes.runbooks.book
        opened.run(runs.refresh())
        return runs.find(subject).id
    return subject


def _desk(opened: "ChangeSession") -> "SignatureDesk":
    from console.services.signature_desk import SignatureDesk  # noqa: PLC0415 - heavy

    return SignatureDesk(opened.session)


def _hand_over(invocation: Invocation, file: Path | None, made: "SignatureFile") -> Path:
    if file is not None:
        write_private(file.absolute(), made.text)
        return file
    return _exchange(invocation).put(made.name, made.text, made.message)


def _exchange(invocation: Invocation) -> "ExchangeFolder":
    from console.bootstrap import settings_of  # noqa: PLC0415 - heavy
    from console.services.policy.exchange_folder import exchange_folder  # noqa: PLC0415

    named = settings_of(invocation.profile()).changes.exchange
    found = exchange_folder(named)
    if found is None:
        raise UserError(
            t("There is no exchange folder: {folder}.", folder=named.strip() or "–"),
            t("Name a file (--file FILE), or a folder in the settings: changes.exchange"),
        )
    return found


@click.command(help=t("Show what a file of `export` asks for; without FILE list what waits in the exchange folder."))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@pass_invocation
def review(invocation: Invocation, *, file: Path | None) -> None:
    """Check its signature and print the change with what the policies say to it now."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        if file is None:
            _list_waiting(opened, _exchange(invocation))
            return
        _show(opened, _desk(opened).read(read_text_file(file)))


def _show(opened: "ChangeSession", request: "SignatureRequest | SigningRequest") -> None:
    from console.cli.change_print import print_change  # noqa: PLC0415
    from console.services.policy.signing import SigningRequest  # noqa: PLC0415 - heavy

    if isinstance(request, SigningRequest):
        _show_signed(request)
    else:
        print_change(opened.run(opened.session.changes.judge.judged(request.change)), "table")
    click.echo("")
    _say(
        t("Proposed by {who}, whose key the estate names.", who=request.proposer)
        if request.proposer
        else t("Signed by a key that the estate does not name: {key}", key=request.key.text)
    )


def _show_signed(request: "SigningRequest") -> None:
    from console.domain.runbooks.signed_step import SignedStep  # noqa: PLC0415 - heavy: msgspec

    signed = request.signed
    if isinstance(signed, SignedStep):
        _say(f"{signed.run}  {signed.runbook}  {signed.actor}: {signed.reason or '–'}")
        _say(t("Step {name}: {question}", name=signed.step, question=signed.question))
        _say(t("SHA-256 of the plan: {digest}", digest=signed.plan))
    else:
        _show_plan(signed)


def _say(text: str) -> None:
    """Print what somebody else wrote: nothing in it reaches the terminal but what is read."""
    click.echo(one_line(text))


def _show_plan(signed: "SignedPlan") -> None:
    from console.cli.rollout_print import print_plan  # noqa: PLC0415 - heavy: msgspec
    from console.estate.rollout_plan_file import plan_text  # noqa: PLC0415
    from console.services.rollouts.plan_review import PlanReview  # noqa: PLC0415

    _say(f"{signed.rollout}  {signed.plan.name}  {signed.actor}: {signed.reason or '–'}")
    click.echo(visible_lines(plan_text(signed.plan)))
    print_plan(signed.plan, PlanReview((), (), ()), "table")


def _list_waiting(opened: "ChangeSession", exchange: "ExchangeFolder") -> None:
    from console.services.policy.exchange_folder import APPROVAL, REQUEST  # noqa: PLC0415

    answered = {name.split(".")[0] for name, _ in exchange.texts(APPROVAL)}
    rows, desk = [], _desk(opened)
    for name, text in exchange.texts(REQUEST):
        try:
            request = desk.read(text)
        except ConsoleError as error:
            rows.append([name, "", error.message, ""])
            continue
        signed = t("yes") if name.split(".")[0] in answered else t("no")
        rows.append([name, request.proposer or "?", _what(request), signed])
    titles = (t("FILE"), t("PROPOSED BY"), t("WHAT"), t("SIGNED"))
    names = ("file", "proposer", "what", "signed")
    emit_sheet(Sheet(titles, rows, [dict(zip(names, row, strict=True)) for row in rows], widest=100), "table")


def _what(request: "SignatureRequest | SigningRequest") -> str:
    from console.domain.runbooks.signed_step import SignedStep  # noqa: PLC0415 - heavy: msgspec
    from console.services.policy.signing import SigningRequest  # noqa: PLC0415 - heavy

    if not isinstance(request, SigningRequest):
        return request.change.operation.summary()
    signed = request.signed
    if isinstance(signed, SignedStep):
        return t("Step {step} of the runbook {name}", step=signed.step, name=signed.runbook)
    return t("Rollout {name} in {count} cells", name=signed.plan.name, count=len(signed.plan.cells))


@click.command(help=t("Sign what a FILE of `export` asks for, after looking at it."))
@click.argument("request_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_out
@click.option("--yes", is_flag=True, help=t("Do not ask."))
@pass_invocation
def approve(invocation: Invocation, *, request_file: Path, file: Path | None, yes: bool) -> None:
    """Print it, ask, and write the signature; exit code 4 when it is not yours to give."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        desk = _desk(opened)
        request = desk.read(read_text_file(request_file))
        desk.demand(request)
        _show(opened, request)
        if not yes:
            click.confirm(t("Sign this?"), abort=True)
        place = _hand_over(invocation, file, desk.sign(request))
    click.echo(str(place))


@click.command(name="import", help=t("Take in signatures: of the files, or all of the exchange folder."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@pass_invocation
def take_in(invocation: Invocation, *, files: tuple[Path, ...]) -> None:
    """Check them and keep them with their changes; exit code 4 when one of the files does not count."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy
    from console.services.policy.exchange_folder import APPROVAL  # noqa: PLC0415

    with change_session(invocation) as opened:
        rollouts = opened.session.changes.rollouts
        opened.run(rollouts.book.refresh())
        if files:
            for file in files:
                _say(_take(opened, read_text_file(file)))
            return
        runbooks = opened.session.changes.runbooks.book
        opened.run(runbooks.refresh())
        known = {one.id for one in opened.service.book.changes}
        known |= {one.id for one in rollouts.book.entries} | {one.id for one in runbooks.entries}
        waiting = [(name, text) for name, text in _exchange(invocation).texts(APPROVAL) if name.split(".")[0] in known]
        for name, text in waiting:
            try:
                _say(_take(opened, text))
            except ConsoleError as error:
                invocation.note(f"{name}: {error.message}")


def _take(opened: "ChangeSession", text: str) -> str:
    subject, approval = opened.run(_desk(opened).take(text))
    return t("{id}: signed by {who}.", id=subject, who=approval.actor)
