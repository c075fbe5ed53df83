"""Text on screen: plain by construction, because most of it comes from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy

from console.kernel.visible_text import visible_lines
from views.widgets.tip import tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

MOST_SHOWN = 8_000  # characters; Qt lays a label out on the window's thread


class Label(QLabel):
    """A plain-text label. ``role``: display title section strong muted caption mono key error, or empty for body."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        if wrap:
            self.setWordWrap(True)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        super().setText(visible_lines(text, MOST_SHOWN))


class ElidedLabel(Label):
    """A label of one line that gives way: too long a text ends in … and is whole in the tooltip."""

    def __init__(self, text: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 4, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        whole = tip(self.text()) if shown != self.text() else ""
        if whole != self.toolTip():
            self.setToolTip(whole)
        if not whole:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def set_role(widget: QWidget, role: str, name: str = "role") -> None:
    """Change what the style sheet sees of a widget."""
    if widget.property(name) != role:
        widget.setProperty(name, role)
        if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished) and _is_dressed():  # else it will be polished
            widget.style().unpolish(widget)  # the first call makes all enumerations of QStyle: 15 ms
            widget.style().polish(widget)


def _is_dressed() -> bool:
    application = QApplication.instance()
    return isinstance(application, QApplication) and bool(application.styleSheet())


def unmarked(text: str) -> str:
    """Return text for a button or tab, where ``&`` would mark the next letter."""
    return text.replace("&", "&&")
