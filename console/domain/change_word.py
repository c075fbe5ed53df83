"""The words of changes: states, risks and environments as a user reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.change import ChangeState
from console.domain.health import Health
from console.domain.operation import Risk
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.domain.change import Change


def state_word(state: ChangeState, *, was_applied: bool = False) -> str:
    """Return the translated word of a state; what failed after its target ``was_applied`` was done, but not reached."""
    if state is ChangeState.FAILED and was_applied:
        return t("Not reached")
    return {
        ChangeState.PLANNED: t("Planned"),
        ChangeState.PREVIEWED: t("Previewed"),
        ChangeState.CONFIRMED: t("Confirmed"),
        ChangeState.APPLYING: t("Applying"),
        ChangeState.APPLIED: t("Applied"),
        ChangeState.VERIFIED: t("Verified"),
        ChangeState.FAILED: t("Not done"),
        ChangeState.UNDONE: t("Undone"),
        ChangeState.UNKNOWN: t("Not known"),
    }[state]


def change_word(change: Change) -> str:
    """Return the translated word of where a change is: its state, or what it waits for."""
    if change.awaits_signature:
        return t("Waits for a signature")
    return state_word(change.state, was_applied=change.was_applied)


def change_health(change: Change) -> Health:
    """Return how a change looks: what waits for a signature is like a warning, because a person has to act."""
    return Health.WARNING if change.awaits_signature else state_health(change.state)


def state_health(state: ChangeState) -> Health:
    """Return how a state looks: unknown ones warn, running and waiting ones are neutral."""
    return {
        ChangeState.VERIFIED: Health.OK,
        ChangeState.FAILED: Health.CRITICAL,
        ChangeState.UNKNOWN: Health.WARNING,
    }.get(state, Health.UNKNOWN)


def risk_word(risk: Risk) -> str:
    """Return the translated word of a risk."""
    return {
        Risk.REVERSIBLE: t("reversible"),
        Risk.DISRUPTIVE: t("disruptive"),
        Risk.IRREVERSIBLE: t("cannot be undone"),
    }[risk]


def environment_word(environment: str) -> str:
    """Return the translated word of an environment; an unknown one as it is."""
    words = {
        "production": t("production"),
        "staging": t("staging"),
        "development": t("development"),
        "lab": t("lab: simulated"),
    }
    return words.get(environment, environment)
