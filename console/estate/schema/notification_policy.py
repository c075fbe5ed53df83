"""Who is told what: routes, quiet hours, fallback and bounds of messages; and how incidents are kept."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from console.domain.severity import Severity
from console.estate.schema.base import EstateModel, Key

_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


class TellEvent(StrEnum):
    """What happens to an incident, and to a message."""

    OPENED = "opened"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    BREACHED = "breached"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class QuietSpan(EstateModel):
    """From ``begins`` to ``ends``, also over midnight: only what is critical is told; the rest waits until the end."""

    begins: str = Field(pattern=_TIME, description="Time of day, e.g. 22:00.")
    ends: str = Field(pattern=_TIME, description="Time of day; the same as begins means the whole day.")
    time_zone: str = Field(default="UTC", description="IANA name.")
    days: tuple[Weekday, ...] = Field(default=tuple(Weekday), description="Days on which it begins.")


class TellRoute(EstateModel):
    """Every condition that is stated must hold; routes add up."""

    channels: tuple[Key, ...] = Field(min_length=1, description="Keys of notifications.")
    severities: tuple[Severity, ...] = ()
    teams: tuple[Key, ...] = ()
    cells: tuple[Key, ...] = ()
    events: tuple[TellEvent, ...] = Field(default=(), description="Default: every one.")


class NotificationPolicy(EstateModel):
    """Without this section nobody is told anything by itself.

    Without routes a message goes to the channels of the cell's team, or to all, of those that want its severity.
    """

    routes: tuple[TellRoute, ...] = ()
    quiet_hours: tuple[QuietSpan, ...] = ()
    fallback: tuple[Key, ...] = Field(default=(), description="Channels that are told when another one fails.")
    most_per_hour: int = Field(default=30, ge=1, le=3600, description="Of one channel; what is critical always goes.")
    repeat_after_min: float = Field(default=60, ge=0, le=10080, description="The same matter is not told again before.")
    language: Literal["en", "ja"] | None = Field(default=None, description="Of the messages; default the console's.")


class RollbackWay(StrEnum):
    """What happens to a change that takes back the cause of a level-3 incident."""

    OFFER = "offer"
    AUTOMATIC = "automatic"


class IncidentPolicy(EstateModel):
    """How alerts become incidents. Days off are the entries of kind holiday in the calendars."""

    group_by: tuple[str, ...] = Field(
        default=("cell", "model", "team"),
        description="Labels; alerts that share them are one. team: only without the others.",
    )
    time_zone: str = Field(default="UTC", description="IANA name; decides when a working day ends.")
    settle_min: float = Field(default=2, ge=0, le=1440, description="Silence after which it resolves by itself.")
    reopen_min: float = Field(default=60, ge=0, le=10080, description="Within this time it is the same incident.")
    rollback: RollbackWay = Field(
        default=RollbackWay.OFFER,
        description="automatic: begun at once where the connection is unlocked and the policies allow it.",
    )
