"""From the page to the desk: reading the journal, what a person says to an incident, reviews, silences, tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.kernel.errors import ConsoleError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.domain.incident.incident import Incident
    from console.domain.runbooks.runbook import Runbook
    from console.services.incidents.incident_desk import IncidentDesk
    from views.page import PageContext

_SILENCE_S = 7200.0


class IncidentOpening(QObject):
    """``read`` comes when the journal was read."""

    read = Signal()

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("incidents page")
        self._unread = ""
        self._desk: IncidentDesk | None = None

    @property
    def trouble(self) -> str:
        """Return why incidents cannot be read or kept, or nothing."""
        watching = self._desk.trouble if self._desk is not None else ""
        return " ".join(part for part in (watching, self._unread) if part)

    def begin(self) -> None:
        """Read the journal and watch alerts, unless another console does; behind, because it loads a lot."""
        session = self._context.session
        if session.open is None:
            return

        async def load() -> IncidentDesk:
            desk = await session.runtime.in_thread(lambda: session.changes.incidents)
            await desk.book.refresh()
            desk.attend()
            return desk

        def loaded(desk: IncidentDesk) -> None:
            self._desk, self._unread = desk, " ".join(desk.book.problems)
            self.read.emit()

        self._run(load(), loaded)

    def say(self, command: str, incident_id: str) -> None:
        """Carry out what a person says; what changes what others rely on asks for a word first."""
        desk = self._context.session.changes.incidents.command
        asks: dict[str, tuple[str, Callable[[str], Coroutine[Any, Any, Incident]]]] = {
            "escalate": (t("Why is it worse?"), lambda text: desk.escalate(incident_id, text)),
            "note": (t("What did you see or do?"), lambda text: desk.note(incident_id, text)),
            "resolve": (t("What ended it?"), lambda text: desk.resolve(incident_id, text)),
            "reopen": (t("Why is it not over?"), lambda text: desk.reopen(incident_id, text)),
        }
        if command == "acknowledge":
            self._run(desk.acknowledge(incident_id), lambda _found: None)
            return
        question, work = asks[command]
        self._ask(question, lambda text: self._run(work(text), lambda _found: None))

    def open_incident(self) -> None:
        """Open an incident that no alert tells of."""
        from console.domain.incident.incident_level import IncidentLevel  # noqa: PLC0415 - with the first one

        desk = self._context.session.changes.incidents.command
        self._ask(
            t("What is wrong? It opens at level 2."),
            lambda text: self._run(desk.open(text, IncidentLevel.TOLD), lambda _found: None),
        )

    def silence(self, labels: tuple[tuple[str, str], ...], connection: str) -> None:
        """Mute an alert for two hours: a change of its Alertmanager, else a silence of this profile."""
        from console.domain.label_matcher import LabelMatcher  # noqa: PLC0415

        matchers = tuple(str(LabelMatcher(name, value)) for name, value in labels)

        def mute(comment: str) -> None:
            if connection:
                self._context.changes.start(self._operation(connection, matchers, comment), comment)
                return
            desk = self._context.session.changes.incidents.command
            self._run(desk.silence(matchers, _SILENCE_S, comment), lambda _made: None)

        self._ask(t("Why is it muted for two hours?"), mute)

    def _operation(self, connection: str, matchers: tuple[str, ...], comment: str) -> Any:
        from console.domain.operations.create_silence import CreateSilence  # noqa: PLC0415

        session = self._context.session
        until_s = float(round(session.clock.now().timestamp() + _SILENCE_S))
        return CreateSilence(connection, matchers, until_s, comment, session.changes.service.access.actor)

    def end_silence(self, silence_id: str) -> None:
        """End a silence of this profile."""
        desk = self._context.session.changes.incidents.command
        self._run(desk.end_silence(silence_id), lambda _ended: None)

    def review(self, incident: Incident) -> None:
        """Write the review into a file that the user chooses."""
        pattern = t("Reviews ({patterns})", patterns="*.md *.html *.pdf *.xlsx *.csv")
        self._context.dialogs.choose_new_file(
            t("Write the review"), pattern, f"{incident.id}.md", lambda file: self._write(incident, file)
        )

    def _write(self, incident: Incident, file: Path) -> None:
        session = self._context.session

        async def write() -> Path:
            from console.services.incident_review import write_review  # noqa: PLC0415 - loads a lot

            return await write_review(session, incident, file)

        self._run(write(), lambda _file: None)

    def find_runbooks(self, incident: Incident, done: Callable[[tuple[Runbook, ...]], object]) -> None:
        """Look for the runbooks that fit."""
        session = self._context.session

        async def find() -> tuple[Runbook, ...]:
            from console.services.incident_library import fitting_runbooks  # noqa: PLC0415 - loads a lot

            return await session.runtime.in_thread(fitting_runbooks, session, incident)

        self._run(find(), done)

    def try_channel(self, key: str, ended: Callable[[], object]) -> None:
        """Send the test message through a channel; ``ended`` is called whatever becomes of it."""
        work = self._context.session.changes.incidents.notices.try_channel(key)

        def failed(error: ConsoleError) -> None:
            ended()
            self._tell(error)

        self._context.bridge.when_done(
            self._scope.start(work), lambda _sent: ended(), failed, stopped=ended, owner=self
        )

    def _ask(self, question: str, told: Callable[[str], object]) -> None:
        self._context.dialogs.ask(t("Incident"), question, told)

    def _run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        context = self._context
        context.bridge.when_done(self._scope.start(work), done, self._tell, owner=self)

    def _tell(self, error: ConsoleError) -> None:
        self._context.dialogs.error(error)

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
