"""Stat tile: one number with its unit, its course, its severity and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy

from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, set_role
from views.widgets.layout import column, row
from views.widgets.sparkline import Sparkline
from views.widgets.tab_order import put_after
from views.widgets.tip import tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from console.domain.health import Health
    from views.theme.theme import Theme

_ROLES = ("display", "title", "section")
_MARGINS = 28  # of a tile, left and right
_SPACING = 8  # between its name and its badge


class Evidence(NamedTuple):
    """Where a number comes from; all parts are ready to be shown, empty ones are left out."""

    query: str = ""
    source: str = ""
    read_at: str = ""

    def text(self) -> str:
        """Return the lines of the tooltip."""
        lines = (
            t("Source: {source}", source=self.source) if self.source else "",
            t("Read: {when}", when=self.read_at) if self.read_at else "",
            t("Query: {query}", query=self.query) if self.query else "",
        )
        return "\n".join(one for one in lines if one)


class StatTile(QFrame):
    """A number above the fold. ``opened`` is emitted when the user asks for its evidence (click or Enter)."""

    opened = Signal()

    def __init__(self, theme: Theme, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._evidence = theme, ""
        self._label, self._value = ElidedLabel(label, "caption"), ElidedLabel(UNKNOWN, "display")
        self._value.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._note, self._badge = ElidedLabel(role="caption"), Badge(theme)
        self._label.setMinimumHeight(self._badge.sizeHint().height())
        self._line = Sparkline(theme)
        self._line.setVisible(False)
        self._badge.setVisible(False)
        top = row(spacing=_SPACING)
        top.addWidget(self._label, 1)
        top.addWidget(self._badge)
        self.setProperty("role", "card")
        self.setAccessibleName(label)
        self.setLayout(
            column(top, self._value, self._line, self._note, None, spacing=theme.space(0.5), margins=(12, 8, 12, 8))
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(
        self, value: str, health: Health | None = None, note: str = "", evidence: Evidence | None = None
    ) -> None:
        """Show a formatted value with unit; ``health`` adds a badge; ``note`` is a line below it."""
        if value != self._value.text():
            self._value.setText(value)
            self._fit(self.width())
        self._badge.setVisible(health is not None)
        if health is not None:
            self._badge.show_health(health)
            self._fit_badge(self.width())
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._evidence = evidence.text() if evidence else ""
        self.setToolTip(tip(self._evidence))
        words = (self._label.text(), value, self._badge.text() if health is not None else "", note)
        self.setAccessibleName(", ".join(one for one in words if one))
        self.setAccessibleDescription(self._evidence)

    def follow(self, place: QWidget) -> None:
        """Let Tab reach this tile where ``place`` stands: tiles are often made later than what is below them."""
        put_after(place, self)

    def show_course(self, times: Sequence[float], values: Sequence[float], hue: str = "accent") -> None:
        """Show how the number went (unix seconds ascending, values)."""
        self._line.setVisible(len(times) > 1)
        self._line.show_series(times, values, hue)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            self.setToolTip(tip("\n\n".join(one for one in (self._meaning(), self._evidence) if one)))
        return super().event(event)

    def _meaning(self) -> str:
        from console.presenters.help.figure_help import figure_help  # noqa: PLC0415 - when somebody asks

        return figure_help(self._label.text())

    def _fit(self, width: int) -> None:
        """Show the value smaller where it would be cut off: half a number is a wrong number."""
        self._value.setFixedHeight(QFontMetrics(self._theme.font(_ROLES[0], bold=True)).height())
        fitting = (one for one in _ROLES if self._width_as(one) <= width - _MARGINS)
        set_role(self._value, next(fitting, _ROLES[-1]))

    def _fit_badge(self, width: int) -> None:
        """Tell the name of the number whole: "Er… Warning" leaves open what the warning is about."""
        name = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._label.text())
        self._badge.fit(width - _MARGINS - _SPACING - name)

    def _width_as(self, role: str) -> int:
        return QFontMetrics(self._theme.font(role, bold=True)).horizontalAdvance(self._value.text())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit(event.size().width())
        self._fit_badge(event.size().width())
        super().resizeEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
