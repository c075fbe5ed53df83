"""Changing the text of an estate file that others edit, too: lines end as they did, and nobody's words are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.read_yaml import yaml_bytes
from console.estate.save import save_estate_text
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def edit_estate(file: Path, change: Callable[[str], str]) -> None:
    """Write what ``change`` makes of the text; the old file is kept beside it as ``.bak``. Blocks.

    Raises ``UserError``, also when the file has been changed by somebody else in the meantime.
    """
    raw = yaml_bytes(file)
    try:
        text, has_crlf = raw.decode("utf-8"), b"\r\n" in raw
    except UnicodeDecodeError:
        raise UserError(t("The estate file {file} cannot be read.", file=file), t("Check its path.")) from None
    text = text.replace("\r\n", "\n")
    changed = change(text)
    if changed != text:
        save_estate_text(file, changed.replace("\n", "\r\n") if has_crlf else changed, replace=True, made_from=raw)
