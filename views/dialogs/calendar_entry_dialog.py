"""A new entry of the estate's calendar: a campaign, a freeze, maintenance or an update."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QPushButton

from console.estate.schema.calendar import CalendarEntry, EntryKind, Repeat
from console.kernel.i18n import t
from console.presenters.pipeline.calendar_rows import kind_word
from views.widgets.label import Label
from views.widgets.layout import column, grow_to_fit, row
from views.widgets.number_field import NumberField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from console.estate.schema.cell import Cell

_FORM = "%Y-%m-%d %H:%M"


class CalendarEntryDialog(QDialog):
    """``agreed`` carries the entry; times are those of the calendar's zone."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget | None, zone: str, now_s: float, cells: Sequence[Cell]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("New calendar entry"))
        self._zone = ZoneInfo(zone)
        begin = datetime.fromtimestamp(now_s, UTC).astimezone(self._zone) + timedelta(days=7)
        self._title, self._kind, self._repeat, self._cell = QLineEdit(), QComboBox(), QComboBox(), QComboBox()
        self._begin = QLineEdit(begin.strftime(f"{_FORM[:-3]}:00"))
        self._end = QLineEdit((begin + timedelta(hours=6)).strftime(f"{_FORM[:-3]}:00"))
        self._uplift = NumberField()
        self._uplift.setRange(0.0, 1000.0)
        self._uplift.setSingleStep(0.1)
        self._uplift.setSpecialValueText(t("as in the past"))
        for kind in EntryKind:
            self._kind.addItem(kind_word(kind), kind.value)
        for repeat, word in _repeats():
            self._repeat.addItem(word, repeat.value)
        self._cell.addItem(t("all cells"), "")
        for one in cells:
            self._cell.addItem(one.title or one.key, one.key)
        self._lay_out(zone)

    def _lay_out(self, zone: str) -> None:
        form = QFormLayout()
        for name, field in (
            (t("Title"), self._title),
            (t("Kind"), self._kind),
            (t("Begins ({zone})", zone=zone), self._begin),
            (t("Ends ({zone})", zone=zone), self._end),
            (t("Comes back"), self._repeat),
            (t("Cell"), self._cell),
            (t("Multiple of the demand"), self._uplift),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self._trouble = Label(role="error", wrap=True)
        self._trouble.hide()
        go, stay = QPushButton(t("Add to the estate file")), QPushButton(t("Cancel"))
        go.setProperty("role", "primary")
        go.setDefault(True)
        go.clicked.connect(self._agree)
        stay.clicked.connect(self.reject)
        layout = column(Label(t("New calendar entry"), "title"), spacing=16, margins=(24, 24, 24, 24))
        layout.addLayout(form)
        layout.addWidget(self._trouble)
        layout.addLayout(row(None, stay, go))
        self.setLayout(layout)
        self.setMinimumWidth(440)

    def _agree(self) -> None:
        begin, end = (_moment(field.text(), self._zone) for field in (self._begin, self._end))
        if not self._title.text().strip() or begin is None or end is None or end <= begin:
            self._tell(t("It needs a title, and an end after its begin, written as 2026-12-01 09:00."))
            return
        cell = str(self._cell.currentData() or "")
        self.agreed.emit(
            CalendarEntry(
                title=self._title.text().strip(),
                kind=EntryKind(self._kind.currentData()),
                start=begin,
                end=end,
                repeat=Repeat(self._repeat.currentData()),
                cells=(cell,) if cell else (),
                uplift=self._uplift.value() or None,
            )
        )
        self.accept()

    def _tell(self, why: str) -> None:
        self._trouble.setText(why)
        self._trouble.show()
        grow_to_fit(self)


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.strptime(text.strip().replace("/", "-"), _FORM).replace(tzinfo=zone)
    except ValueError:
        return None


def _repeats() -> tuple[tuple[Repeat, str], ...]:
    return (
        (Repeat.NEVER, t("never")),
        (Repeat.DAILY, t("every day")),
        (Repeat.WEEKLY, t("every week")),
        (Repeat.MONTHLY, t("every month")),
        (Repeat.MONTH_END, t("at the end of each month")),
    )
