"""The incidents slice: incidents, notices, silences of the profile, and the alerts that the console evaluates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.domain.incident_event import AlertsJudged, IncidentChanged, NoticeChanged, SilenceChanged
    from console.store.state import State

_INCIDENTS, _NOTICES = 300, 1000  # the journal holds all of them


def reduce(state: State, event: IncidentChanged) -> tuple[State, frozenset[object]]:
    """Take an incident of the open estate as it is now; an older step than the known one changes nothing."""
    new = event.incident
    known = state.incidents.get(new.id)
    if _is_elsewhere(state, new.estate) or (known is not None and known.step >= new.step):
        return state, frozenset()
    incidents = {**state.incidents, new.id: new}
    if len(incidents) > _INCIDENTS:
        over = (one for one in incidents.values() if one.is_over)
        oldest = min(over, key=lambda one: one.opened_s, default=None)
        if oldest is not None:
            del incidents[oldest.id]
    return replace(state, incidents=incidents), frozenset({new.id})


def reduce_notice(state: State, event: NoticeChanged) -> tuple[State, frozenset[object]]:
    """Take a notice of the open estate as it is now."""
    new = event.notice
    known = state.notices.get(new.id)
    if _is_elsewhere(state, new.estate) or (known is not None and known.step >= new.step):
        return state, frozenset()
    notices = {**state.notices, new.id: new}
    if len(notices) > _NOTICES:
        del notices[min(notices, key=lambda key: notices[key].made_s)]
    return replace(state, notices=notices), frozenset({new.id})


def reduce_silence(state: State, event: SilenceChanged) -> tuple[State, frozenset[object]]:
    """Take a silence of this profile."""
    if _is_elsewhere(state, event.silence.estate):
        return state, frozenset()
    silences = {**state.local_silences, event.silence.id: event.silence}
    return replace(state, local_silences=silences), frozenset({event.silence.id})


def reduce_alerts(state: State, event: AlertsJudged) -> tuple[State, frozenset[object]]:
    """Take the alerts that the console evaluates itself."""
    if _is_elsewhere(state, event.estate) or state.judged_alerts == event.alerts:
        return state, frozenset()
    return replace(state, judged_alerts=event.alerts), frozenset({"judged"})


def _is_elsewhere(state: State, estate: str) -> bool:
    return state.estate is None or state.estate.name != estate
