"""Reading the file of a change that somebody else wrote."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.json_fault import json_fault
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from console.domain.change import Change

_MOST_BYTES = 1 << 20


def read_change_file(file: Path) -> "Change":
    """Return the change of a file; raise ``UserError`` when it is none."""
    from console.domain.change_form import read_change  # noqa: PLC0415 - heavy: msgspec

    try:
        return read_change(json.loads(read_regular(file, _MOST_BYTES)))
    except (OSError, ValueError, RecursionError) as error:
        raise UserError(
            t("The file {file} cannot be read as a change: {why}.", file=file, why=_why(error)),
            t("Write one with: cell-console change show ID -o json"),
        ) from error


def read_text_file(file: Path) -> str:
    """Return a text of at most 1 MiB; raise ``UserError``."""
    try:
        return read_regular(file, _MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            t("The file {file} cannot be read: {why}.", file=file, why=_why(error)), t("Check the path and its rights.")
        ) from error


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return t("it is not UTF-8 text")
    return json_fault(error) or str(error)
