"""Keys that the user has chosen."""

from typing import Annotated

from pydantic import Field, StringConstraints

from console.settings.section import Section

KeySequence = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f]*$")]


class Shortcuts(Section):
    """Key sequences by action key (Qt's portable text, e.g. ``Ctrl+K``); an empty text takes the shortcut away."""

    keys: dict[str, KeySequence] = Field(default_factory=dict, max_length=500)
