"""Saving an estate file: whole or not at all, private, and never over an old one without a copy."""

import os
from pathlib import Path

from console.estate.load import parse_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private


def save_estate_text(file: Path, text: str, *, replace: bool = False, made_from: bytes | None = None) -> None:
    """Write an estate file (mode 0600); an existing one is refused, or with ``replace`` kept as ``FILE.bak``.

    ``made_from`` is what the file said when the text was made of it. Raises ``UserError`` when it says something else
    by now, when the file exists or cannot be written, and when the text would not load.
    """
    parse_estate(text, str(file))
    if os.path.exists(file):  # not where one may not look: writing it says so
        if not replace:
            raise UserError(
                t("The file {file} exists already.", file=file),
                t("Name another file, or use --force, which keeps the old one as {file}.bak.", file=file),
            )
        try:
            old = file.read_bytes()
            if made_from is not None and old != made_from:
                raise UserError(
                    t("The estate file {file} has been changed by somebody else just now.", file=file),
                    t("Try again: nothing of it was overwritten."),
                )
            write_private(file.with_name(f"{file.name}.bak"), old)
        except OSError as error:
            raise UserError(
                t("The file {file} cannot be kept as a copy: {reason}.", file=file, reason=error.strerror),
                t("Correct the rights of its folder."),
            ) from error
    write_private(file, text)
