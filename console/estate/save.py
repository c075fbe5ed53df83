"""Saving an estate file: whole or not at all, private, and never over an old one without a copy."""

from pathlib import Path

from console.estate.load import parse_estate
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.paths import write_private


def save_estate_text(file: Path, text: str, *, replace: bool = False) -> None:
    """Write an estate file (mode 0600); an existing one is refused, or with ``replace`` kept as ``FILE.bak``.

    Raises ``UserError`` when the file exists or cannot be written, and when it would not load.
    """
    parse_estate(text, str(file))
    if file.exists():
        if not replace:
            raise UserError(
                t("The file {file} exists already.", file=file),
                t("Name another file, or use --force, which keeps the old one as {file}.bak.", file=file),
            )
        try:
            write_private(file.with_name(f"{file.name}.bak"), file.read_bytes())
        except OSError as error:
            raise UserError(
                t("The file {file} cannot be kept as a copy: {reason}.", file=file, reason=error.strerror),
                t("Correct the rights of its folder."),
            ) from error
    write_private(file, text)
