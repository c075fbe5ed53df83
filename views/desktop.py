"""The desktop: everything that the windows of one program share, and the list of them."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from console.domain.health import Health
from console.kernel.i18n import number_signs, set_language, set_numbers
from console.kernel.registry import load_all
from views.activity_log import ActivityLog
from views.bridge import Bridge
from views.dialogs.crash_reporter import CrashReporter
from views.estate_opening import EstateOpening
from views.first_paint import FirstPaint
from views.memory import Memory
from views.page import Destination
from views.preferences import Preferences
from views.registry import PAGES
from views.surroundings import Surroundings
from views.theme.theme import Theme
from views.window import Window
from views.work_list import WorkList

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QApplication

    from console.domain.change import Change
    from console.estate.schema.estate import Estate
    from console.ports.opener import Opener
    from console.presenters.last_view import LastView
    from console.services.session import Session
    from console.settings.settings import Settings
    from console.settings.window_look import WindowLook
    from console.store.change_summary import ChangeSummary
    from console.store.state import State

MOST_WINDOWS = 16
_LOCALES = {(".", ","): "en_US", (",", "."): "de_DE", (",", "\u00a0"): "fr_FR", (".", "\u2019"): "de_CH"}


class Desktop(QObject):
    """Opens windows and ends with the last one. ``emptied`` comes when the last window has closed.

    ``closed`` counts the windows that have been closed.
    """

    emptied = Signal()

    def __init__(
        self,
        application: QApplication,
        session: Session,
        settings: Settings | Callable[[], Settings],
        opener: Opener,
        save: Callable[[Settings], None],
        look: WindowLook | None = None,
        language: str = "",
    ) -> None:
        super().__init__()
        self._application, self._session = application, session
        self._translator: QTranslator | None = None
        self._spoken = ("", "")
        self._windows: list[Window] = []
        self._quitting = False
        self.closed = 0
        self._left: list[weakref.ref[Window]] = []
        load_all("views.pages")
        self._crash = CrashReporter()
        self._preferences = Preferences(settings, save, self, look)
        self._memory = Memory(session.paths.state / "window.json")
        self._theme = Theme(application, session.paths.cache / "theme")
        self._bridge = Bridge(session.store, self)
        self._work = WorkList(session.clock.monotonic, self._bridge, self)
        self._activity = ActivityLog(session.clock, self)
        self._bridge.changed.connect(self._activity.observe)
        self._bridge.changed.connect(self._changed)
        self._estates = EstateOpening(session, opener, self._bridge, self._work, self._activity, self)
        self._preferences.changed.connect(self._preferences_changed)
        self._asked = (language, self._preferences.look.language)  # for the language that was chosen until then
        self._choose_language()
        self._choose_theme()
        self.around = Surroundings(
            session=session,
            theme=self._theme,
            bridge=self._bridge,
            preferences=self._preferences,
            memory=self._memory,
            work=self._work,
            activity=self._activity,
            estates=self._estates,
            open_window=self.open_window,
            quit=self.quit,
        )

    def _changed(self, state: State, summary: ChangeSummary) -> None:
        """Take up the changes of an estate that was opened: what was left unfinished is verified and told."""
        if summary.touches("estate") and state.estate is not None and self._session.open is not None:
            self._session.trail.attend()
            left = self._session.changes.begin()
            self._bridge.when_done(
                left, self._tell_left, lambda error: self._activity.note(Health.CRITICAL, str(error))
            )

    def _tell_left(self, left: tuple[Change, ...]) -> None:
        session = self._session
        if session.open is not None and (session.paths.state / "rollouts").is_dir():
            session.runtime.submit(self._attend_rollouts())
        if session.open is not None and _has_tellers(session.open.estate):
            session.runtime.submit(self._attend_incidents())
        if session.open is not None and session.open.estate.policies:
            self._bridge.when_done(
                session.runtime.submit(self._policy_problems()),
                self._tell_policies,
                lambda error: self._activity.note(Health.CRITICAL, str(error)),
            )
        for change in left:
            told = f"{change.operation.summary()} {change.note}"
            self._activity.note(Health.WARNING, told)

    def _tell_policies(self, problems: tuple[str, ...]) -> None:
        for problem in problems:
            self._activity.note(Health.CRITICAL, problem)

    async def _policy_problems(self) -> tuple[str, ...]:
        """Say at the start what is wrong with the estate's own policies, not at the first change that they refuse."""
        return await self._session.runtime.in_thread(self._session.changes.judge.problems)

    async def _attend_rollouts(self) -> None:
        """Drive rollouts that a console which has ended left; loading all of it would hold up a frame."""
        desk = await self._session.runtime.in_thread(lambda: self._session.changes.rollouts)
        desk.attend()

    async def _attend_incidents(self) -> None:
        """Watch alerts, keep incidents and tell people, where no other console of the profile does."""
        desk = await self._session.runtime.in_thread(lambda: self._session.changes.incidents)
        desk.attend()

    @property
    def windows(self) -> tuple[Window, ...]:
        """Return the open windows, oldest first."""
        return tuple(self._windows)

    @property
    def left(self) -> int:
        """Return how many windows have been closed and are still in memory."""
        return len(self._still_left())

    def _still_left(self) -> list[weakref.ref[Window]]:
        return [one for one in self._left if one() is not None]

    def open_first(self, start: Path | str | None = None, last: LastView | None = None) -> None:
        """Open the windows of the last time, then ``start``: an estate file, ``lab``, or ``None`` for what is open.

        With ``last`` the windows show it as last known data, and the file is read once the first has been painted.
        """
        self._session.store.drain(1.0)  # the first painted window shows the last known data
        kept = self._preferences.look
        for place, geometry in enumerate(kept.places[:MOST_WINDOWS] or (None,)):
            page = kept.pages[place] if place < len(kept.pages) else ""
            window = self._new_window(_destination(page), last)
            if geometry is None:
                window.resize(1280, 800)
            else:
                window.place(geometry)
            window.show()
        if last is None:
            self._go_on(start)
        else:
            FirstPaint(self._windows[0], lambda: self._bridge.later(lambda: self._go_on(start)))

    def _go_on(self, start: Path | str | None) -> None:
        """Make the windows whole, then open what is to be opened."""
        for window in self._windows:
            window.complete()
        if start == "lab":
            self._estates.open_lab()
        elif start is not None:
            self._estates.open_file(Path(start))

    def open_window(self, destination: Destination | None = None) -> Window:
        """Open one more window."""
        window = self._new_window(destination)
        window.resize(self._windows[0].size() if len(self._windows) > 1 else window.size())
        window.show()
        return window

    def _new_window(self, destination: Destination | None, last: LastView | None = None) -> Window:
        window = Window(self.around, destination, last)
        self._theme.dress()
        window.closed.connect(self._closed)
        self._windows.append(window)
        self._crash.parent = self._windows[0]
        return window

    def _closed(self, window: Window) -> None:
        if not self._quitting and len(self._windows) == 1:
            self._keep_places()
        self._windows.remove(window)
        self.closed += 1
        self._left = [*self._still_left(), weakref.ref(window)]
        self._crash.parent = self._windows[0] if self._windows else None
        if not self._windows and not self._quitting:
            self.emptied.emit()

    def _keep_places(self) -> None:
        geometries = tuple(one.placed()._asdict() for one in self._windows[:MOST_WINDOWS])
        pages = tuple(one.here.page if one.here is not None else "" for one in self._windows[:MOST_WINDOWS])
        self._preferences.keep("window", geometries=geometries, pages=pages)
        self._memory.save()

    def quit(self) -> None:
        """Close all windows; the next start opens them again."""
        self._keep_places()
        self._quitting = True
        for window in self.windows:
            window.close()
        self._quitting = False
        self.emptied.emit()

    def close(self) -> None:
        """Stop everything that runs for the windows."""
        self._quitting = True
        for window in self.windows:
            window.close()
        self._bridge.close()
        self._crash.close()
        self._drop_translator()

    # --- preferences ----------------------------------------------------------------------------------------------

    def _preferences_changed(self, section: str) -> None:
        if section == "appearance":
            self._choose_theme()
            if self._choose_language():
                self._build_again()

    def _choose_theme(self) -> None:
        look = self._preferences.look
        if (self._theme.chosen, self._theme.scale) != (look.theme, look.scale) or not self._windows:
            self._theme.choose(look.theme, look.scale, dress=bool(self._windows))

    def _choose_language(self) -> bool:
        look, system = self._preferences.look, QLocale.system().name()
        wanted = system[:2] if look.language == "system" else look.language
        if look.language != self._asked[1]:
            self._asked = ("", look.language)  # a choice of the user's own, also when it is taken back
        wanted = self._asked[0] or wanted
        if (wanted, look.numbers) == self._spoken:
            return False
        self._spoken = (wanted, look.numbers)
        set_language(wanted)
        set_numbers(look.numbers, system)
        QLocale.setDefault(QLocale(_LOCALES[number_signs()]))
        self._drop_translator()
        if wanted == "ja":
            from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415 - loading them takes a while

            translator = QTranslator(self)
            if translator.load("qtbase_ja", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
                self._application.installTranslator(translator)
                self._translator = translator
        return True

    def _drop_translator(self) -> None:
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator.deleteLater()  # its parent would keep it, with all of Qt's texts
            self._translator = None

    def _build_again(self) -> None:
        """Make all windows anew in the other language, where they were and on the pages they showed."""
        old = self.windows
        self._quitting = True
        for window in old:
            new = self._new_window(window.here)
            new.place(window.placed())
            new.show()
            window.close()
        self._quitting = False


def _has_tellers(estate: Estate) -> bool:
    """Return whether an estate has anything that alerts come from."""
    return bool(estate.prometheus or estate.alertmanagers or estate.models)


def _destination(page: str) -> Destination | None:
    return Destination(page) if page in PAGES else None
