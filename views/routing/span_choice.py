"""The choice of the recorded time that is replayed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from console.kernel.i18n import t

USUAL_S, _WEEK_S = 86_400, 7 * 86_400


class SpanChoice(QComboBox):
    """The last day by the minute, or the last week by five minutes."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("Recorded time"))
        self.addItem(t("over the last day"), USUAL_S)
        self.addItem(t("over the last week"), _WEEK_S)
        self.currentIndexChanged.connect(lambda _place: self.chosen.emit())

    @property
    def span_s(self) -> int:
        """Return the chosen time in seconds."""
        return int(self.currentData())
