"""Load tests of the Capacity page: bringing results, making the next test, forgetting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.domain.capacity.load_test import LoadTest
    from console.domain.capacity.load_test_plan import LoadTestPlan
    from console.services.load_tests.load_test_shelf import LoadTestShelf
    from views.page import PageContext

_TESTS = "*.json *.csv *.txt *.log"


class LoadTestWork(QObject):
    """``read`` carries the load tests of the estate, newest first, whenever they were read anew."""

    read = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._widget = context, parent
        self._scope = context.session.runtime.scope("load tests")

    def close_scope(self) -> None:
        """Drop what still runs."""
        self._scope.cancel()

    def read_tests(self) -> None:
        """Read the load tests that were kept."""
        self._with_shelf(lambda shelf: shelf.tests())

    def bring_test(self) -> None:
        """Ask for a report and what was tested, and keep it."""
        pattern = f"{t('Results of load tests')} ({_TESTS})"
        self._context.dialogs.choose_file(t("Import the result of a load test"), pattern, self._ask_subject)

    def forget_test(self, test: LoadTest | None) -> None:
        """Forget a load test once that is confirmed."""
        if test is not None:
            self._context.dialogs.confirm(
                t("Forget this load test?"), t("The report that it was read from stays where it is."), t("Forget"),
                lambda: self._with_shelf(lambda shelf: _without(shelf, test)),
            )  # fmt: skip

    def new_test(self, cell: str) -> None:
        """Ask what to load, then write it, run it here, or propose it as a change of the cluster."""
        from views.dialogs.load_test_dialog import CLUSTER, RUN, WRITE, LoadTestDialog  # noqa: PLC0415

        places = (
            (WRITE, t("write files for k6")),
            (RUN, t("here, with k6")),
            (CLUSTER, t("in the cluster, as a change")),
        )
        dialog = LoadTestDialog(self._widget.window(), places)
        dialog.agreed.connect(lambda place, plan: self._begin(place, plan, cell))
        dialog.open()

    def _begin(self, place: str, plan: LoadTestPlan, cell: str) -> None:
        from views.dialogs.load_test_dialog import RUN, WRITE  # noqa: PLC0415

        if place == WRITE:
            self._context.dialogs.choose_new_file(
                t("Write the load test"), f"{t('Script')} (*.js)", "load_test.js", lambda file: self._write(plan, file)
            )
        elif place == RUN:
            self._run_here(plan, cell)
        else:
            self._propose(plan, cell)

    def _write(self, plan: LoadTestPlan, file: Path) -> None:
        from console.services.load_tests.k6_run import write_test  # noqa: PLC0415

        self._start(write_test, lambda _files: None, plan, file.parent, file.name)

    def _run_here(self, plan: LoadTestPlan, cell: str) -> None:
        from console.services.load_tests.k6_run import run_k6  # noqa: PLC0415
        from console.services.load_tests.load_test_import import Subject, read_text  # noqa: PLC0415

        now_s = self._context.clock.now().timestamp()
        subject = Subject(now_s, plan.urls[0], cell)

        async def ran() -> LoadTest:
            return read_text(await run_k6(plan), subject)

        future = self._scope.start(ran())
        self._context.work.track(t("Load test"), future)
        self._context.bridge.when_done(
            future, lambda test: self._with_shelf(lambda shelf: _kept(shelf, test)), self._context.dialogs.error,
            owner=self,
        )  # fmt: skip

    def _propose(self, plan: LoadTestPlan, cell: str) -> None:
        from console.domain.operations.start_load_test import StartLoadTest  # noqa: PLC0415

        opened = self._context.session.open
        found = opened.estate.cell(cell) if opened is not None else None
        if found is None or not found.selectors.namespaces:
            self._context.dialogs.error(
                UserError(t("No cell is chosen."), t("Choose the cell in whose namespace k6 shall run."))
            )
            return
        at = f"{self._context.clock.now():%m%d-%H%M}"
        self._context.changes.start(
            StartLoadTest(
                found.cluster, found.selectors.namespaces[0], f"load-test-{at}", plan.urls, plan.users, plan.duration_s,
                plan.p95_ms, plan.p99_ms, plan.most_failed, plan.pause_s,
            ),
            t("Load test for the capacity review"),
        )  # fmt: skip

    def _ask_subject(self, file: Path) -> None:
        from views.dialogs.subject_dialog import SubjectDialog  # noqa: PLC0415

        opened = self._context.session.open
        dialog = SubjectDialog(self._widget.window(), file.stem, opened.estate.cells if opened is not None else ())
        dialog.agreed.connect(lambda *said: self._import(file, *said))
        dialog.open()

    def _import(self, file: Path, title: str, cell: str, service: str, replicas: int) -> None:
        from console.services.load_tests.load_test_import import Subject, read_report  # noqa: PLC0415

        subject = Subject(self._context.clock.now().timestamp(), title, cell, service, replicas or None)
        self._with_shelf(lambda shelf: _kept(shelf, read_report(file, subject)))

    def _with_shelf(self, act: Callable[[LoadTestShelf], tuple[LoadTest, ...]]) -> None:
        from console.services.load_tests.load_test_shelf import LoadTestShelf  # noqa: PLC0415

        session = self._context.session
        if session.open is not None:
            shelf = LoadTestShelf(session.paths, session.open.estate.name)
            self._start(act, self.read.emit, shelf)

    def _start(self, work: Callable[..., Any], done: Callable[[Any], object], *given: object) -> None:
        """Do something that blocks off the GUI thread."""
        runtime = self._context.session.runtime

        async def blocking() -> Any:
            return await runtime.in_thread(work, *given)

        self._context.bridge.when_done(self._scope.start(blocking()), done, self._context.dialogs.error, owner=self)


def _kept(shelf: LoadTestShelf, test: LoadTest) -> tuple[LoadTest, ...]:
    shelf.keep(test)
    return shelf.tests()


def _without(shelf: LoadTestShelf, test: LoadTest) -> tuple[LoadTest, ...]:
    shelf.remove(test)
    return shelf.tests()
