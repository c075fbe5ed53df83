"""What a forecast cannot say, and what was done to the past."""

from enum import StrEnum


class ForecastNote(StrEnum):
    """A remark that belongs beside every number of the forecast."""

    TOO_SHORT = "too-short"
    NO_WEEK = "no-week"
    SHORT_REACH = "short-reach"
    FURTHER_THAN_HISTORY = "further-than-history"
    GAPS = "gaps"
    OUTAGES = "outages"
    LEVEL_SHIFT = "level-shift"
    ZEROS = "zeros"
    NEGATIVE = "negative"
    CONSTANT = "constant"
    NOT_BETTER = "not-better"
