"""Unlocks: every connection is read-only until somebody unlocks it, for a reason and for a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_S = 8 * 3600.0
_ROUNDED_S = 1.0


@dataclass(frozen=True, slots=True)
class Unlock:
    """``until_s`` (unix seconds) is when it ends by itself; locking again is an unlock that ends at once."""

    estate: str
    connection: str
    until_s: float
    actor: str
    reason: str = ""
    step: int = 0


def is_unlocked(unlocks: Mapping[str, Unlock], connection: str, now_s: float) -> bool:
    """Return whether changes of a connection are allowed now; ``unlocks`` by connection."""
    found = unlocks.get(connection)
    # One that would last longer than any can was made by a clock that has been set back since.
    return found is not None and now_s < found.until_s <= now_s + MOST_S + _ROUNDED_S


def why_locked(unlocks: Mapping[str, Unlock], connection: str, now_s: float, *, read_only: bool) -> str:
    """Return in a sentence why nothing of a connection may be changed now; empty when it may."""
    if read_only:
        return t("The console runs with --read-only: every change is forbidden.")
    if not is_unlocked(unlocks, connection, now_s):
        return t("The connection {name} is locked (read-only).", name=connection)
    return ""
