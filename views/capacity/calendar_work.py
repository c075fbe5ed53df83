"""Entries of the estate's calendar: adding, importing, taking away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import t
from views.writable_estate import writable_estate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.estate.schema.calendar import CalendarEntry
    from console.services.calendar_file import CalendarOutcome
    from views.page import PageContext


class CalendarWork(QObject):
    """``told`` carries what came of an import; the estate is opened anew when its file was written."""

    told = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._widget = context, parent
        self._scope = context.session.runtime.scope("calendar")

    def close_scope(self) -> None:
        """Drop what still runs."""
        self._scope.cancel()

    def add_entry(self) -> None:
        """Ask for an entry and write it into the estate file."""
        from console.services.calendar_file import USUAL  # noqa: PLC0415
        from views.dialogs.calendar_entry_dialog import CalendarEntryDialog  # noqa: PLC0415

        opened = writable_estate(self._context)
        if opened is None:
            return
        calendar = next((one for one in opened.estate.calendars if one.key == USUAL), None)
        zone = calendar.time_zone if calendar is not None else "UTC"
        now_s = self._context.clock.now().timestamp()
        dialog = CalendarEntryDialog(self._widget.window(), zone, now_s, opened.estate.cells)
        dialog.agreed.connect(lambda entry: self._add(opened.file, entry, zone))
        dialog.open()

    def _add(self, file: Path, entry: CalendarEntry, zone: str) -> None:
        from console.services.calendar_file import USUAL, add_entry  # noqa: PLC0415

        self._start(add_entry, lambda _none: self._reopen(file, ""), file, entry, USUAL, zone)

    def bring_calendar(self) -> None:
        """Ask for an iCalendar file and add its entries to the estate file."""
        opened = writable_estate(self._context)
        if opened is not None:
            pattern = f"{t('Calendars')} (*.ics *.ical)"
            self._context.dialogs.choose_file(
                t("Import a calendar"), pattern, lambda one: self._bring(opened.file, one)
            )

    def _bring(self, file: Path, source: Path) -> None:
        from console.services.calendar_file import import_entries  # noqa: PLC0415

        def done(outcome: CalendarOutcome) -> None:
            text = t("{count} entries were added.", count=outcome.added)
            self._reopen(file, " ".join((text, *outcome.left_out[:3])))

        self._start(import_entries, done, file, source, self._context.clock.now())

    def remove_entry(self, calendar: str, title: str) -> None:
        """Take an entry out of the estate file once that is confirmed."""
        opened = writable_estate(self._context)
        if opened is None:
            return
        self._context.dialogs.confirm(
            t("Remove {title} from the calendar?", title=title),
            t("The estate file is written; as it was, it stays beside as a copy."), t("Remove entry"),
            lambda: self._remove(opened.file, calendar, title),
        )  # fmt: skip

    def _remove(self, file: Path, calendar: str, title: str) -> None:
        from console.services.calendar_file import remove_entry  # noqa: PLC0415

        self._start(remove_entry, lambda _none: self._reopen(file, ""), file, calendar, title)

    def _reopen(self, file: Path, text: str) -> None:
        self.told.emit(text)
        self._context.estates.open_file(file)

    def _start(self, work: Callable[..., Any], done: Callable[[Any], object], *given: object) -> None:
        """Do something that blocks off the GUI thread."""
        runtime = self._context.session.runtime

        async def blocking() -> Any:
            return await runtime.in_thread(work, *given)

        self._context.bridge.when_done(self._scope.start(blocking()), done, self._context.dialogs.error, owner=self)
