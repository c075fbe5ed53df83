"""A service level objective, whatever language it was written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from console.domain.slo.calendar_window import CalendarWindow
from console.domain.slo.indicator import EventIndicator, RatioIndicator

Indicator: TypeAlias = EventIndicator | RatioIndicator


class AlertLevel(StrEnum):
    """How urgent an alert is: somebody is woken up, or a ticket is written."""

    PAGE = "page"
    TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class SloAlert:
    """The alert of one level; labels and annotations win over those of the whole objective."""

    enabled: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SloAlerting:
    """The alerts of an objective: their name, and what both have in common."""

    name: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    page: SloAlert = SloAlert()
    ticket: SloAlert = SloAlert()

    def level(self, level: AlertLevel) -> SloAlert:
        """Return the alert of a level."""
        return self.page if level is AlertLevel.PAGE else self.ticket


@dataclass(frozen=True, slots=True)
class Slo:
    """``percent`` of the events must be good over ``period_s`` seconds. ``spec`` names the language it was written in.

    ``calendar`` tells when windows begin that follow it; the rules watch such ones over the same length.
    """

    service: str
    name: str
    percent: float
    indicator: Indicator
    period_s: int
    labels: Mapping[str, str] = field(default_factory=dict)
    alerting: SloAlerting = SloAlerting()
    title: str = ""
    description: str = ""
    calendar: CalendarWindow | None = None
    spec: str = ""

    @property
    def id(self) -> str:
        """Return what identifies it in metrics: service and name."""
        return f"{self.service}-{self.name}"
