"""Fields for numbers that leave letters to the keys of the window: ``g`` and a letter still goes to a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox

from console.kernel.i18n import plain

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent as Event

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def is_left_to_the_window(event: Event) -> bool:
    """Return whether an event asks for a letter (or ``?``, ``/``), which no number has."""
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    text = event.text()
    return not event.modifiers() & _COMMANDS and (text.isalpha() or text in {"?", "/"})


def typed(text: str, prefix: str, suffix: str) -> str | None:
    """Return a number as programs write it; ``None`` for ``1,5`` in English: Qt reads 15, and nobody means that."""
    return plain(text.removeprefix(prefix).removesuffix(suffix))


class NumberField(QDoubleSpinBox):
    """A number with decimals, typed with the reader's signs."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """Show no more decimals than the number has: 14 days, not 14.00."""
        text, point = super().textFromValue(value), self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Hold a number back whose thousands do not fit; what was there before comes back."""
        if typed(text, self.prefix(), self.suffix()) is None:
            return QValidator.State.Intermediate, text, place
        found: tuple[QValidator.State, str, int] = super().validate(text, place)
        return found

    def fixup(self, text: str) -> str:
        """Mend nothing there: Qt would take the signs away and keep the digits."""
        return text if typed(text, self.prefix(), self.suffix()) is None else str(super().fixup(text))

    def event(self, event: Event) -> bool:
        """Let the window have what is no part of a number."""
        if is_left_to_the_window(event):
            event.ignore()
            return False
        return bool(super().event(event))
