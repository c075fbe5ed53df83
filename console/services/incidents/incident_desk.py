"""The incident desk: incidents and messages of the open estate, put together when they are first wanted."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from console.domain.incident.incident_level import IncidentLevel
from console.domain.incident.local_alert import LocalFindings
from console.kernel.errors import ConsoleError
from console.kernel.file_lock import FileLock
from console.kernel.i18n import t
from console.kernel.operator import operator
from console.kernel.paths import private_folder
from console.ports.metric import MetricReader
from console.ports.notifier import Notifier
from console.presenters.incident_rollback import ROLLBACK_TOPICS
from console.services.incidents.alert_sight import INCIDENT_TOPICS, AlertSight
from console.services.incidents.automatic_rollback import AutomaticRollback
from console.services.incidents.incident_book import IncidentBook
from console.services.incidents.incident_command import IncidentCommand
from console.services.incidents.incident_watch import IncidentWatch
from console.services.incidents.notice_desk import NoticeDesk
from console.store.journal.file_journal import FileJournal

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.trail import Trail
    from console.services.change_service import ChangeService
    from console.services.look import Look
    from console.store.store import Store

EVERY_S = 5.0
_log = logging.getLogger(__name__)


class IncidentDesk:
    """One per open estate; ``folder`` holds its journal.

    ``book``, ``command``, ``notices``, ``watch`` are used on the I/O loop, the rest on any thread. ``trouble`` says why
    the last look failed, or nothing.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        store: Store,
        folder: Path,
        estate: Estate,
        service: ChangeService,
        reader: Callable[[str, type[MetricReader]], MetricReader | None],
        channel: Callable[[str, type[Notifier]], Notifier | None],
        trail: Trail,
        look: Callable[..., Look],
        read_only: Callable[[], bool],
        audits: Callable[[Estate, float], LocalFindings] = lambda _estate, _now_s: LocalFindings(),
    ) -> None:
        self._scope, self._look, self._folder = runtime.scope("incidents"), look, folder
        self.book = IncidentBook(runtime, clock, store, FileJournal(folder, IncidentBook.lasting), estate.name, trail)
        self.command = IncidentCommand(self.book, estate, operator())
        self.notices = NoticeDesk(self.book, estate, channel, trail)
        self.watch = IncidentWatch(self.book, estate, AlertSight(runtime, clock, store, reader, audits))
        self._rollback = AutomaticRollback(self.book, estate, store, service, read_only)
        self._looks: list[Look] = []
        self._causes: Look | None = None
        self._leads = FileLock(folder / "watching")
        self.trouble = ""
        self._running: Future[None] | None = None
        self._sending: Future[None] | None = None

    def attend(self, every_s: float = EVERY_S) -> Future[None]:
        """Watch behind until the desk is closed, when no other console of this profile does; else follow it."""
        if self._running is None or self._running.done():
            if not self._looks:
                self._looks.append(self._look(*INCIDENT_TOPICS))
            self._running = self._scope.start(self._attend(every_s))
        return self._running

    @property
    def leads(self) -> bool:
        """Return whether this console is the one that watches."""
        try:
            private_folder(self._folder)
            return self._leads.try_hold()
        except OSError:
            return False

    async def _attend(self, every_s: float) -> None:
        while True:
            try:
                await self.book.refresh()
                await (self._look_round() if self.leads else self.watch.follow())
                self.trouble = ""
            except ConsoleError as error:
                self.trouble = str(error)
            except Exception:  # noqa: BLE001 - a watch that has stopped without a word is the worst of all
                _log.exception("a look at the alerts failed")
                self.trouble = t("The last look at the alerts failed; the log says why.")
            await asyncio.sleep(every_s)

    async def _look_round(self) -> None:
        """Look, and send behind: a channel that does not answer holds up no look."""
        await self.watch.look()
        self._watch_causes()
        await self._rollback.begin()
        await self.notices.make()
        if self._sending is None or self._sending.done():
            self._sending = self._scope.start(self.notices.send_due())

    def _watch_causes(self) -> None:
        """Look at releases only while there is something to take back: pods of a large estate are many."""
        wanted = any(one.grade is IncidentLevel.ESCALATED and not one.is_over for one in self.book.incidents)
        if wanted and self._causes is None:
            self._causes = self._look(*ROLLBACK_TOPICS)
        elif not wanted and self._causes is not None:
            self._causes.close()
            self._causes = None

    def close(self) -> None:
        """Stop watching; what was being sent is settled by the next console."""
        for look in (*self._looks, *([self._causes] if self._causes is not None else ())):
            look.close()
        self._scope.cancel()
        self.book.journal.close()
        self._leads.release()
