"""``cell-console change export``, ``review``, ``approve`` and ``import``: the second signature."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.change_file import read_text_file
from console.cli.emit import Sheet, emit_sheet
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import ChangeRefused, ConsoleError, UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private

if TYPE_CHECKING:
    from console.cli.change_session import ChangeSession
    from console.services.policy.exchange_folder import ExchangeFolder
    from console.services.policy.second_signature import SignatureRequest

_out = click.option(
    "-f", "--file", type=click.Path(path_type=Path, dir_okay=False), help=t("Write this file, not the exchange folder.")
)


@click.command(help=t("Ask for a second signature on the planned change ID, as a signed file."))
@click.argument("change_id", metavar="ID")
@_out
@pass_invocation
def export(invocation: Invocation, *, change_id: str, file: Path | None) -> None:
    """Write the request into the exchange folder of the settings, or into a file."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415
    from console.services.policy.exchange_folder import REQUEST  # noqa: PLC0415

    with change_session(invocation) as opened:
        change = opened.run(opened.session.changes.judge.judged(opened.service.book.find(change_id)))
        text = opened.session.changes.signature.ask(change)
        place = _hand_over(invocation, file, change.id + REQUEST, text, f"Request {change.id}")
        opened.session.trail.note(TrailEvent("approval.asked", change.id, connection=change.target.connection))
    click.echo(str(place))
    invocation.note(t("Another operator of the estate signs it: cell-console change approve {file}", file=place))


def _hand_over(invocation: Invocation, file: Path | None, name: str, text: str, message: str) -> Path:
    if file is not None:
        write_private(file.absolute(), text)
        return file
    return _exchange(invocation).put(name, text, message)


def _exchange(invocation: Invocation) -> "ExchangeFolder":
    from console.bootstrap import settings_of  # noqa: PLC0415 - heavy
    from console.services.policy.exchange_folder import ExchangeFolder  # noqa: PLC0415

    named = settings_of(invocation.profile()).changes.exchange.strip()
    folder = Path(named).expanduser()
    if not named or not folder.is_dir():
        raise UserError(
            t("There is no exchange folder: {folder}.", folder=named or "–"),
            t("Name a file (--file FILE), or a folder in the settings: changes.exchange"),
        )
    return ExchangeFolder(folder)


@click.command(
    help=t("Show what a file of `change export` asks for; without FILE list what waits in the exchange folder.")
)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@pass_invocation
def review(invocation: Invocation, *, file: Path | None) -> None:
    """Check its signature and print the change with what the policies say to it now."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy

    with change_session(invocation) as opened:
        if file is None:
            _list_waiting(opened, _exchange(invocation))
            return
        _show(opened, opened.session.changes.signature.read(read_text_file(file)))


def _show(opened: "ChangeSession", request: "SignatureRequest") -> None:
    from console.cli.change_print import print_change  # noqa: PLC0415

    print_change(opened.run(opened.session.changes.judge.judged(request.change)), "table")
    click.echo("")
    click.echo(
        t("Proposed by {who}, whose key the estate names.", who=request.proposer)
        if request.proposer
        else t("Signed by a key that the estate does not name: {key}", key=request.key.text)
    )


def _list_waiting(opened: "ChangeSession", exchange: "ExchangeFolder") -> None:
    from console.services.policy.exchange_folder import APPROVAL, REQUEST  # noqa: PLC0415

    answered = {name.split(".")[0] for name, _ in exchange.texts(APPROVAL)}
    rows = []
    for name, text in exchange.texts(REQUEST):
        try:
            request = opened.session.changes.signature.read(text)
        except ConsoleError as error:
            rows.append([name, "", error.message, ""])
            continue
        signed = t("yes") if request.change.id in answered else t("no")
        rows.append([name, request.proposer or "?", request.change.operation.summary(), signed])
    titles = (t("FILE"), t("PROPOSED BY"), t("WHAT"), t("SIGNED"))
    names = ("file", "proposer", "what", "signed")
    emit_sheet(Sheet(titles, rows, [dict(zip(names, row, strict=True)) for row in rows], widest=100), "table")


@click.command(help=t("Sign the change that a FILE of `change export` asks for, after looking at it."))
@click.argument("request_file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_out
@click.option("--yes", is_flag=True, help=t("Do not ask."))
@pass_invocation
def approve(invocation: Invocation, *, request_file: Path, file: Path | None, yes: bool) -> None:
    """Print it, ask, and write the signature; exit code 4 when it is not yours to give."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415
    from console.services.policy.exchange_folder import APPROVAL  # noqa: PLC0415

    with change_session(invocation) as opened:
        signature, book = opened.session.changes.signature, opened.service.book
        request = signature.read(read_text_file(request_file))
        text = signature.sign(request, book.now_s())
        _show(opened, request)
        if not yes:
            click.confirm(t("Sign this?"), abort=True)
        change = request.change
        name = f"{change.id}.{signature.mark}{APPROVAL}"
        place = _hand_over(invocation, file, name, text, f"Signature on {change.id}")
        opened.session.trail.note(
            TrailEvent(
                "approval.given", change.id, connection=change.target.connection, body={"proposer": change.actor}
            )
        )
    click.echo(str(place))


@click.command(name="import", help=t("Take in signatures: of the files, or all of the exchange folder."))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@pass_invocation
def take_in(invocation: Invocation, *, files: tuple[Path, ...]) -> None:
    """Check them and keep them with their changes; exit code 4 when one of the files does not count."""
    from console.cli.change_session import change_session  # noqa: PLC0415 - heavy
    from console.services.policy.exchange_folder import APPROVAL  # noqa: PLC0415

    with change_session(invocation) as opened:
        if files:
            for file in files:
                click.echo(_take(opened, read_text_file(file)))
            return
        known = {one.id for one in opened.service.book.changes}
        waiting = [(name, text) for name, text in _exchange(invocation).texts(APPROVAL) if name.split(".")[0] in known]
        for name, text in waiting:
            try:
                click.echo(_take(opened, text))
            except ConsoleError as error:
                invocation.note(f"{name}: {error.message}")


def _take(opened: "ChangeSession", text: str) -> str:
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415 - heavy
    from console.services.policy.signature_keeping import keep_signature  # noqa: PLC0415

    signature, book = opened.session.changes.signature, opened.service.book
    change = book.find(signature.change_of(text))
    trail, connection = opened.session.trail, change.target.connection
    try:
        approval = signature.take(change, text, book.now_s())
    except ChangeRefused as error:
        trail.note(TrailEvent("approval.refused", change.id, connection=connection, body={"why": error.message}))
        raise
    opened.run(keep_signature(book, change.id, approval))
    trail.note(TrailEvent("approval.taken", change.id, connection=connection, body={"signer": approval.actor}))
    return t("{id}: signed by {who}.", id=change.id, who=approval.actor)
