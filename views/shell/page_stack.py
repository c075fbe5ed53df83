"""The page stack: builds pages when they are first shown, observes for the one in front, and remembers the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from console.store.change_summary import ChangeSummary
from views.page import Page
from views.registry import PAGES
from views.shell.pace import Pace
from views.shell.page_frame import PageFrame
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.presenters.last_view import LastView
    from console.services.look import Look
    from views.page import Destination, PageContext, Shortcut

HISTORY = 50
AGES_MS = 10_000  # how long the age of what is stale may stand still


class PageStack(QStackedWidget):
    """All pages of one window. ``moved`` carries the key of the page that came to the front."""

    moved = Signal(str)
    reload = Signal()
    help = Signal()
    doors = Signal()

    def __init__(self, context: PageContext, last: LastView | None = None) -> None:
        super().__init__()
        self._last = last
        self._whole = False
        self._context = context
        self._frames: dict[str, PageFrame] = {}
        self._past: list[Destination] = []
        self._look: Look | None = None
        self._active = False
        self._pace = Pace(self._render_changed, self)
        self._ages = QTimer(self)
        self._ages.setObjectName("ages")
        self._ages.setInterval(AGES_MS)
        self._ages.timeout.connect(self._tell_ages)
        self.here: Destination | None = None
        context.work.changed.connect(self._show_absence)
        context.estates.began.connect(self._show_absence)
        context.estates.failed.connect(self._show_absence)
        context.estates.opened.connect(self._show_absence)

    @property
    def frame(self) -> PageFrame | None:
        """Return the frame in front."""
        return self._frames.get(self.here.page) if self.here is not None else None

    def go(self, destination: Destination) -> None:
        """Show a page and remember where the user came from; where they are already it shows what is asked for."""
        if destination == self.here and self.frame is not None:
            self._tell(self.frame, destination)
            self._render(None)
            return
        if self.here is not None:
            self._past = [*self._past, self.here][-HISTORY:]
        self._show(destination)

    def back(self) -> bool:
        """Go back; return false when there is no way back."""
        if not self._past:
            return False
        self._show(self._past.pop())
        return True

    def forget_last(self) -> None:
        """What was last seen counts no longer: the estate is open, or cannot be opened."""
        if self._last is not None:
            self._last = None
            for frame in self._frames.values():
                frame.page.recall(None)

    def forget_way(self) -> None:
        """Forget where the user came from (another estate is open)."""
        self._past.clear()

    def _show(self, destination: Destination) -> None:
        self._leave()
        self.here = destination
        frame = self._frames.get(destination.page) or self._build(destination.page)
        self._tell(frame, destination)
        frame.arrive(can_go_back=bool(self._past))
        self.setCurrentWidget(frame)
        self._arrive()
        if self._active:
            frame.focus_main()
        self.moved.emit(destination.page)

    def _tell(self, frame: PageFrame, destination: Destination) -> None:
        if destination.arguments:
            frame.clear_filter()  # it would hide what is asked for by name
        frame.page.arguments(dict(destination.arguments))

    def _build(self, key: str) -> PageFrame:
        kind = PAGES.get(key)
        page = kind.build(self._context)
        if self._last is not None:
            page.recall(self._last)
        frame = PageFrame(self._context.theme, kind, page)
        frame.back.connect(self.back)
        frame.reload.connect(self.reload)
        frame.help.connect(self.help)
        frame.doors.connect(self.doors)
        self._frames[key] = frame
        if self._whole:
            self._bind_keys(page)
        self.addWidget(frame)
        return frame

    def complete(self) -> None:
        """Bind the keys of the pages, which nobody presses before the first paint."""
        if not self._whole:
            self._whole = True
            for frame in self._frames.values():
                self._bind_keys(frame.page)

    def _bind_keys(self, page: Page) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut  # noqa: PLC0415 - after the first paint

        for shortcut in self._in_force(page):
            if shortcut.run is not None and shortcut.keys:
                bound = QShortcut(QKeySequence(shortcut.keys), page)
                bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                bound.activated.connect(shortcut.run)

    def _in_force(self, page: Page) -> Iterator[Shortcut]:
        """Yield the commands of a page with the user's keys."""
        own = self._context.preferences.look.keys
        for shortcut in page.shortcuts():
            yield shortcut._replace(keys=own.get(shortcut.action, shortcut.keys))

    def commands(self) -> Iterator[tuple[str, Shortcut]]:
        """Yield the titles and commands of all pages; those that were not shown yet are built, and come last."""
        for kind in sorted(PAGES, key=lambda one: one.key not in self._frames):
            frame = self._frames.get(kind.key) or self._build(kind.key)
            for shortcut in self._in_force(frame.page):
                yield t(kind.title), shortcut

    def set_active(self, active: bool) -> None:
        """The stack is on screen, or hidden behind the welcome page or a closed window."""
        if active == self._active:
            return
        if active:
            self._active = True
            self._arrive()
        else:
            self._leave()
            self._active = False

    def _arrive(self) -> None:
        frame = self.frame
        if frame is None or not self._active:
            return
        self._look = self._context.session.look(*frame.page.topics)
        frame.page.shown()
        self._render(None)

    def _leave(self) -> None:
        frame = self.frame
        if frame is None or not self._active:
            return
        frame.page.hidden()
        if self._look is not None:
            self._look.close()
            self._look = None
        self._ages.stop()

    def look_again(self) -> None:
        """Let the page in front read and observe once more, because another estate is open."""
        if self.frame is not None and self._active:
            self._leave()
            self._look = self._context.session.look(*self.frame.page.topics)
            self.frame.page.shown()

    def show_state(self, summary: ChangeSummary) -> None:
        """Let the page in front render, if something changed that it shows; objects alone may wait a moment."""
        frame = self.frame
        if frame is not None and self._active and summary.touches("estate", *frame.page.slices):
            self._pace.take(summary, urgent=summary.touches("estate", "connections"))

    def _render_changed(self, summary: ChangeSummary) -> None:
        self._render(None if summary.touches("estate") else summary)

    def render_again(self) -> None:
        """Let the page in front render everything (another theme)."""
        self._render(None)

    def _render(self, summary: ChangeSummary | None) -> None:
        self._pace.forget()
        if self.frame is not None and self._active:
            self._show_absence()
            self.frame.page.render(self._context.session.store.state, summary)
            self.frame.update_title()
            self._ages.start()

    def _tell_ages(self) -> None:
        """Let the page in front say anew how old its data is: without a network nothing else happens that would."""
        frame = self.frame
        if frame is not None and any(one.is_stale for one in frame.page.findChildren(StateBanner)):
            self._pace.take(ChangeSummary({}), urgent=True)  # with what waits to be shown

    def _show_absence(self) -> None:
        """Say in the place of the page in front why there is no estate, where it needs one and shows no last one."""
        frame = self.frame
        if frame is None or not self._active or not frame.kind.needs_estate:
            return
        if self._context.session.store.state.estate is not None:
            frame.show_absence(None)
        elif self._last is None:
            frame.show_absence(self._context.estates.absence())
        elif type(frame.page).recall is Page.recall:  # it cannot show what was last seen
            frame.show_absence(DataState(DataKind.LOADING, t("Opening the estate …")))

    def close_pages(self) -> None:
        """The window goes away."""
        self.set_active(False)
        for frame in self._frames.values():
            frame.page.closing()
