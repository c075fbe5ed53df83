"""What is supposed of the level of demand."""

from enum import StrEnum


class Scenario(StrEnum):
    """``EXPECTED`` is what foretold the past best; the others keep the level, its growth, or the user's growth."""

    EXPECTED = "expected"
    LEVEL = "level"
    GROWTH = "growth"
    OWN = "own"
