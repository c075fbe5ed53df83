"""The frame around a page: its heading with the way back, its question, and the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QToolButton, QWidget

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from views.page import Page
from views.widgets.filter_field import FilterField
from views.widgets.label import ElidedLabel
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from views.page import Shortcut
    from views.registry import PageKind
    from views.theme.theme import Theme
    from views.widgets.state_banner import StateBanner

_FILTER_PX = 240  # at any size of text: beside it stand the title and two buttons


class PageFrame(QWidget):
    """One page with its heading. ``back``, ``reload`` and ``help`` are the buttons of the heading.

    ``doors`` asks for the ways to an estate, where the page has none to show.
    """

    doors = Signal()
    back = Signal()
    help = Signal()
    reload = Signal()

    def __init__(self, theme: Theme, kind: PageKind, page: Page) -> None:
        super().__init__()
        self.kind, self.page = kind, page
        self._theme = theme
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back, self._reload, self._help = QToolButton(), QToolButton(), QToolButton()
        self._title, self._question = ElidedLabel(t(kind.title), "title"), ElidedLabel(t(kind.question), "muted")
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._filter = FilterField()
        self._filter.setPlaceholderText(t("Filter  ( / )"))
        self._filter.setAccessibleName(t("Filter this page"))
        self._filter.setClearButtonEnabled(True)
        self._filter.setFixedWidth(_FILTER_PX)
        self._filter.textChanged.connect(page.filter_text)
        self._filter.left.connect(self.focus_main)
        page.unfilter.connect(self.clear_filter)
        # Only ever hidden here: made visible before it has a parent, it would flash up as a window of its own.
        if type(page).filter_text is Page.filter_text:
            self._filter.hide()
        for button, word, signal in (
            (self._back, t("Go back"), self.back),
            (self._reload, t("Reload"), self.reload),
            (self._help, t("Help for this page"), self.help),
        ):
            button.setProperty("role", "flat")
            button.setAccessibleName(word)
            button.setToolTip(word)
            button.clicked.connect(signal)
        heading = row(self._back, self._title, spacing=theme.space(1))
        heading.addWidget(self._question, 1)
        heading.addWidget(self._filter)
        heading.addWidget(self._reload)
        heading.addWidget(self._help)
        space = theme.space(2)
        layout = column(heading, spacing=theme.space(1.5), margins=(space, theme.space(1.5), space, space))
        self._area = _scrolled(page)
        self._absence: StateBanner | None = None
        layout.addWidget(self._area, 1)
        self.setLayout(layout)
        theme.changed.connect(self._paint)
        self._paint()

    def _paint(self) -> None:
        size = QSize(self._theme.space(2.25), self._theme.space(2.25))
        for button, icon in ((self._back, "back"), (self._reload, "reload"), (self._help, "question")):
            button.setIcon(self._theme.icon(icon, "muted"))
            button.setIconSize(size)

    def arrive(self, *, can_go_back: bool) -> None:
        """Bring the heading up to date."""
        self._back.setVisible(can_go_back)
        self.update_title()

    def update_title(self) -> None:
        """Show what the page calls itself now."""
        self._title.setText(self.page.title() or t(self.kind.title))

    def show_absence(self, absence: DataState | None) -> None:
        """Say why there is no estate in the place of the page; ``None``: there is one, show the page."""
        if self._absence is None and absence is not None:
            from views.widgets.state_banner import StateBanner  # noqa: PLC0415 - seldom, and not before the first paint

            self._absence = StateBanner(self._theme, self, door=t("Show the welcome page"))
            self._absence.asked.connect(self.doors)
            layout = self.layout()
            assert isinstance(layout, QBoxLayout)
            layout.addWidget(self._absence, 1, Qt.AlignmentFlag.AlignTop)
        self._area.setVisible(absence is None)
        if self._absence is not None:
            focus = self.window().focusWidget()
            if absence is None and focus is not None and self._absence.isAncestorOf(focus):
                self.page.focus_main()  # else Qt gives the focus to whatever is next, and a key does what nobody meant
            self._absence.show_state(absence or DataState(DataKind.FRESH))

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the commands of the page that work now."""
        return self.page.shortcuts() if self._area.isVisibleTo(self) else ()

    def focus_main(self) -> None:
        """Put the focus on the page's main list, or on what stands in its place."""
        if self._absence is not None and self._absence.isVisibleTo(self):
            self._absence.focus_main()
        else:
            self.page.focus_main()

    def focus_filter(self) -> None:
        """Put the cursor into the page's filter, or into the heading's."""
        if not self.page.focus_filter() and self._filter.isVisible():
            self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._filter.selectAll()

    def clear_filter(self) -> bool:
        """Clear the filter; return whether there was one."""
        filtered = bool(self._filter.text())
        self._filter.clear()
        return filtered


class _Ground(QWidget):
    """As large as the window lets it be, but never so small that a page on it would be squeezed."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        least, layout, around = self._page.minimumSizeHint(), self._page.layout(), self.parentWidget()
        if layout is None or around is None or not layout.hasHeightForWidth():
            return least
        wrapped = layout.minimumHeightForWidth(max(around.width(), least.width()))
        return least.expandedTo(QSize(0, wrapped))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._page.resize(event.size())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the page needs another size: the area has to look again
            self.updateGeometry()
        return super().event(event)


def _scrolled(page: Page) -> QScrollArea:
    """Return an area that scrolls a page where a small window or large text leaves it too little room."""
    area = QScrollArea()
    area.setProperty("role", "ground")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setViewport(QWidget())  # asked for Qt's own, PySide6 would load all widgets that there are to find its class
    area.setWidget(_Ground(page))
    return area
