"""The page rail: one button per registered page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QFrame, QScrollArea, QToolButton, QWidget

from console.kernel.i18n import t
from views.registry import PAGES
from views.widgets.label import unmarked
from views.widgets.layout import column

if TYPE_CHECKING:
    from views.registry import PageKind
    from views.theme.theme import Theme

WIDE_STEPS, NARROW_STEPS = 25, 6.5
ICON_STEPS = 2.5
ROOM_STEPS = 126  # a window that is less wide needs the place of the words for its page


class Rail(QFrame):
    """Icons with words, or icons alone. ``chosen`` carries the key of a page."""

    chosen = Signal(str)
    toggled = Signal()

    def __init__(self, theme: Theme, *, wide: bool) -> None:
        super().__init__()
        self._theme, self._wide, self._room, self._marked = theme, wide, 0, ""
        self.setProperty("role", "rail")
        self.setAccessibleName(t("Pages"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._list = column(spacing=2)
        for kind in sorted(PAGES, key=lambda one: one.order):
            self._list.addWidget(self._button(kind))
        self._list.addStretch(1)
        inner = QWidget()
        inner.setProperty("role", "plain")
        inner.setLayout(self._list)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        self._collapse = QToolButton()
        self._collapse.setProperty("role", "rail")
        self._collapse.clicked.connect(self.toggled)
        self.setLayout(column(scroll, self._collapse, spacing=4, margins=(6, 8, 6, 8)))
        theme.changed.connect(self._paint)
        self.set_wide(wide)

    def _button(self, kind: PageKind) -> QToolButton:
        button = QToolButton()
        button.setProperty("role", "rail")
        button.setCheckable(True)
        button.setText(unmarked(t(kind.title)))
        button.setAccessibleName(t(kind.title))
        button.setAccessibleDescription(t(kind.question))
        button.clicked.connect(lambda: self.chosen.emit(kind.key))
        self._group.addButton(button)
        self._buttons[kind.key] = button
        return button

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._dress(*self._buttons)
        return super().event(event)

    def set_wide(self, wide: bool) -> None:
        """Show words beside the icons, or not."""
        self._wide = wide
        self._paint()

    def set_room(self, pixels: int) -> None:
        """Take the width of the window: in a narrow one there are icons alone."""
        if pixels != self._room:
            was, self._room = self._is_tight(), pixels
            if was != self._is_tight():
                self._paint()

    def _is_tight(self) -> bool:
        return 0 < self._room < self._theme.space(ROOM_STEPS)

    def mark(self, key: str) -> None:
        """Mark the page that is shown; none when the key is of no page."""
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == key)
        self._group.setExclusive(True)
        before, self._marked = self._marked, key
        if before != key:
            self._dress(before, key)
        if key in self._buttons:
            self._scroll.ensureWidgetVisible(self._buttons[key])

    def _dress(self, *keys: str) -> None:
        """Give buttons their pictures, in exactly the size that is shown: cheaper than the sizes of a menu's icons."""
        for key in (one for one in keys if one in self._buttons):
            icon, hue = QIcon(), "accent" if key == self._marked else "muted"
            for ratio in {1.0, self.devicePixelRatioF()}:
                icon.addPixmap(self._theme.pixmap(PAGES.get(key).icon, hue, self._theme.space(ICON_STEPS), ratio))
            self._buttons[key].setIcon(icon)

    def _paint(self) -> None:
        space, wide = self._theme.space, self._wide and not self._is_tight()
        self.setFixedWidth(space(WIDE_STEPS if wide else NARROW_STEPS))
        self._collapse.setVisible(not self._is_tight())
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        word = t("Narrow the rail") if self._wide else t("Widen the rail")
        self._collapse.setText(word)
        self._collapse.setAccessibleName(word)
        self._collapse.setIcon(self._theme.icon("chevron-left" if self._wide else "chevron-right", "muted"))
        for button in [*self._buttons.values(), self._collapse]:
            button.setToolButtonStyle(beside if wide else alone)
            button.setIconSize(QSize(space(ICON_STEPS), space(ICON_STEPS)))
            button.setFixedSize(self.width() - 13, space(4.25))
            button.setToolTip("" if wide else button.accessibleName())
        self._dress(*self._buttons)
