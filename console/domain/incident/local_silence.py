"""Silences of this profile, for alerts that no Alertmanager knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.alert import AlertState
from console.domain.label_matcher import LabelMatcher, matches_all
from console.domain.silence import SilenceState
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from console.domain.alert import Alert
    from console.domain.silence import Silence


class LocalSilence(msgspec.Struct, frozen=True):
    """``matchers`` are conditions like ``cell="tokyo"`` that must all hold; times are unix seconds."""

    id: str
    estate: str
    matchers: tuple[str, ...]
    starts_s: float
    ends_s: float
    comment: str
    actor: str
    step: int = 0

    def mutes(self, labels: Mapping[str, str], now_s: float) -> bool:
        """Return whether it mutes an alert with these labels now."""
        conditions = tuple(LabelMatcher.parse(one) for one in self.matchers)
        return self.starts_s <= now_s < self.ends_s and matches_all(conditions, labels)


def muted(alerts: Iterable[Alert], local: Iterable[LocalSilence], told: Iterable[Silence], now_s: float) -> list[Alert]:
    """Return alerts with those silenced that a silence of this profile, or an active one of an Alertmanager, mutes."""
    here = tuple(local)
    there = tuple(one for one in told if one.state is SilenceState.ACTIVE)

    def by(alert: Alert) -> tuple[str, ...]:
        found = [one.id for one in here if one.mutes(alert.labels, now_s)]
        return (*found, *(one.ref.name for one in there if _mutes(one, alert)))

    result = []
    for alert in alerts:
        ids = by(alert) if alert.state in {AlertState.FIRING, AlertState.PENDING} else ()
        result.append(replace(alert, state=AlertState.SILENCED, silences=(*alert.silences, *ids)) if ids else alert)
    return result


def _mutes(silence: Silence, alert: Alert) -> bool:
    """Return whether a silence is about an alert; a pattern that only its server can read mutes nothing here."""
    try:
        return matches_all(silence.matchers, alert.labels)
    except ValueError:
        return False


def silence_form(silence: LocalSilence) -> dict[str, Any]:
    """Return a silence as JSON values."""
    return dict(msgspec.to_builtins(silence))


def read_silence(form: Mapping[str, Any]) -> LocalSilence:
    """Return the silence of a form; raise ``UserError`` when it is of another version, or damaged."""
    try:
        found = msgspec.convert(form, prepared(LocalSilence))
        for one in found.matchers:
            LabelMatcher.parse(one)
    except (msgspec.ValidationError, ValueError, KeyError) as error:
        raise UserError(t("A silence of the journal cannot be read: {why}.", why=error)) from error
    return found
