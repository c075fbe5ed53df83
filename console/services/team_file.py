"""Changing teams of the estate in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.save import save_estate_text
from console.estate.team_profile_edit import with_team_profile
from console.services.project_file import estate_text

if TYPE_CHECKING:
    from pathlib import Path


def choose_profile(file: Path, team: str, profile: str) -> None:
    """Give a team another audit profile; the old file is kept beside it as ``.bak``. Raises ``UserError``. Blocks."""
    save_estate_text(file, with_team_profile(estate_text(file), team, profile), replace=True)
