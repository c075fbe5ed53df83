"""Where changes are exchanged with the operators who sign them."""

from pydantic import Field

from console.settings.section import Section


class Changes(Section):
    """``exchange`` is a folder that the operators share (also in a Git working copy), or empty."""

    exchange: str = Field(default="", max_length=1000)
