"""Frame times: how quickly the window comes back to its user, for those who work on the console."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from console.kernel.i18n import t
from console.presenters.format import duration, number
from console.presenters.frame_times import FrameTimes
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import card, column

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from views.page import PageContext

EVERY_MS = 1_000


class FrameView(QWidget):
    """Measures from the first time it is shown, on all pages; tells while it is seen."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._bridge, self._times = context.bridge, FrameTimes()
        self._measures = False
        self._facts = KeyValue()
        self._facts.setAccessibleName(t("Frame times"))
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tell)
        space = context.theme.space(2)
        note = Label(
            t("Of the last minute, on all pages since this was first opened. The start is measured by {option}.",
              option="cell-console --profile-startup"),
            "muted",
            wrap=True,
        )  # fmt: skip
        inside = column(self._facts, note, spacing=space, margins=(space, space, space, space))
        self.setLayout(column(card(inside), None, margins=(0, space, 0, 0)))

    def _tick(self) -> None:
        self._times.tick(perf_counter())

    def _tell(self) -> None:
        found = self._times.summary()
        if found is None:
            self._facts.show_pairs(((t("Frames"), t("not known")),))
            return
        self._facts.show_pairs(
            (
                (t("Frames"), number(found.frames)),
                (t("Gap, middle"), duration(found.middle_s)),
                (t("Gap, 99 of 100"), duration(found.p99_s)),
                (t("Gap, worst"), duration(found.worst_s)),
                (t("Gaps over 50 ms"), number(found.slow)),
            )
        )

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if not self._measures:
            self._measures = True
            self._bridge.ticked.connect(self._tick)
        self._tell()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        super().hideEvent(event)
        self._timer.stop()
