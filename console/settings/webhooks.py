"""Receiving webhooks on this computer."""

from pydantic import Field

from console.settings.section import Section


class Webhooks(Section):
    """Whether to listen on loopback for pushes, and where; in force from the next opening of an estate."""

    enabled: bool = False
    port: int = Field(default=8477, ge=1024, le=65535)
