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


class Numbers(StrEnum):
    """How numbers are written and typed; ``system`` follows ``LC_ALL``, ``LC_NUMERIC`` or ``LANG``."""

    SYSTEM = "system"
    POINT = "1,234.5"
    COMMA = "1.234,5"
    SPACE = "1 234,5"
    APOSTROPHE = "1\u2019234.5"


class Appearance(Section):
    """Theme, language, signs of numbers and size of text (1.0 is the desktop's own)."""

    theme: Theme = Theme.SYSTEM
    language: Language = Language.SYSTEM
    numbers: Numbers = Numbers.SYSTEM
    scale: float = Field(default=1.0, ge=0.75, le=3.0)
