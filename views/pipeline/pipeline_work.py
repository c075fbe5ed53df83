"""What the Pipeline page reads beside the state: playbooks, load tests, and the maturity of earlier weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from console.domain.capacity.load_test import LoadTest
    from console.domain.maturity.assessment import Assessment
    from console.domain.maturity.week_record import WeekRecord
    from console.domain.runbooks.runbook import Runbook
    from console.kernel.errors import ConsoleError
    from views.page import PageContext

_AGAIN_S = 60.0


class PipelineWork(QObject):
    """``read`` carries playbooks and load tests, ``noted`` the records of all weeks; ``failed`` a sentence."""

    read = Signal(object, object)
    noted = Signal(object)
    failed = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("pipeline")
        self._noted: tuple[Assessment, ...] = ()
        self._noted_s = 0.0

    def close_scope(self) -> None:
        """Drop what still runs."""
        self._scope.cancel()

    def read_shelves(self) -> None:
        """Read the library and the load tests."""
        session, told = self._context.session, language()
        opened = session.open
        if opened is None:
            return

        def both() -> tuple[tuple[Runbook, ...], tuple[LoadTest, ...]]:
            from console.runbooks.library import read_library  # noqa: PLC0415 - markdown
            from console.services.load_tests.load_test_shelf import LoadTestShelf  # noqa: PLC0415
            from console.services.runbooks.runbook_shelves import own_runbooks, runbook_shelves  # noqa: PLC0415

            shelves = runbook_shelves(own_runbooks(session.paths), opened.estate, opened.file.parent)
            return read_library(shelves, told).all(), LoadTestShelf(session.paths, opened.estate.name).tests()

        async def work() -> tuple[tuple[Runbook, ...], tuple[LoadTest, ...]]:
            return await session.runtime.in_thread(both)

        self._context.bridge.when_done(
            self._scope.start(work()), lambda both: self.read.emit(*both), self._fail, owner=self
        )

    def note(self, found: Sequence[Assessment]) -> None:
        """Keep the assessments of this week, at most once a minute and only what is new."""
        session, now_s = self._context.session, self._context.clock.now().timestamp()
        opened, told = session.open, tuple(found)
        if opened is None or not told or told == self._noted or now_s - self._noted_s < _AGAIN_S:
            return
        self._noted, self._noted_s = told, now_s

        async def work() -> tuple[WeekRecord, ...]:
            from console.services.maturity_book import MaturityBook  # noqa: PLC0415

            return await session.runtime.in_thread(MaturityBook(session.paths, opened.estate.name).note, told, now_s)

        self._context.bridge.when_done(self._scope.start(work()), self.noted.emit, self._fail, owner=self)

    def _fail(self, error: ConsoleError) -> None:
        self.failed.emit(f"{error.message} {error.hint}".strip())
