"""The cells of a plan: which wave each of them is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_WAVES = 20
_LINES_SHOWN = 6


class WaveTable(QScrollArea):
    """One line per cell with the number of its wave; the first wave is the canary. ``changed`` after each choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(t("Cells and waves"))
        self._fields: dict[str, WholeField] = {}

    def show_cells(self, cells: Sequence[tuple[str, str]], *, one: bool) -> None:
        """Show (key, title) of cells: the first is the canary, the others follow in the second wave.

        ``one``: they have what is moved in common, so that only one is chosen.
        """
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        self._fields = {}
        for line, (key, title) in enumerate(cells):
            field = self._field(title, 1 if line == 0 else 0 if one else 2)
            self._fields[key] = field
            label = Label(title)
            label.setBuddy(field)
            grid.addWidget(label, line, 0)
            grid.addWidget(field, line, 1)
        self.setWidget(inner)
        line_height = inner.sizeHint().height() // max(1, len(cells)) + 1
        self.setFixedHeight(line_height * min(_LINES_SHOWN, max(1, len(cells))))

    def _field(self, title: str, wave: int) -> WholeField:
        field = WholeField()
        field.setRange(0, _MOST_WAVES)
        field.setSpecialValueText(t("left out"))
        field.setPrefix(t("wave "))
        field.setValue(wave)
        field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        field.setAccessibleName(t("Wave of {cell}", cell=title))
        field.valueChanged.connect(lambda _value: self.changed.emit())
        return field

    def waves(self) -> tuple[tuple[str, ...], ...]:
        """Return the keys of the cells wave by wave; numbers that nobody has are passed over."""
        numbers = sorted({one.value() for one in self._fields.values()} - {0})
        return tuple(tuple(key for key, one in self._fields.items() if one.value() == number) for number in numbers)
