"""``cell-console secret``: secrets in the operating system's keyring; values never pass the command line."""

import sys
from typing import TYPE_CHECKING

import click

from console.cli.emit import Sheet, emit_sheet, output_option
from console.cli.exit_code import ExitCode
from console.cli.invocation import Invocation, pass_invocation
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.ports.vault import SecretVault
    from console.services.secret_check import SecretState

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
    _note(invocation, "stored", name)
    invocation.note(t("Stored. Refer to it as keyring:{name}", name=name))


@command.command(name="list", help=t("List the stored secrets and what the estate refers to; never a value."))
@output_option("table", "json", "yaml", "csv")
@pass_invocation
def list_secrets(invocation: Invocation, output: str) -> None:
    """Print names, references, where they are used, and what is missing; exit code 1 when something is."""
    states = _states(invocation)
    _note(invocation, "listed")
    records = _records(_vault(invocation).names(), states, _own_key(invocation))
    words = {"missing": t("MISSING"), "ok": t("ok"), "stored": t("stored"), "unused": t("not used")}
    cells = [[one["name"], one["reference"], one["used_by"].replace(" ", ", "), words[one["state"]]] for one in records]
    emit_sheet(
        Sheet(
            (t("NAME"), t("REFERENCE"), t("USED BY"), t("STATE")),
            cells,
            records,
            widest=100,
            names=("name", "reference", "used_by", "state"),
        ),
        output,
    )
    missing = [one for one in states or () if one.problem]
    for one in missing:
        used = ", ".join(one.places)
        invocation.note(t("{problem} {hint} It is used by {places}.", problem=one.problem, hint=one.hint, places=used))
    if missing:
        raise click.exceptions.Exit(ExitCode.CHECK_FAILED)


def _own_key(invocation: Invocation) -> str:
    from console.bootstrap import settings_of  # noqa: PLC0415 - heavy

    return settings_of(invocation.profile()).trail.key


def _records(names: tuple[str, ...], states: "tuple[SecretState, ...] | None", own_key: str) -> list[dict[str, str]]:
    """Return what is stored, and then what is only referred to; ``states`` is ``None`` without an estate.

    ``own_key`` is the reference of the key that signs the trail.
    """
    stored = {f"keyring:{name}": name for name in sorted(names)}
    used = {one.reference: one for one in states or ()}
    records = []
    for reference in (*stored, *(one for one in used if one not in stored)):
        use = used.get(reference)
        state = "stored" if states is None else "unused"
        if use is not None:
            state = "missing" if use.problem else "ok"
        places = " ".join(use.places) if use is not None else ""
        if reference == own_key:
            places, state = f"trail {places}".strip(), "ok"
        problem = use.problem if use is not None else ""
        records.append(
            {
                "name": stored.get(reference, ""),
                "reference": reference,
                "used_by": places,
                "state": state,
                "problem": problem,
            }
        )
    return records


def _states(invocation: Invocation) -> "tuple[SecretState, ...] | None":
    """Return what the chosen estate refers to; ``None`` when there is no estate and none was named."""
    from console.bootstrap import open_vault  # noqa: PLC0415 - heavy: connectors
    from console.services.secret_check import check_secrets  # noqa: PLC0415

    try:
        loaded = invocation.load_estate()
    except UserError:
        if invocation.estate:
            raise
        return None
    return check_secrets(loaded.estate, open_vault(invocation.paths, loaded.folder))


@command.command(help=t("Remove the secret NAME from the keyring."))
@click.argument("name")
@pass_invocation
def remove(invocation: Invocation, name: str) -> None:
    """Remove one value."""
    _vault(invocation, name).remove(name)
    _note(invocation, "removed", name)
    invocation.note(t("Removed {name}.", name=name))


def _note(invocation: Invocation, what: str, name: str = "") -> None:
    from console.cli.trail_note import note_now  # noqa: PLC0415
    from console.domain.trail_event import TrailEvent  # noqa: PLC0415

    note_now(invocation, TrailEvent(f"secret.{what}", name))


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
