"""The text of a new estate file, and writing it without losing an old one."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from console.cli.invocation import Invocation
from console.kernel.i18n import t
from console.kernel.redact import scrub

if TYPE_CHECKING:
    from console.estate.discovery import Proposal


def start_text(file: Path, name: str) -> str:
    """Return the commented start of an estate."""
    from importlib.resources import files  # noqa: PLC0415

    text = files("resources").joinpath("estates", "start.yaml").read_text(encoding="utf-8")
    return re.sub(r"(?m)^name: .*$", f"name: {_name(file, name)}", text, count=1)


def discovered_text(invocation: Invocation, file: Path, name: str, kubeconfig: str, wanted: tuple[str, ...]) -> str:
    """Show on stdout what was found in the clusters of a kubeconfig, and why; return it as an estate file."""
    from console.bootstrap import discover_estate  # noqa: PLC0415 - heavy: connectors
    from console.estate.write_yaml import estate_text  # noqa: PLC0415

    absolute = str(Path(kubeconfig).expanduser().absolute()) if kubeconfig else ""
    proposal: Proposal = discover_estate(invocation.profile(), _name(file, name), absolute, wanted)
    head = [t("Proposed by Cell Console from the kubeconfig; check it before you rely on it."), *_left_out(proposal)]
    text = estate_text(proposal.estate, head, [(one.key, one.sentence) for one in proposal.reasons])
    click.echo(scrub(text), nl=False)
    return text


def _left_out(proposal: "Proposal") -> list[str]:
    kept = {cluster.key for cluster in proposal.estate.clusters} | {cell.key for cell in proposal.estate.cells}
    return [f"{one.key}: {one.sentence}" for one in proposal.reasons if one.key not in kept]


def _name(file: Path, name: str) -> str:
    from console.estate.discovery import slug  # noqa: PLC0415

    try:
        return slug(name or file.absolute().parent.name)
    except FileNotFoundError:  # the working folder was deleted; writing the file tells it
        return slug("estate")
