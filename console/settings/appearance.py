"""How the console looks."""

from enum import StrEnum

from pydantic import Field

from console.settings.section import Section


class Theme(StrEnum):
    """Colour themes; ``system`` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


class Language(StrEnum):
    """Languages; ``system`` follows the locale."""

    SYSTEM = "system"
    ENGLISH = "en"
    JAPANESE = "ja"


class Appearance(Section):
    """Theme, language and size of text (1.0 is the desktop's own)."""

    theme: Theme = Theme.SYSTEM
    language: Language = Language.SYSTEM
    scale: float = Field(default=1.0, ge=0.75, le=3.0)
