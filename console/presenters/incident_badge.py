"""The incidents that are open, in a word for the header of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.health import Health
from console.domain.incident.incident import IncidentState
from console.kernel.i18n import t
from console.presenters.incident_text import incident_health

if TYPE_CHECKING:
    from console.store.state import State


class IncidentBadge(NamedTuple):
    """``word`` says how many are open; ``health`` is that of the worst, ``tip`` a sentence."""

    word: str
    tip: str
    health: Health
    opened: int


def incident_badge(state: State, now_s: float) -> IncidentBadge | None:
    """Return what the header shows; ``None`` when no incident is open."""
    opened = [one for one in state.incidents.values() if not one.is_over]
    if not opened:
        return None
    waiting = sum(one.state is IncidentState.OPEN for one in opened)
    word = t("{count} incidents", count=len(opened))
    looks = [incident_health(one, now_s) for one in opened]
    worst = next((one for one in (Health.CRITICAL, Health.WARNING) if one in looks), Health.UNKNOWN)
    return IncidentBadge(word, _tip(len(opened), waiting), worst, len(opened))


def _tip(opened: int, waiting: int) -> str:
    if opened == 1:
        return t("Nobody has begun with it.") if waiting else t("Somebody is on it.")
    return t("Nobody has begun with {count} of them.", count=waiting) if waiting else t("Somebody is on each of them.")
