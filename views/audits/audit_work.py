"""From the page to the audit desk: reading, asking for audits, stopping them; everything that blocks is done behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.i18n import t
from console.presenters.audits.project_grid import ProjectGrid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from console.domain.audit.live_audit import LiveAudit
    from console.kernel.errors import ConsoleError
    from console.presenters.audits.finding_line import FindingLine
    from console.services.audits.audit_desk import AuditDesk
    from console.store.audits.audit_book import AuditRecord
    from views.dialogs.audit_dialog import AuditWish
    from views.page import PageContext

    Records = Mapping[str, Sequence[AuditRecord]]


class AuditWork(QObject):
    """``read`` carries the records of all projects, ``sight_read`` an ``AuditSight``; ``unread`` a record and why not.

    ``source_read`` carries a finding and the text of its file; ``asked`` the audits that were begun.
    """

    read = Signal(object)
    sight_read = Signal(object)
    unread = Signal(object, str)
    source_read = Signal(object, str)
    asked = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._parent = context, parent
        self.grid = ProjectGrid()
        self._scope = context.session.runtime.scope("audits page")
        self._followed: AuditDesk | None = None
        self._is_looked_at = False
        self._unfollow: Callable[[], None] | None = None
        self.has_moved = False
        """Set on any thread when an audit moved; the page takes it back when it has looked."""

    @property
    def desk(self) -> AuditDesk | None:
        """Return the desk once it is there; ``None`` before: making it loads a lot, so that is done behind."""
        return self._followed

    def read_all(self) -> None:
        """Read the projects of the estate and what is known of them."""
        session = self._context.session
        opened = session.open
        if opened is None:
            return

        def load() -> tuple[AuditDesk, Records]:
            from console.services.audits.own_records import own_records  # noqa: PLC0415
            from console.services.audits.project_orders import profile_of  # noqa: PLC0415 - loads all rules

            desk, estate = session.changes.audits, opened.estate
            records = own_records(estate.projects, desk.records(one.key for one in estate.projects))
            self.grid.learn(((one, profile_of(estate, one)) for one in estate.projects), records)
            return desk, records

        def done(found: tuple[AuditDesk, Records]) -> None:
            self._follow(found[0])
            self.read.emit(found[1])

        self.behind(load, done)

    def watch_pushes(self, is_looked_at: bool) -> None:
        """Audit again what somebody pushed to, while somebody looks."""
        self._is_looked_at = is_looked_at
        pushes = self._followed.pushes if self._followed is not None else None
        if pushes is None:
            return
        if not is_looked_at:
            pushes.end()
            return
        pushes.begin()
        traffic = self._context.session.store.state.webhooks
        pushes.tell(traffic.pushes if traffic is not None else ())

    def _follow(self, desk: AuditDesk) -> None:
        if desk is not self._followed:
            if self._unfollow is not None:
                self._unfollow()
            self._followed, self._unfollow = desk, desk.follow(self._note)
            self.has_moved = True
        self.watch_pushes(self._is_looked_at)

    def _note(self) -> None:
        self.has_moved = True

    def read_sight(self, record: AuditRecord) -> None:
        """Read what an audit found, as its team sees it."""
        desk = self._followed
        if desk is not None:
            self.behind(
                lambda: desk.sight(record), self.sight_read.emit, lambda error: self.unread.emit(record, str(error))
            )

    def read_source(self, record: AuditRecord, line: FindingLine) -> None:
        """Read the file of a finding, or its commit."""
        from console.services.audits.source_text import commit_text, source_text  # noqa: PLC0415 - with the first one

        desk, finding = self._followed, line.finding
        if desk is None:
            return

        def load() -> str:
            if finding.path and not finding.commit:
                return source_text(desk.places, record.source, record.commit, finding.path)
            if finding.commit:
                return commit_text(desk.places, record.source, finding.commit)
            return t("This finding is about the repository as a whole.")

        self.behind(
            load, lambda text: self.source_read.emit(line, text), lambda error: self.source_read.emit(line, str(error))
        )

    # --- audits -----------------------------------------------------------------------------------------------------

    def ask(self, keys: Collection[str]) -> None:
        """Ask which audits of some projects are wanted, where and how urgently; begin them."""
        from views.dialogs.audit_dialog import AuditDialog  # noqa: PLC0415 - with the first one

        desk = self._followed
        if desk is None or not keys:
            return
        lines = [(key, one.title(), one.why_not()) for key, one in desk.lines.items()]
        dialog = AuditDialog(self._parent.window(), tuple(keys), lines)
        dialog.agreed.connect(lambda wish: self._begin(desk, keys, wish))
        dialog.open()

    def _begin(self, desk: AuditDesk, keys: Collection[str], wish: AuditWish) -> None:
        opened = self._context.session.open
        if opened is None:
            return

        def begin() -> Sequence[LiveAudit]:
            from msgspec.structs import replace  # noqa: PLC0415

            from console.services.audits.project_orders import project_orders  # noqa: PLC0415

            orders = project_orders(opened.estate, keys, audits=wish.audits, folder=opened.file.parent)
            return desk.trigger(
                tuple(
                    replace(one, revision=wish.branch or one.revision, baseline=wish.baseline, priority=wish.priority)
                    for one in orders
                ),
                wish.place,
            )

        self.behind(begin, self.asked.emit)

    def cancel(self, ids: Collection[str]) -> None:
        """Stop audits."""
        desk = self._followed
        if desk is not None:
            self.behind(lambda: desk.cancel(ids), lambda _none: None)

    # --- doing things behind ----------------------------------------------------------------------------------------

    def behind(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[ConsoleError], object] | None = None,
    ) -> None:
        """Do what blocks on another thread; what fails is told in a dialog unless ``failed`` takes it."""
        runtime = self._context.session.runtime

        async def blocking() -> Any:
            return await runtime.in_thread(work)

        self.run(blocking(), done, failed)

    def in_worker(
        self,
        title: str,
        work: Callable[..., Any],
        given: Sequence[object],
        done: Callable[[Any], object],
        failed: Callable[[ConsoleError], object],
        stopped: Callable[[], object],
    ) -> None:
        """Do what keeps a core busy in a worker process; the activity drawer shows and cancels it."""
        runtime = self._context.session.runtime

        async def busy() -> Any:
            return await runtime.in_process(work, *given)

        future = self._scope.start(busy())
        self._context.work.track(title, future)
        self._context.bridge.when_done(future, done, failed, stopped=stopped, owner=self)

    def run(
        self,
        work: Coroutine[Any, Any, Any],
        done: Callable[[Any], object],
        failed: Callable[[ConsoleError], object] | None = None,
    ) -> None:
        """Carry a coroutine out behind, unless the page was closed meanwhile."""
        if self._scope.cancelled:
            work.close()
            return
        context = self._context
        context.bridge.when_done(self._scope.start(work), done, failed or context.dialogs.error, owner=self)

    def close_scope(self) -> None:
        """Drop what is still being read."""
        if self._unfollow is not None:
            self._unfollow()
        self._scope.cancel()
