"""The window: lays out rail, header, pages and drawer, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from console.kernel.i18n import t
from console.kernel.registry import load_all
from console.settings.window_look import Place
from views.change_opening import ChangeOpening
from views.dialogs.dialogs import Dialogs
from views.page import Destination, PageContext
from views.registry import PAGES
from views.shell.header import Header
from views.shell.page_stack import PageStack
from views.shell.rail import Rail
from views.time_range import TimeRange
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from console.presenters.last_view import LastView
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.shell.welcome import Welcome
    from views.shell.window_desk import WindowDesk
    from views.surroundings import Surroundings

SECOND_MS = 1000
LEAST = (960, 600)


class Window(QMainWindow):
    """One of several windows, each with its own page. ``closed`` carries the window.

    With ``last``, what was last seen of the estate that will be opened, only what is seen at once is made; ``complete``
    makes the rest after the first paint.
    """

    closed = Signal(object)
    _desk: WindowDesk
    _welcome: Welcome

    def __init__(
        self, around: Surroundings, destination: Destination | None = None, last: LastView | None = None
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(*LEAST)
        self._around = around
        theme = around.theme
        self._last, self._whole = last, False
        self._range = TimeRange(parent=self)
        self._dialogs = Dialogs(self)
        self._changes = ChangeOpening(
            around.session,
            around.bridge,
            theme,
            self._dialogs,
            self,
            lambda: around.preferences.settings.changes.exchange,
        )
        self._rail = Rail(theme, wide=around.preferences.look.rail_wide)
        self._header = Header(theme, self._range)
        self._pages = PageStack(self._context(), last)
        self._front = QStackedWidget()
        self._front.addWidget(self._pages)
        self._notice = Label(wrap=True)
        self._second = QTimer(self)
        self._second.setObjectName("second")
        self._second.setInterval(SECOND_MS)
        self._lay_out()
        self._connect()
        if last is None or around.preferences.look.drawer_open:
            self.complete()
        self._first(destination)

    def complete(self) -> None:
        """Make what nobody sees in the first frame: welcome page, drawer, palette, popover and keys."""
        if self._whole:
            return
        from views.shell.change_doors import ChangeDoors  # noqa: PLC0415 - after the first paint
        from views.shell.connection_summary import ConnectionPopover  # noqa: PLC0415
        from views.shell.drawer import Drawer  # noqa: PLC0415
        from views.shell.key_map import KeyMap  # noqa: PLC0415
        from views.shell.welcome import Welcome  # noqa: PLC0415
        from views.shell.window_desk import WindowDesk, WindowParts  # noqa: PLC0415

        self._whole = True
        load_all("console.actions")
        around = self._around
        self._welcome = Welcome(around.theme, self._dialogs, around.estates, around.work)
        self._front.addWidget(self._welcome)
        self._header.complete()
        self._pages.complete()
        self._drawer = Drawer(around.theme, around.work, around.activity)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self._drawer)
        self._drawer.setVisible(around.preferences.look.drawer_open)
        shown, offer_lock, context = self._show_welcome, self._header.lock.opened.emit, self._context()
        parts = WindowParts(self, self._rail, self._pages, self._drawer, self._welcome, shown, offer_lock, context)
        self._desk = desk = WindowDesk(around, parts)
        self._popover = ConnectionPopover(around.theme, self)
        self._keys = KeyMap(self, desk)
        self._keys.bind(around.preferences.look.keys)
        self._rail.chosen.connect(desk.go)
        self._rail.toggled.connect(lambda: desk.toggle("rail"))
        self._header.search.connect(desk.open_palette)
        self._header.incidents.clicked.connect(lambda: desk.go("incidents"))
        self._header.connections.opened.connect(self._open_popover)
        self._popover.more.connect(lambda: desk.go("connections"))
        self._doors = ChangeDoors(around.session, self._changes, self._header.lock, self._drawer.changes)
        self._drawer.runs.tell("doors", lambda runs: runs.opened.connect(lambda run: desk.go("runbooks", run=run.id)))
        self._pages.reload.connect(desk.reload)
        self._pages.doors.connect(desk.doors.show_welcome)
        self._pages.help.connect(lambda: desk.doors.show_help(""))
        around.estates.failed.connect(self._forget_last)

    def _exchange(self) -> str:
        return self._around.preferences.settings.changes.exchange

    def _context(self) -> PageContext:
        around = self._around
        return PageContext(
            session=around.session,
            navigate=self.show_page,
            theme=around.theme,
            dialogs=self._dialogs,
            clock=around.session.clock,
            bridge=around.bridge,
            time_range=self._range,
            work=around.work,
            memory=around.memory,
            preferences=around.preferences,
            estates=around.estates,
            changes=self._changes,
            back=lambda: self._desk.back(),  # noqa: PLW0108 - the desk is made later
            commands=lambda: self._pages.commands(),  # noqa: PLW0108 - so are the pages
        )

    def _lay_out(self) -> None:
        self._notice_frame = QFrame()
        self._notice_frame.setProperty("tone", "warning")
        self._notice_frame.setLayout(row(self._notice, margins=(12, 6, 12, 6)))
        self._notice_frame.hide()
        right = column(self._header, spacing=0)
        right.addWidget(self._notice_frame)
        right.addWidget(self._front, 1)
        centre = QWidget()
        layout = row(self._rail, spacing=0)
        layout.addLayout(right, 1)
        centre.setLayout(layout)
        self.setCentralWidget(centre)

    def _connect(self) -> None:
        around = self._around
        around.bridge.changed.connect(self._changed)
        around.preferences.changed.connect(self._preferences_changed)
        around.theme.changed.connect(self._pages.render_again)
        self._pages.moved.connect(self._moved)
        self._range.changed.connect(lambda _seconds: self._pages.render_again())
        self._second.timeout.connect(self._tick)
        self._second.start()

    def _first(self, destination: Destination | None) -> None:
        state = self._around.session.store.state
        pages = sorted(PAGES, key=lambda one: one.order)
        if destination is None and pages:
            destination = Destination(pages[0].key)
        if destination is not None:
            self._pages.go(destination)
        self._show_welcome(state.estate is None and self._last is None)
        self._tick()
        if state.estate is None and self._last is None:
            self._welcome.focus_first()

    # --- what is shown --------------------------------------------------------------------------------------------

    @property
    def here(self) -> Destination | None:
        """Return what this window shows."""
        return self._pages.here

    def show_page(self, destination: Destination) -> None:
        """Go to a page."""
        self._desk.go(destination.page, **dict(destination.arguments))

    def _forget_last(self) -> None:
        """The estate is open now, or cannot be opened: what was last seen of it is not shown any longer."""
        if self._last is not None:
            self._last = None
            self._pages.forget_last()
            self._show_welcome(self._around.session.store.state.estate is None)
            self._tick()

    def _show_welcome(self, shown: bool) -> None:
        self._front.setCurrentWidget(self._welcome if shown else self._pages)
        self._pages.set_active(not shown)
        if not shown and self._pages.frame is not None:
            self._pages.frame.focus_main()
        self._rail.mark("" if shown or self._pages.here is None else self._pages.here.page)

    def _moved(self, key: str) -> None:
        self._rail.mark(key)
        self.setWindowTitle(f"{t(PAGES.get(key).title)} – Cell Console")

    def _changed(self, state: State, summary: ChangeSummary) -> None:
        if summary.touches("estate"):
            self._forget_last()
            self._pages.look_again()
            self._pages.forget_way()
            self._show_welcome(state.estate is None)
        self._pages.show_state(summary)
        self._changes.show_state(state, summary)
        if summary.touches("estate", "connections", "changes", "unlocks", "runbooks", "incidents"):
            self._tick()

    def _tick(self) -> None:
        session = self._around.session
        state, now_s = session.store.state, session.clock.now().timestamp()
        if state.estate is None and self._last is not None:
            self._header.show_last(self._last, now_s)
        else:
            self._header.show_state(state, now_s, read_only=session.read_only)
        if self._whole and state.estate is not None:
            from console.presenters.change_rows import shown_changes  # noqa: PLC0415 - not before the first paint

            self._drawer.show_changes(shown_changes(state, now_s))
            if state.runbook_runs:
                from console.presenters.runbooks.run_rows import run_rows  # noqa: PLC0415 - with the first run

                self._drawer.show_runs(run_rows(state.runbook_runs.values(), now_s))
        problem = session.history_error
        self._notice_frame.setVisible(bool(problem))
        if problem:
            self._notice.setText(t("The local history is not being written. {problem}", problem=problem))

    def _open_popover(self) -> None:
        session = self._around.session
        now_s = session.clock.now().timestamp()
        self._popover.open_below(self._header.connections, session.store.state, now_s)

    def _preferences_changed(self, section: str) -> None:
        look = self._around.preferences.look
        if section == "shortcuts" and self._whole:
            self._keys.bind(look.keys)
        elif section == "window":
            self._rail.set_wide(look.rail_wide)

    def lines_shown(self) -> int:
        """Return how many lines the main list of the page in front shows."""
        return self._pages.frame.page.lines_shown() if self._pages.frame is not None and self._pages.isVisible() else 0

    # --- place and end --------------------------------------------------------------------------------------------

    def place(self, geometry: Place) -> None:
        """Take the place that it had the last time."""
        self.setGeometry(geometry.x, geometry.y, geometry.width, geometry.height)
        if geometry.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def placed(self) -> Place:
        """Return its place."""
        area = self.normalGeometry() if self.isMaximized() else self.geometry()
        return Place(area.x(), area.y(), max(area.width(), 200), max(area.height(), 200), self.isMaximized())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._rail.set_room(event.size().width())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self._second.stop()
        self._around.bridge.changed.disconnect(self._changed)
        self._pages.close_pages()
        self.closed.emit(self)
        super().closeEvent(event)
