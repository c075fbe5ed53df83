"""A field for whole numbers that leaves letters to the keys of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

from views.widgets.number_field import is_left_to_the_window, typed

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


class WholeField(QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Hold a number back whose thousands do not fit; what was there before comes back."""
        if self._is_misplaced(text):
            return QValidator.State.Intermediate, text, place
        found: tuple[QValidator.State, str, int] = super().validate(text, place)
        return found

    def fixup(self, text: str) -> str:
        """Mend nothing there: Qt would take the signs away and keep the digits."""
        return text if self._is_misplaced(text) else str(super().fixup(text))

    def event(self, event: QEvent) -> bool:
        """Let the window have what is no part of a number."""
        if is_left_to_the_window(event):
            event.ignore()
            return False
        return bool(super().event(event))

    def _is_misplaced(self, text: str) -> bool:
        return "." in (typed(text, self.prefix(), self.suffix()) or ".")
