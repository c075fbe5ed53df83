"""The activity log: what happened since the program started, for the drawer of every window."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.connection import ConnectionStatus
    from console.domain.health import Health
    from console.kernel.clock import Clock
    from console.presenters.activity import ActivityEntry
    from console.store.change_summary import ChangeSummary
    from console.store.state import State

CAPACITY = 500


class ActivityLog(QObject):
    """Keeps the newest entries; ``changed`` tells that there are new ones."""

    changed = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._entries: deque[ActivityEntry] = deque(maxlen=CAPACITY)
        self._connections: Mapping[str, ConnectionStatus] = {}

    @property
    def entries(self) -> tuple[ActivityEntry, ...]:
        """Return the entries, oldest first."""
        return tuple(self._entries)

    def note(self, health: Health, text: str) -> None:
        """Add a line of one's own."""
        from console.presenters.activity import ActivityEntry  # noqa: PLC0415 - not before the first paint

        self._entries.append(ActivityEntry(self._clock.now().timestamp(), health, text))
        self.changed.emit()

    def observe(self, state: State, summary: ChangeSummary) -> None:
        """Add what happened to connections."""
        if summary.touches("estate"):
            self._connections = {}
        if not summary.touches("estate", "connections"):
            return
        from console.presenters.activity import connection_entries  # noqa: PLC0415 - not before the first paint

        new = connection_entries(self._connections, state, self._clock.now().timestamp())
        self._connections = state.connections
        self._entries.extend(new)
        if new:
            self.changed.emit()
