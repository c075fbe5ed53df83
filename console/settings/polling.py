"""How often the console asks."""

from pydantic import Field

from console.settings.section import Section


class Polling(Section):
    """Factor on every connection's own interval; in force from the next time an estate is opened."""

    factor: float = Field(default=1.0, ge=0.25, le=60)
