"""What is agreed before a game day: when something breaks at the latest, how long it lasts, and from which seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from console.kernel.i18n import t
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.whole_field import WholeField

if TYPE_CHECKING:
    from views.theme.theme import Theme

_MINUTE_S = 60.0
_SEED_DIGITS = 9


class GameAgreement(NamedTuple):
    """Seconds; ``seed`` is ``None`` for a new one."""

    within_s: float
    limit_s: float
    seed: int | None


class GameForm(QWidget):
    """``agreed`` carries a ``GameAgreement``."""

    agreed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._within, self._limit = _minutes(10, t("Something breaks within")), _minutes(45, t("It lasts at most"))
        self._seed = QLineEdit()
        self._seed.setMaxLength(_SEED_DIGITS)
        self._seed.setPlaceholderText(t("new"))
        self._seed.setAccessibleName(t("Seed"))
        self._seed.setToolTip(t("The seed of an earlier game day draws the same fault at the same moment again."))
        self._seed.setFixedWidth(theme.space(14))
        begin = QPushButton(t("Begin a game day"))
        begin.setProperty("role", "primary")
        begin.clicked.connect(self._agree)
        self._begin = begin
        sentence = t(
            "A fault of the lab begins at a moment that nobody tells you. Find it, heal it with a runbook, and verify;"
            " how long that took is scored, and the debrief shows what you did."
        )
        fields = row(spacing=theme.space(1))
        for word, field in (
            (t("Something breaks within"), self._within),
            (t("It lasts at most"), self._limit),
            (t("Seed"), self._seed),
        ):
            fields.addWidget(Label(word))
            fields.addWidget(field)
            fields.addSpacing(theme.space(1))
        fields.addWidget(begin)
        fields.addStretch(1)
        self.setLayout(column(Label(sentence, wrap=True), fields, spacing=theme.space(1)))
        self.setFocusProxy(self._within)

    def _agree(self) -> None:
        typed = self._seed.text().strip()
        seed = int(typed) if typed.isascii() and typed.isdigit() else None
        self.agreed.emit(GameAgreement(self._within.value() * _MINUTE_S, self._limit.value() * _MINUTE_S, seed))


def _minutes(value: int, name: str) -> WholeField:
    field = WholeField()
    field.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside
    field.setRange(1, 240)
    field.setValue(value)
    field.setSuffix(t(" min"))
    field.setAccessibleName(name)
    return field
