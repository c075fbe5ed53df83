"""Changing teams of the estate in its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.estate.team_profile_edit import with_team_profile
from console.services.estate_edit import edit_estate

if TYPE_CHECKING:
    from pathlib import Path


def choose_profile(file: Path, team: str, profile: str) -> None:
    """Give a team another audit profile; the old file is kept beside it as ``.bak``. Raises ``UserError``. Blocks."""
    edit_estate(file, lambda text: with_team_profile(text, team, profile))
