"""Adding projects to the estate in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.project_import import with_projects
from console.estate.save import save_estate_text
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.estate.schema.project import Project


def add_projects(file: Path, added: Sequence[Project]) -> None:
    """Add projects; the old file is kept beside it as ``.bak``. Raises ``UserError``. Blocks."""
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError(t("The estate file {file} cannot be read.", file=file), t("Check its path.")) from None
    save_estate_text(file, with_projects(text, added), replace=True)
