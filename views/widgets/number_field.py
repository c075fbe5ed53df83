"""Fields for numbers that leave letters to the keys of the window: ``g`` and a letter still goes to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDoubleSpinBox

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent as Event

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_left_to_the_window(event: Event) -> bool:
    """Return whether an event asks for a letter (or ``?``, ``/``), which no number has."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    text = event.text()
    return not event.modifiers() & _COMMANDS and (text.isalpha() or text in {"?", "/"})


class NumberField(QDoubleSpinBox):
    """A number with decimals."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside

    def event(self, event: Event) -> bool:
        """Let the window have what is no part of a number."""
        if is_left_to_the_window(event):
            event.ignore()
            return False
        return bool(super().event(event))
