"""A field for whole numbers that leaves letters to the keys of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSpinBox

from views.widgets.number_field import is_left_to_the_window

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


class WholeField(QSpinBox):
    """A whole number."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside

    def event(self, event: QEvent) -> bool:
        """Let the window have what is no part of a number."""
        if is_left_to_the_window(event):
            event.ignore()
            return False
        return bool(super().event(event))
