"""The six layers of a cell (L1.1)."""

from enum import StrEnum


class Layer(StrEnum):
    """Where a service or data store stands in its cell, from the user inwards."""

    PRESENTATION = "presentation"
    APPLICATION = "application"
    AI = "ai"
    DATA = "data"
    AUTOMATION = "automation"
    CONTROL = "control"
