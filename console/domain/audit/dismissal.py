"""Dismissals: findings that somebody answers for, until an end; expired ones return by themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from console.domain.audit.audit_decision import AuditDecision, DecisionKind
from console.domain.audit.rule_severity import RuleSeverity

if TYPE_CHECKING:
    from collections.abc import Iterable


class DismissalState(StrEnum):
    """``WAITS``: an open critical finding in compliance mode, and only one person has dismissed it so far."""

    ACTIVE = "active"
    WAITS = "waits"
    EXPIRED = "expired"
    RESTORED = "restored"


class Dismissal(NamedTuple):
    """``decision`` is the newest dismissal; ``persons`` all who stand behind it now, in order."""

    decision: AuditDecision
    persons: tuple[str, ...]
    state: DismissalState


def dismissals(decisions: Iterable[AuditDecision], now_s: float) -> tuple[Dismissal, ...]:
    """Return the newest dismissal of each finding of each project, in the order in which they were first made.

    Of what one person dismissed again only the newest counts, also when it ends sooner. In compliance mode a critical
    finding needs two different persons whose dismissals have both not ended. A restoration ends them all.
    """
    known: dict[tuple[str, str, str], list[AuditDecision]] = {}
    restored: set[tuple[str, str, str]] = set()
    for one in sorted(decisions, key=lambda one: one.at_s):
        key = (one.project, one.rule, one.fingerprint)
        if one.kind is DecisionKind.DISMISSED:
            if key in restored:
                restored.discard(key)
                known[key] = []
            known.setdefault(key, []).append(one)
        elif one.kind is DecisionKind.RESTORED and key in known:
            restored.add(key)
    return tuple(_standing(made, now_s, is_restored=key in restored) for key, made in known.items())


def _standing(made: list[AuditDecision], now_s: float, *, is_restored: bool) -> Dismissal:
    newest = made[-1]
    of_each = {one.person: one for one in made}
    live = [one for one in of_each.values() if one.until_s > now_s]
    persons = tuple(one.person for one in live)
    if is_restored:
        return Dismissal(newest, persons, DismissalState.RESTORED)
    if not live:
        return Dismissal(newest, (), DismissalState.EXPIRED)
    if needs_two(newest) and len(persons) < 2:
        return Dismissal(newest, persons, DismissalState.WAITS)
    return Dismissal(newest, persons, DismissalState.ACTIVE)


def needs_two(decision: AuditDecision) -> bool:
    """Return whether one person is not enough: a critical finding in compliance mode."""
    return decision.complies and decision.severity is RuleSeverity.CRITICAL
