"""The header: estate, search, time range, data age, connections, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QToolButton

from console.kernel.i18n import t
from console.presenters.format import coarse
from console.presenters.header import header_row, last_header
from views.shell.connection_summary import MOST_BADGES, ConnectionSummary
from views.shell.lock_button import LockButton
from views.time_range import CHOICES_S
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel
from views.widgets.layout import row
from views.widgets.mark import HEALTH_MARKS

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QMenu

    from console.presenters.header import HeaderRow
    from console.presenters.incident_badge import IncidentBadge
    from console.presenters.last_view import LastView
    from console.store.state import State
    from views.theme.theme import Theme
    from views.time_range import TimeRange

_LEAST_NAME, _LEAST_WORDS = 4, 7


class Header(QFrame):
    """One line over the page; every part of it answers a question that is always there."""

    search = Signal()
    estate = Signal()

    def __init__(self, theme: Theme, time_range: TimeRange) -> None:
        super().__init__()
        self._theme, self._range = theme, time_range
        self._fitted: tuple[object, ...] = ()
        self._incident: IncidentBadge | None = None
        self.setProperty("role", "header")
        self.setFixedHeight(theme.space(6))
        self._title, self._lab = ElidedLabel(role="section"), Badge(theme)
        self._title.setMaximumWidth(theme.space(36))
        self._search = QPushButton()
        self._search.setProperty("role", "search")
        self._search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._search.setMaximumWidth(theme.space(48))
        self._search.clicked.connect(self.search)
        self._times = QToolButton()
        self._times.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._age = Badge(theme, filled=False)
        self.incidents, self._open = QPushButton(), Badge(theme)
        self.incidents.setProperty("role", "flat")
        self.incidents.setLayout(row(self._open, margins=(8, 4, 8, 4)))
        self.incidents.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._open.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.incidents.hide()
        self.connections = ConnectionSummary(theme)
        self.lock = LockButton(theme)
        layout = row(spacing=theme.space(1), margins=(theme.space(2), 0, theme.space(2), 0))
        layout.addWidget(self._title, 2)
        layout.addWidget(self._lab)
        layout.addSpacing(theme.space(1))
        layout.addWidget(self._search, 3)
        layout.addStretch(1)
        for widget in (self.incidents, self._age, self._times, self.connections, self.lock):
            layout.addWidget(widget)
        self.setLayout(layout)
        theme.changed.connect(self._paint)
        time_range.changed.connect(lambda _seconds: self._paint())
        self._paint()

    def complete(self) -> None:
        """Make what nobody sees in the first frame."""
        self._times.setMenu(self._range_menu())

    def _range_menu(self) -> QMenu:
        from PySide6.QtGui import QActionGroup  # noqa: PLC0415 - after the first paint
        from PySide6.QtWidgets import QMenu  # noqa: PLC0415

        menu, group = QMenu(self), QActionGroup(self)
        for seconds in CHOICES_S:
            action = menu.addAction(_range_text(seconds))
            action.setCheckable(True)
            action.setChecked(seconds == self._range.seconds)
            action.triggered.connect(lambda _on, chosen=seconds: self._range.choose(chosen))
            group.addAction(action)
        return menu

    def _paint(self) -> None:
        theme = self._theme
        self.setFixedHeight(theme.space(6))
        size = QSize(theme.space(2), theme.space(2))
        self._search.setIcon(theme.icon("search", "muted"))
        self._search.setIconSize(size)
        self._search.setAccessibleName(t("Search or run a command"))
        self._times.setIcon(theme.icon("clock", "muted"))
        self._times.setIconSize(size)
        self._times.setAccessibleName(t("Time range: {range}", range=_range_text(self._range.seconds)))
        self._times.setToolTip(self._times.accessibleName())
        self._fit()

    def _fit(self) -> None:
        """Leave words away, one part after the other, where there is no room: the name of the estate comes first."""
        layout = self.layout()
        words = (self._title.text(), self._age.text(), self.lock.text())
        shown = (self.width(), *words, self._incident, self.connections.counts)
        hidden = tuple(one.isHidden() for one in (self._lab, self._times, self.incidents, self.connections, self.lock))
        key = (*shown, *hidden, self._range.seconds, self._theme.scale)
        if layout is None or key == self._fitted:
            return  # asked once a frame: trying words out lays the whole line out anew
        self._fitted = key
        for step in range(_LEAST_WORDS + 1):
            self._say(step)
            layout.activate()
            if layout.minimumSize().width() <= self.width():
                break

    def _say(self, step: int) -> None:
        """Say all (0), or leave away words of the search (1), the connections (2), range and lab (3), the name (4).

        What is left of incidents (5), lock and range (6) is a mark with its number, or an icon; of the connections the
        worst (7).
        """
        _change_text(self._search, (_search_text(), "Ctrl+K", "Ctrl+K", "Ctrl+K", "")[min(step, 4)])
        self.connections.show_counts(brief=step >= 2, most=1 if step >= 7 else MOST_BADGES)
        seconds = self._range.seconds
        _change_text(self._times, coarse(seconds) if step >= 3 else _range_text(seconds))
        self._lab.show_word(t("lab") if step >= 3 else t("lab: simulated"))
        whole = min(self._title.sizeHint().width(), self._theme.space(20))
        self._title.setMinimumWidth(min(whole, self._theme.space(8)) if step >= _LEAST_NAME else whole)
        if self._incident is not None:
            self._open.show_health(
                self._incident.health, str(self._incident.opened) if step >= 5 else self._incident.word
            )
            self.incidents.setFixedSize(self._open.sizeHint() + QSize(16, 8))
        style = Qt.ToolButtonStyle
        for button in (self.lock, self._times):
            button.setToolButtonStyle(style.ToolButtonIconOnly if step >= 6 else style.ToolButtonTextBesideIcon)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def show_state(self, state: State, now_s: float, *, read_only: bool) -> None:
        """Show the estate, the age of its data, its connections, and whether they can be changed."""
        self._show(header_row(state, now_s))
        self._times.setVisible(state.estate is not None)
        self.connections.show_state(state)
        self._show_incidents(state, now_s)
        self.lock.setVisible(state.estate is not None)
        if state.estate is not None:
            from console.presenters.change_lock import lock_row  # noqa: PLC0415 - not before the first paint

            self.lock.show_row(lock_row(state, now_s, read_only=read_only))
        self._fit()

    def show_last(self, view: LastView, now_s: float) -> None:
        """Show what was last seen of the estate that is being opened."""
        self._show(last_header(view, now_s))
        self._times.show()
        self.incidents.hide()
        self.connections.hide()
        self.lock.show()
        self._fit()

    def _show_incidents(self, state: State, now_s: float) -> None:
        if not state.incidents:
            self._incident = None
            self.incidents.hide()
            return
        from console.presenters.incident_badge import incident_badge  # noqa: PLC0415 - not before the first paint

        found = self._incident = incident_badge(state, now_s)
        self.incidents.setVisible(found is not None)
        if found is None:
            return
        self.incidents.setToolTip(found.tip)
        self.incidents.setAccessibleName(f"{t('{reason}.', reason=found.word)} {found.tip}")

    def _show(self, shown: HeaderRow) -> None:
        self._title.setText(shown.title)
        wanted = self._title.sizeHint().width()
        self._title.setMaximumWidth(min(wanted, self._theme.space(36)))
        self._title.setAccessibleName(t("Estate: {title}", title=shown.title))
        self._lab.setVisible(shown.is_lab)
        self._age.setVisible(bool(shown.age))
        self._age.show_mark(HEALTH_MARKS[shown.age_health], shown.age)


def _change_text(button: QPushButton | QToolButton, text: str) -> None:
    if button.text() != text:
        button.setText(text)


def _search_text() -> str:
    return f"{t('Search or run a command')}   Ctrl+K"


def _range_text(seconds: int) -> str:
    return t("Last {span}", span=coarse(seconds))
