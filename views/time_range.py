"""The time range that a window's plots show."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

CHOICES_S = (900, 3_600, 21_600, 86_400, 604_800, 2_592_000, 7_776_000)


class TimeRange(QObject):
    """The last ``seconds`` up to now; ``changed`` carries the new length in seconds."""

    changed = Signal(int)

    def __init__(self, seconds: int = 3_600, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = seconds

    @property
    def seconds(self) -> int:
        """Return the length in seconds."""
        return self._seconds

    def choose(self, seconds: int) -> None:
        """Change the length."""
        if seconds != self._seconds:
            self._seconds = seconds
            self.changed.emit(seconds)
