"""Saving a runbook that was edited: into the estate's folder or the user's, never into what is shipped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private
from console.kernel.regular_file import read_regular
from console.runbooks.parse import MOST_BYTES, parse_runbook

if TYPE_CHECKING:
    from console.domain.runbooks.runbook import Runbook
    from console.estate.schema.estate import Estate
    from console.kernel.paths import Paths

SHIPPED = "shipped"
RUNBOOK_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def runbook_target(runbook: Runbook, paths: Paths) -> Path:
    """Return where an edited runbook is saved: where it stands, or for a shipped one the user's own folder."""
    if runbook.origin != SHIPPED and runbook.file:
        return Path(runbook.file)
    folder = paths.config / "runbooks"
    return (folder if runbook.language == "en" else folder / runbook.language) / f"{runbook.id}.md"


def new_runbook_target(identity: str, estate: Estate | None, estate_folder: Path | None, paths: Paths) -> Path:
    """Return where a new runbook is saved: the first runbook folder of the estate that is there, else the user's."""
    named = estate.runbooks if estate is not None and estate_folder is not None else ()
    folders = [(estate_folder or Path()) / str(one) for one in named]
    folder = next((one for one in folders if one.is_dir()), paths.config / "runbooks")
    return folder / f"{identity}.md"


def save_runbook(file: Path, text: str, expected: str | None) -> None:
    """Write a runbook; ``expected`` is what the file held when it was opened (``None``: it was not there). Blocks.

    Raises ``ChangeRefused`` when somebody else has changed the file since, ``UserError`` when it cannot be written, or
    the text is too large or hostile to be read again.
    """
    parsed = parse_runbook(text, name=file.stem)
    if parsed.runbook is None:
        raise UserError(parsed.faults[0].text, t("Correct line {line}, then save again.", line=parsed.faults[0].line))
    if _held(file) != expected:
        raise ChangeRefused(
            t("The file {file} was changed since it was opened here.", file=file),
            t("Open it again; what you wrote can be copied from the editor."),
        )
    write_private(file, text)


def _held(file: Path) -> str | None:
    """Return what a file holds; ``None`` when it is not there."""
    try:
        return read_regular(file, MOST_BYTES).decode("utf-8", "replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(
            t("{place} cannot be read or written: {why}.", place=file, why=error.strerror or error),
            t("Correct its rights, or free some space."),
        ) from error
