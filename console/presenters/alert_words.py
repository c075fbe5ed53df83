"""Alerts in a user's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.alert import AlertState
from console.domain.silence import SilenceState
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.alert import Alert

_PLACES = ("cell", "namespace", "service", "segment", "instance")


def alert_state_word(state: AlertState) -> str:
    """Return the word for a state."""
    words = {
        AlertState.FIRING: t("firing"),
        AlertState.PENDING: t("pending"),
        AlertState.SILENCED: t("silenced"),
        AlertState.INHIBITED: t("inhibited"),
    }
    return words[state]


def silence_state_word(state: SilenceState) -> str:
    """Return the word for a state."""
    words = {
        SilenceState.ACTIVE: t("active"),
        SilenceState.PENDING: t("not yet"),
        SilenceState.EXPIRED: t("ended"),
    }
    return words[state]


def where(alert: Alert) -> str:
    """Return what the alert is about, from the labels that name places."""
    named = [alert.labels[name] for name in _PLACES if alert.labels.get(name)]
    return " / ".join(dict.fromkeys(named[:3]))
