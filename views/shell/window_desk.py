"""The desk of a window: carries out actions on its parts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.actions.action import ACTIONS
from console.kernel.i18n import t
from console.presenters.palette import PaletteEntry, cell_entries, object_entries
from views.page import Destination
from views.registry import PAGES
from views.shell.key_map import bindings, shown_keys
from views.shell.palette import Palette
from views.shell.palette_runbooks import PaletteRunbooks
from views.shell.shortcut_sheet import ShortcutSheet
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from views.help.help_dock import HelpDock
    from views.page import PageContext
    from views.preferences import Preferences
    from views.shell.page_stack import PageStack
    from views.shell.rail import Rail
    from views.shell.welcome import Welcome
    from views.surroundings import Surroundings

_HERE = "here/"  # before the keys of the palette's entries that are commands of the page in front
SCALE_STEP, LEAST_SCALE, MOST_SCALE = 0.1, 0.8, 2.0


@dataclass(frozen=True, slots=True)
class WindowParts:
    """The parts that actions work on. ``show_welcome`` takes whether the welcome page or the pages are in front.

    ``offer_lock`` opens the menu of the header's lock.
    """

    window: QMainWindow
    rail: Rail
    pages: PageStack
    drawer: QDockWidget
    welcome: Welcome
    show_welcome: Callable[[bool], None]
    offer_lock: Callable[[], None]
    context: PageContext


class WindowLooks:
    """Implements ``console.actions.desk.Looks``."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences

    def choose_theme(self, theme: str) -> None:
        """Change the theme of all windows and keep the choice."""
        self._preferences.change("appearance", theme=theme)

    def zoom(self, steps: int) -> None:
        """Change the size of text by steps of 10 %; 0 is back to 100 %."""
        now = self._preferences.settings.appearance.scale
        wanted = 1.0 if steps == 0 else round(now + steps * SCALE_STEP, 2)
        self._preferences.change("appearance", scale=min(MOST_SCALE, max(LEAST_SCALE, wanted)))


class WindowDoors:
    """Implements ``console.actions.desk.Doors``."""

    def __init__(self, around: Surroundings, parts: WindowParts) -> None:
        self._around, self._parts = around, parts
        self._help: HelpDock | None = None

    def open_lab(self) -> None:
        """Start the lab and open it."""
        self._parts.show_welcome(True)
        self._around.estates.open_lab()

    def choose_file(self) -> None:
        """Ask for an estate file and open it."""
        self._parts.show_welcome(True)
        self._parts.welcome.choose_file()

    def show_welcome(self) -> None:
        """Show the welcome page."""
        if not self._around.estates.is_busy:  # what is under way stands there, with its Cancel
            self._parts.welcome.reset()
        self._parts.show_welcome(True)
        self._parts.welcome.focus_first()

    def offer_lock(self) -> None:
        """Show which connections can be unlocked for a while, and which can be locked now."""
        self._parts.offer_lock()

    def show_help(self, topic: str) -> None:
        """Show a topic of the help beside the page; the empty one is that of the page in front."""
        here = self._parts.pages.here
        dock = self._help_dock()
        dock.show()
        dock.raise_()
        dock.open_address(topic or (f"page-{here.page}" if here is not None else "guide-start"))

    def _help_dock(self) -> HelpDock:
        if self._help is None:
            from views.help.help_dock import HelpDock  # noqa: PLC0415 - with the first question

            self._help = HelpDock(self._around.theme, self._parts.window)
            self._parts.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._help)
            wide = self._around.theme.space(42)
            self._parts.window.resizeDocks([self._help], [wide], Qt.Orientation.Horizontal)
            self._parts.pages.moved.connect(self._help.page_shown)
            self._help.left.connect(self._focus_page)
        return self._help

    def _focus_page(self) -> None:
        if self._parts.pages.frame is not None:
            self._parts.pages.frame.focus_main()

    def export_review(self) -> None:
        """Ask what review is wanted, and write it."""
        from views.review_export import export_review  # noqa: PLC0415 - heavy, and seldom

        export_review(self._parts.context, self._parts.window)


class WindowDesk:
    """Implements ``console.actions.desk.Desk`` for one window."""

    def __init__(self, around: Surroundings, parts: WindowParts) -> None:
        self._around, self._parts = around, parts
        self.looks, self.doors = WindowLooks(around.preferences), WindowDoors(around, parts)
        self._here: dict[str, Callable[[], object]] = {}
        self._sheet: ShortcutSheet | None = None
        self._palette = Palette(around.theme, self._entries, parts.window)
        self._palette.chosen.connect(self._chosen)
        self._runbooks = PaletteRunbooks(parts.context, self._palette)

    def go(self, page: str, **arguments: str) -> None:
        """Show a page."""
        self._parts.show_welcome(False)
        self._parts.pages.go(Destination(page, **arguments))

    def back(self) -> None:
        """Close the sheet of the keys, or clear the filter, or go back, or leave the welcome page."""
        frame = self._parts.pages.frame
        if self._sheet is not None:
            self._sheet.close()  # the keys may be in this window still: not every desktop gives them to a new one
        elif self._parts.welcome.isVisible():
            self._parts.show_welcome(self._around.session.store.state.estate is None)
        elif frame is None or not frame.clear_filter():
            self._parts.pages.back()

    def reload(self) -> None:
        """Read what is shown anew."""
        self._around.session.reload()

    def open_palette(self) -> None:
        """Open the command palette."""
        self._palette.open_over(self._parts.window)
        self._runbooks.read(self._palette.renew)

    def show_shortcuts(self) -> None:
        """Show the keys that work here; asked again, close them."""
        if self._sheet is not None:
            self._sheet.close()
            return
        frame = self._parts.pages.frame
        own = self._around.preferences.settings.shortcuts.keys
        page = t(frame.kind.title) if frame is not None else t("Welcome")
        keys = frame.shortcuts() if frame is not None else ()
        tables: list[DataTable[Any]] = frame.page.findChildren(DataTable) if frame is not None else []
        self._sheet = ShortcutSheet(self._around.theme, page, keys, bindings(own), tables, self._parts.window)
        self._sheet.finished.connect(self._forget_sheet)
        self._sheet.show()
        self._sheet.activateWindow()

    def _forget_sheet(self) -> None:
        self._sheet = None

    def focus_filter(self) -> None:
        """Put the cursor into the filter of the page."""
        if self._parts.pages.frame is not None:
            self._parts.pages.frame.focus_filter()

    def new_window(self) -> None:
        """Open another window on the same page."""
        self._around.open_window(self._parts.pages.here)

    def close_window(self) -> None:
        """Close this window."""
        self._parts.window.close()

    def quit(self) -> None:
        """Close all windows."""
        self._around.quit()

    def toggle(self, part: str) -> None:
        """Show or hide the activity drawer, or the words of the page rail."""
        settings = self._around.preferences.settings.window
        if part == "rail":
            self._around.preferences.keep("window", rail_wide=not settings.rail_wide)
            return
        drawer, focus = self._parts.drawer, QApplication.focusWidget()
        shown, was_inside = not drawer.isVisible(), focus is not None and drawer.isAncestorOf(focus)
        drawer.setVisible(shown)
        if shown:
            drawer.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif was_inside:
            self._focus_front()
        self._around.preferences.keep("window", drawer_open=shown)

    def _focus_front(self) -> None:
        if self._parts.welcome.isVisible():
            self._parts.welcome.focus_first()
        elif self._parts.pages.frame is not None:
            self._parts.pages.frame.focus_main()

    # --- palette --------------------------------------------------------------------------------------------------

    def _entries(self) -> Sequence[PaletteEntry]:
        from console.presenters.palette_names import named_entries  # noqa: PLC0415 - with the first palette

        state = self._around.session.store.state
        objects = object_entries(state) if "resources" in PAGES else ()
        here = self._here_entries()
        own = chain(self._page_entries(), cell_entries(state), self._action_entries())
        return tuple(chain(here, own, named_entries(state), self._runbooks.entries(), objects))

    def _here_entries(self) -> list[PaletteEntry]:
        """Return the commands of the page in front."""
        frame = None if self._parts.welcome.isVisible() else self._parts.pages.frame
        if frame is None:
            return []
        group, own = t(frame.kind.title), self._around.preferences.settings.shortcuts.keys
        found = [one for one in frame.shortcuts() if one.run is not None]
        self._here = {f"{_HERE}{place}": one.run for place, one in enumerate(found) if one.run is not None}
        return [
            PaletteEntry(
                one.title, "", group, frame.kind.icon, action=f"{_HERE}{place}",
                keys=shown_keys((keys,)) if (keys := own.get(one.action, one.keys)) else "", rank=30,
            )
            for place, one in enumerate(found)
        ]  # fmt: skip

    def _page_entries(self) -> list[PaletteEntry]:
        own = self._around.preferences.settings.shortcuts.keys
        keys = {one.action: shown_keys(one.keys[:1]) for one in bindings(own)}
        return [
            PaletteEntry(
                t(one.title), t(one.question), t("Page"), one.icon, one.key, keys=keys[f"go-{one.key}"], rank=40
            )
            for one in sorted(PAGES, key=lambda one: one.order)
        ]

    def _action_entries(self) -> list[PaletteEntry]:
        own = self._around.preferences.settings.shortcuts.keys
        keys = {one.action: shown_keys(one.keys[:1]) for one in bindings(own)}
        return [
            PaletteEntry(t(one.title), "", t(one.group), one.icon, action=one.key, keys=keys[one.key], rank=20)
            for one in ACTIONS
            if one.listed
        ]

    def _chosen(self, entry: PaletteEntry) -> None:
        if entry.action in self._here:
            self._here[entry.action]()
        elif entry.action:
            ACTIONS.get(entry.action).run(self)
        else:
            self.go(entry.page, **dict(entry.arguments))
