"""A health as a value: its word, which stands beside its mark and colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.report.value import Value
from console.presenters.health_word import health_word

if TYPE_CHECKING:
    from console.domain.health import Health


def judged(health: Health) -> Value:
    """Return the word of a health."""
    return Value(health_word(health), health=health)
