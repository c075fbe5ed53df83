"""A column of a FOCUS file."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DECIMAL = "decimal"
    TIME = "time"
    CURRENCY = "currency"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class FocusColumn:
    """``level`` is mandatory, conditional or recommended; ``values``, when there are any, are all that is allowed.

    ``least`` bounds a number from below. A cell may be empty where the column is ``nullable``.
    """

    name: str
    type: ColumnType
    level: str
    nullable: bool
    values: tuple[str, ...] = ()
    least: int | None = None
