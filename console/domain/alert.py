"""Alerts as Prometheus and Alertmanager tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.resource import ResourceRef

_NONE = "none"
_RANKS = {
    **dict.fromkeys(("critical", "crit", "page", "error", "emergency", "fatal", "disaster", "high"), 0),
    **dict.fromkeys(("p0", "p1", "sev0", "sev1"), 0),
    **dict.fromkeys(("warning", "warn", "ticket", "medium", "major", "p2", "sev2"), 1),
    _NONE: 3,
}
_OTHER = 2
_RUNBOOK = ("runbook_url", "runbook")


class AlertState(StrEnum):
    """``PENDING`` has not held for long enough yet; ``SILENCED`` and ``INHIBITED`` fire without telling anybody."""

    FIRING = "firing"
    PENDING = "pending"
    SILENCED = "silenced"
    INHIBITED = "inhibited"


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert; ``started_s`` is unix seconds (``None``: not told), ``silences`` are ids of what mutes it."""

    ref: ResourceRef
    state: AlertState
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    started_s: float | None
    silences: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    value: float | None = None

    @property
    def name(self) -> str:
        """Return the name of its rule."""
        return self.labels.get("alertname", "")

    @property
    def severity(self) -> str:
        """Return its severity in the estate's own word; empty when it has none."""
        return self.labels.get("severity", "")

    @property
    def is_sign_of_life(self) -> bool:
        """Return whether it says nothing by itself: it always fires (Watchdog) or only mutes others (InfoInhibitor)."""
        return self.severity.lower() == _NONE

    @property
    def runbook(self) -> str:
        """Return the address or the name of its runbook; empty when it names none."""
        return next((self.annotations[key] for key in _RUNBOOK if self.annotations.get(key)), "")

    @property
    def summary(self) -> str:
        """Return what it says in one line."""
        return (
            self.annotations.get("summary")
            or self.annotations.get("description")
            or self.annotations.get("message", "")
        )

    @property
    def identity(self) -> frozenset[tuple[str, str]]:
        """Return its labels, by which two systems mean the same alert."""
        return frozenset(self.labels.items())

    @property
    def rank(self) -> tuple[int, int, float, str]:
        """Return what sorts the worst first: telling before muted, severity, the latest first, name."""
        quiet = {AlertState.FIRING: 0, AlertState.PENDING: 1}.get(self.state, 2)
        return quiet, _RANKS.get(self.severity.lower(), _OTHER), -(self.started_s or 0.0), str(self.ref)
