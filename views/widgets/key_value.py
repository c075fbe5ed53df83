"""Key-value grid: facts about one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from views.widgets.label import Label
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG = 24  # characters that may not fit beside others


class KeyValue(QWidget):
    """Names at the left, values at the right; values can be selected and copied."""

    def __init__(self, *, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._shown: list[tuple[Label, Label]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)

    def show_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Show names and values; labels are reused, so that a selection survives an update."""
        while len(self._shown) < len(pairs):
            self._add()
        for (name, value), (left, right) in zip(pairs, self._shown, strict=False):
            if left.text() != name:
                left.setText(name)
            if right.text() != value:
                right.setText(value)
                right.setToolTip(tip(value) if len(value) > LONG else "")
            right.setAccessibleName(f"{name}: {value}")
        for index, labels in enumerate(self._shown):
            for label in labels:
                label.setVisible(index < len(pairs))

    def _add(self) -> None:
        place = len(self._shown)
        left, right = Label(role="muted"), Label(wrap=True, selectable=True)
        line, column = divmod(place, self._columns)
        self._grid.addWidget(left, line, column * 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(right, line, column * 2 + 1, Qt.AlignmentFlag.AlignTop)
        self._grid.setColumnStretch(column * 2 + 1, 1)
        self._shown.append((left, right))
