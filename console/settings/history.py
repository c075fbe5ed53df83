"""How much of the past is kept on this computer."""

from pydantic import Field

from console.settings.section import Section


class HistoryRetention(Section):
    """Days for which readings are kept as measured, per minute, per hour, and the size at which the oldest go."""

    raw_days: float = Field(default=1.0, ge=0.04, le=31)
    minute_days: float = Field(default=14.0, ge=0.04, le=366)
    hour_days: float = Field(default=400.0, ge=1, le=3660)
    max_mb: int = Field(default=512, ge=16, le=1_048_576)
