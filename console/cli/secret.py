"""``cell-console secret``: secrets in the operating system's keyring; values never pass the command line."""

import sys
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.ports.vault import SecretVault

_MOST = 64 * 1024
_NAME = r"[\w./@-]+"


@click.group(name="secret", help=t("Store, list and remove secrets in the system's keyring."))
def command() -> None:
    """Group the commands of secrets."""


@command.command(name="set", help=t("Store a secret under NAME; the value is asked for, or read from a pipe."))
@click.argument("name")
@click.argument("unwanted", nargs=-1, metavar="", type=click.UNPROCESSED)
@pass_invocation
def set_secret(invocation: Invocation, name: str, unwanted: tuple[str, ...]) -> None:
    """Store one value. ``unwanted`` takes a value that was given as an argument, so that no message repeats it."""
    if unwanted:
        raise UserError(
            t("A secret's value is never given as an argument, where other users of this computer can see it."),
            t("Type it when asked, or send it through a pipe; change it if it was real."),
        )
    from console.kernel.secret import Secret  # noqa: PLC0415

    vault = _vault(invocation, name)
    vault.store(name, Secret(_value(name)))
    invocation.note(t("Stored. Refer to it as keyring:{name}", name=name))


@command.command(name="list", help=t("List the names (never the values) of the stored secrets."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_secrets(invocation: Invocation, output: str) -> None:
    """Print names and references."""
    names = _vault(invocation).names()
    records = [{"name": name, "reference": f"keyring:{name}"} for name in names]
    cells = [[one["name"], one["reference"]] for one in records]
    emit_sheet(Sheet((t("NAME"), t("REFERENCE")), cells, records), output)


@command.command(help=t("Remove the secret NAME from the keyring."))
@click.argument("name")
@pass_invocation
def remove(invocation: Invocation, name: str) -> None:
    """Remove one value."""
    _vault(invocation, name).remove(name)
    invocation.note(t("Removed {name}.", name=name))


def _vault(invocation: Invocation, name: str = "") -> "SecretVault":
    import re  # noqa: PLC0415

    from console.bootstrap import open_vault  # noqa: PLC0415 - heavy: connectors

    if name and not re.fullmatch(_NAME, name, re.ASCII):
        raise UserError(
            t("{name} is no name for a secret.", name=repr(name)),
            t("Use letters, digits and . _ / @ - as in prod/prometheus."),
        )
    return open_vault(invocation.paths)


def _value(name: str) -> str:
    """Return the value from a hidden prompt, or the pipe's content without its last line end."""
    if sys.stdin.isatty():
        value: str = click.prompt(t("Value of {name}", name=name), hide_input=True, confirmation_prompt=True, err=True)
    else:
        value = _decoded(sys.stdin.buffer.read(_MOST + 3)).removesuffix("\n").removesuffix("\r")
    if not value:
        raise UserError(t("The secret is empty."), t("Type it when asked, or send it through a pipe."))
    if len(value.encode()) > _MOST:
        raise UserError(t("The secret is longer than 64 KiB."), t("Keep it in a file and refer to it as file:/path."))
    return value


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(
            t("The secret is not UTF-8 text."), t("Encode it, for instance with base64, or refer to it as file:/path.")
        ) from None
