"""Where the trail is signed and copied."""

from pydantic import Field

from console.settings.section import Section


class Trail(Section):
    """``key`` is the reference of the signing key, ``second_copy`` a folder (also in a Git working copy), or empty.

    ``push``: what was committed there is pushed to the remote that its branch follows.
    """

    key: str = Field(default="keyring:cell-console/trail", pattern=r"^(keyring|file):\S+$", max_length=1000)
    second_copy: str = Field(default="", max_length=1000)
    push: bool = False
