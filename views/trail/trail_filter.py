"""Which records are shown: by kind, cell, person and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from console.kernel.i18n import t
from console.presenters.format import coarse
from views.widgets.layout import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.presenters.trail_rows import TrailRow
    from views.theme.theme import Theme

_TIMES_S = (3_600, 86_400, 604_800, 2_592_000)


class TrailFilter(QWidget):
    """Offers what occurs in the records; ``changed`` when another choice was made."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._boxes = {key: QComboBox() for key in ("area", "cell", "actor", "time")}
        names = {"area": t("Kind"), "cell": t("Cell"), "actor": t("Done by"), "time": t("Time")}
        layout = row(spacing=theme.space(1))
        for key, box in self._boxes.items():
            box.setAccessibleName(t("Filter: {name}", name=names[key]))
            box.addItem(t("{name}: all", name=names[key]), "")
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.currentIndexChanged.connect(self.changed)
            layout.addWidget(box)
        layout.addStretch(1)
        for seconds in _TIMES_S:
            self._boxes["time"].addItem(t("last {time}", time=coarse(seconds)), str(seconds))
        self.setLayout(layout)

    def offer(self, rows: Sequence[TrailRow]) -> None:
        """Offer the kinds, cells and people of some records; a choice that was made stays."""
        self._fill("area", {one.area: one.area_word for one in rows if one.area}.items())
        self._fill("cell", ((one, one) for one in {row.cell for row in rows if row.cell}))
        self._fill("actor", ((one, one) for one in {row.actor for row in rows if row.actor}))

    def _fill(self, key: str, choices: Iterable[tuple[str, str]]) -> None:
        box = self._boxes[key]
        for value, text in sorted(choices, key=lambda one: one[1]):
            if box.findData(value) < 0:
                box.addItem(text, value)

    def choose(self, key: str, value: str) -> None:
        """Choose a value (``area``, ``cell``, ``actor``); it is offered from now on."""
        self._fill(key, ((value, value),))
        self._boxes[key].setCurrentIndex(self._boxes[key].findData(value))

    def chosen(self, rows: Sequence[TrailRow], now_s: float) -> tuple[TrailRow, ...]:
        """Return the records that are to be shown."""
        area, cell, actor, time = (str(box.currentData()) for box in self._boxes.values())
        since_s = now_s - float(time) if time else None
        return tuple(
            one
            for one in rows
            if area in {"", one.area}
            and cell in {"", one.cell}
            and actor in {"", one.actor}
            and (since_s is None or (one.at_s is not None and one.at_s >= since_s))
        )
