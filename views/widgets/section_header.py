"""Section header: a title, what it counts, and room for buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import row


class SectionHeader(QWidget):
    """A title with a muted note beside it; widgets given as ``trailing`` stand at the right."""

    def __init__(self, title: str, *trailing: QWidget, note: str = "", role: str = "section") -> None:
        super().__init__()
        self._title, self._note = Label(title, role), ElidedLabel(note, "muted")
        self.setAccessibleName(title)
        layout = row(self._title, spacing=8)
        layout.addWidget(self._note, 1)
        for widget in trailing:
            layout.addWidget(widget)
        self.setLayout(layout)

    def set_note(self, note: str) -> None:
        """Change the note (``12 cells, worst first``)."""
        self._note.setText(note)
