"""Events of incidents, for the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.alert import Alert
    from console.domain.incident.incident import Incident
    from console.domain.incident.local_silence import LocalSilence
    from console.domain.notice.notice import Notice


@dataclass(frozen=True, slots=True)
class IncidentChanged:
    """An incident opened or went a step on."""

    incident: Incident

    @property
    def coalesce_key(self) -> str:
        return f"incident/{self.incident.id}"


@dataclass(frozen=True, slots=True)
class NoticeChanged:
    """A notice was made, or something came of it."""

    notice: Notice

    @property
    def coalesce_key(self) -> str:
        return f"notice/{self.notice.id}"


@dataclass(frozen=True, slots=True)
class SilenceChanged:
    """A silence of this profile was made or ended."""

    silence: LocalSilence

    @property
    def coalesce_key(self) -> str:
        return f"silence/{self.silence.id}"


@dataclass(frozen=True, slots=True)
class AlertsJudged:
    """The alerts that the console evaluates itself, all of them; ``estate`` is the name of theirs."""

    estate: str
    alerts: tuple[Alert, ...]

    @property
    def coalesce_key(self) -> str:
        return "judged-alerts"
