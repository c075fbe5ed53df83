"""What the Pipeline page reads beside the state: playbooks, load tests, and the maturity of earlier weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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


class Shelves(NamedTuple):
    """What was read: the library, the load tests, and the maturity of earlier weeks."""

    runbooks: tuple[Runbook, ...]
    tests: tuple[LoadTest, ...]
    weeks: tuple[WeekRecord, ...]


class PipelineWork(QObject):
    """``read`` carries ``Shelves``, ``noted`` the records of all weeks; ``failed`` a sentence."""

    read = Signal(object)
    noted = Signal(object)
    failed = Signal(str)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("pipeline")
        self._noted: tuple[Assessment, ...] = ()
        self._noted_s, self._is_noting = 0.0, False

    def close_scope(self) -> None:
        """Drop what still runs."""
        self._scope.cancel()

    def read_shelves(self) -> None:
        """Read what was done, the library, the load tests and the records of earlier weeks."""
        session, told = self._context.session, language()
        opened = session.open
        if opened is None:
            return

        def shelves() -> Shelves:
            from console.runbooks.library import read_library  # noqa: PLC0415 - markdown
            from console.services.load_tests.load_test_shelf import LoadTestShelf  # noqa: PLC0415
            from console.services.maturity_book import MaturityBook  # noqa: PLC0415
            from console.services.runbooks.runbook_shelves import own_runbooks, runbook_shelves  # noqa: PLC0415

            folders = runbook_shelves(own_runbooks(session.paths), opened.estate, opened.file.parent)
            name = opened.estate.name
            tests, weeks = LoadTestShelf(session.paths, name).tests(), MaturityBook(session.paths, name).records()
            return Shelves(read_library(folders, told).all(), tests, weeks)

        async def work() -> Shelves:
            from console.services.read_journals import read_journals, taken_in  # noqa: PLC0415 - rollouts, runbooks

            await read_journals(session)  # each page tells what is wrong with its own
            await taken_in(session)
            return await session.runtime.in_thread(shelves)

        def take(found: Shelves) -> None:
            if session.open is opened:  # else another estate's, which proves nothing of this one
                self.read.emit(found)

        self._context.bridge.when_done(self._scope.start(work()), take, self._fail, owner=self)

    def note(self, found: Sequence[Assessment]) -> None:
        """Keep the assessments of this week: only what is new, at most once a minute unless more could be judged."""
        session, now_s = self._context.session, self._context.clock.now().timestamp()
        opened, told = session.open, tuple(found)
        is_soon = now_s - self._noted_s < _AGAIN_S and _unjudged(told) >= _unjudged(self._noted)
        if self._is_noting or opened is None or not told or told == self._noted or is_soon:
            return
        self._noted, self._noted_s, self._is_noting = told, now_s, True

        async def work() -> tuple[WeekRecord, ...]:
            from console.services.maturity_book import MaturityBook  # noqa: PLC0415

            return await session.runtime.in_thread(MaturityBook(session.paths, opened.estate.name).note, told, now_s)

        self._context.bridge.when_done(self._scope.start(work()), self._keep, self._lose, owner=self)

    def _keep(self, weeks: tuple[WeekRecord, ...]) -> None:
        self._is_noting = False
        self.noted.emit(weeks)

    def _lose(self, error: ConsoleError) -> None:
        self._is_noting = False
        self._fail(error)

    def _fail(self, error: ConsoleError) -> None:
        self.failed.emit(f"{error.message} {error.hint}".strip())


def _unjudged(found: Sequence[Assessment]) -> int:
    """Return of how many criteria there is no evidence either way."""
    return sum(criterion.met is None for one in found for criterion in one.findings)
