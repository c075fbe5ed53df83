"""What the window remembers."""

from pydantic import Field

from console.settings.section import Section


class Geometry(Section):
    """Place and size in device-independent pixels."""

    x: int = Field(default=0, ge=-100_000, le=100_000)
    y: int = Field(default=0, ge=-100_000, le=100_000)
    width: int = Field(default=1280, ge=200, le=100_000)
    height: int = Field(default=800, ge=200, le=100_000)
    maximized: bool = False


class Window(Section):
    """Where the windows were, which page they showed, and whether the last estate opens again."""

    geometries: tuple[Geometry, ...] = Field(default=(), max_length=16)
    pages: tuple[str, ...] = Field(default=(), max_length=16)
    drawer_open: bool = False
    rail_wide: bool = True
    reopen_last_estate: bool = True
