"""Actions that allow changes and forbid them."""

from __future__ import annotations

from console.actions.action import ACTIONS, Action

ACTIONS.add(
    Action("lock", "Unlock or lock a connection …", "Changes", lambda desk: desk.doors.offer_lock(), icon="unlock")
)
