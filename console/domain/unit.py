"""Units of measurements."""

from enum import StrEnum


class Unit(StrEnum):
    """Units that presenters know how to write."""

    SECONDS = "s"
    PER_SECOND = "1/s"
    RATIO = "ratio"
    COUNT = "count"
    USD_PER_HOUR = "USD/h"
    USD = "USD"
    WATT = "W"
    KWH = "kWh"
    TOKENS_PER_SECOND = "tokens/s"
    DAYS = "d"
    BYTES = "B"
    BYTES_PER_SECOND = "B/s"
    G_PER_KWH = "gCO2/kWh"
