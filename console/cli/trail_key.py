"""``cell-console trail key``: the key that signs the trail, and those whose signatures count."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.trail_book import TrailBook


@click.group(name="key", invoke_without_command=True, help=t("List, make and trust the keys of the trail."))
@output_option("table", "json", "yaml", "csv")
@click.pass_context
def key(context: click.Context, *, output: str) -> None:
    """Without a further word: list the public keys whose signatures count."""
    if context.invoked_subcommand is not None:
        return
    found = [(one, one.mark.hex()) for one in _book(context.ensure_object(Invocation)).key.trusted()]
    cells = [[mark, one.name, one.text] for one, mark in found]
    records = [{"mark": mark, "name": one.name, "key": one.text} for one, mark in found]
    emit_sheet(
        Sheet((t("MARK"), t("TRAIL"), t("KEY")), cells, records, widest=200, names=("mark", "name", "key")), output
    )


@key.command(help=t("Make a new key: in the keyring in place of a lost one, or in the new file FILE."))
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@pass_invocation
def make(invocation: Invocation, *, file: Path | None) -> None:
    """Make a key; in the keyring it is noted in the trail and signs from now on."""
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415
    from console.services.trail_key import write_key_file  # noqa: PLC0415 - heavy

    if file is not None:
        write_key_file(file)
        invocation.note(
            t(
                "Wrote {file}. Sign with it from now on: cell-console settings set trail.key file:{file}",
                file=file.absolute(),
            )
        )
        return
    public = _book(invocation).key.renew().public
    _note(invocation, TrailEvent("trail.key_made", public.hex()))
    invocation.note(t("Made a new key. Give its public half to those who verify: cell-console trail key"))


@key.command(help=t("Trust the public key KEY of another machine (name+hash+base64)."))
@click.argument("text", metavar="KEY")
@pass_invocation
def trust(invocation: Invocation, *, text: str) -> None:
    """Take a key for one whose signatures count."""
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415
    from resources.trail.signed_note import read_key  # noqa: PLC0415

    try:
        found = read_key(text)
    except ValueError as error:
        raise UserError(
            t("{text} is no public key.", text=repr(text[:80])),
            t("It is what `cell-console trail key` lists on the other machine."),
        ) from error
    if _book(invocation).key.trust(found):
        _note(invocation, TrailEvent("trail.key_trusted", found.mark.hex(), body={"key": found.text}))
    invocation.note(t("Trusted: {mark} of {name}.", mark=found.mark.hex(), name=found.name))


@key.command(help=t("Trust the key MARK (eight hexadecimal digits) no longer."))
@click.argument("mark")
@pass_invocation
def distrust(invocation: Invocation, *, mark: str) -> None:
    """Forget a key."""
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415

    _book(invocation).key.distrust(mark)
    _note(invocation, TrailEvent("trail.key_distrusted", mark))
    invocation.note(t("No longer trusted: {mark}.", mark=mark))


def _book(invocation: Invocation) -> "TrailBook":
    from console.bootstrap import open_trail  # noqa: PLC0415 - heavy

    return open_trail(invocation.profile())


def _note(invocation: Invocation, event: object) -> None:
    from console.cli.trail_note import note_now  # noqa: PLC0415

    note_now(invocation, event)  # type: ignore[arg-type]
