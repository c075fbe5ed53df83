"""The runbooks that the palette offers: read behind each time it opens, those of last time at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from console.presenters.palette import PaletteEntry
    from console.runbooks.library import Library
    from views.page import PageContext


class PaletteRunbooks:
    """``owner`` is who waits for them: once it is deleted, nobody does. What cannot be read its own page tells of."""

    def __init__(self, context: PageContext, owner: QObject) -> None:
        self._context, self._owner = context, owner
        self._read: tuple[object, tuple[PaletteEntry, ...]] = (None, ())

    def entries(self) -> tuple[PaletteEntry, ...]:
        """Return those of the open estate, as they were last read."""
        estate, found = self._read
        return found if estate is self._context.session.open else ()

    def read(self, done: Callable[[], object]) -> None:
        """Read them; ``done`` is called when there are others than before."""
        session = self._context.session
        estate = session.open
        if estate is None:
            return

        async def library() -> Library:
            desk = await session.runtime.in_thread(lambda: session.changes.runbooks)
            return await session.runtime.in_thread(desk.library)

        def take(library: Library) -> None:
            from console.presenters.palette_names import runbook_entries  # noqa: PLC0415 - not before the first paint

            before, found = self.entries(), tuple(runbook_entries(library.all()))
            if estate is not session.open:
                return  # another one was opened meanwhile, whose own may be known already
            self._read = (estate, found)
            if found != before:
                done()

        asked = session.runtime.submit(library())
        self._context.bridge.when_done(asked, take, lambda _: None, owner=self._owner)
