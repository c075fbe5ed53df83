"""Who is told what: routes by severity, team, cell and event, quiet hours, fallback and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from console.domain.severity import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.notice.quiet_hours import QuietHours


@dataclass(frozen=True, slots=True)
class NoticeSubject:
    """What something to be told is about; empty where it is not known."""

    event: str
    severity: Severity
    team: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class NoticeRoute:
    """Every condition that is stated must hold; those left empty hold always."""

    channels: tuple[str, ...]
    severities: frozenset[Severity] = frozenset()
    teams: frozenset[str] = frozenset()
    cells: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    def takes(self, subject: NoticeSubject) -> bool:
        """Return whether it is for this."""
        stated = (
            (self.severities, subject.severity),
            (self.teams, subject.team),
            (self.cells, subject.cell),
            (self.events, subject.event),
        )
        return all(not wanted or one in wanted for wanted, one in stated)


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """``severities`` are those that each channel wants, ``teams`` the channels of each team.

    Routes add up. Without any route a message goes to its team's channels, or without such to all, of those that want
    its severity. ``repeat_after_s`` is how long the same about the same matter is not told again.
    """

    severities: Mapping[str, frozenset[Severity]]
    teams: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    routes: tuple[NoticeRoute, ...] = ()
    quiet: tuple[QuietHours, ...] = ()
    fallback: tuple[str, ...] = ()
    most_per_hour: int = 30
    repeat_after_s: float = 3600.0

    def channels(self, subject: NoticeSubject) -> tuple[str, ...]:
        """Return the keys of the channels that are told, each once."""
        if self.routes:
            named = (key for route in self.routes if route.takes(subject) for key in route.channels)
            return tuple(dict.fromkeys(key for key in named if key in self.severities))
        own = [key for key in self.teams.get(subject.team, ()) if key in self.severities]
        return tuple(key for key in own or self.severities if subject.severity in self.severities[key])
