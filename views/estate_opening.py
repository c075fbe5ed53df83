"""Opening an estate: the way from a door of the welcome page to an open estate, without blocking the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from console.domain.health import Health
from console.kernel.errors import ConsoleError
from console.kernel.i18n import t, translated

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from console.estate.discovery import Proposal
    from console.estate.load import LoadedEstate
    from console.ports.opener import Opener
    from console.presenters.data_state import DataState
    from console.services.session import Session
    from views.activity_log import ActivityLog
    from views.bridge import Bridge
    from views.work_list import Work, WorkList


class EstateOpening(QObject):
    """One attempt at a time. ``began`` carries the work, ``failed`` the error, ``opened`` comes at the end.

    ``proposed`` carries a ``Proposal`` that the user looks at before it is saved.
    """

    began = Signal(object)
    failed = Signal(object)
    proposed = Signal(object)
    opened = Signal()

    def __init__(
        self,
        session: Session,
        opener: Opener,
        bridge: Bridge,
        work: WorkList,
        activity: ActivityLog,
        parent: QObject | None,
    ) -> None:
        super().__init__(parent)
        self._session, self._opener, self._bridge = session, opener, bridge
        self._work, self._activity = work, activity
        self._busy: Future[Any] | None = None
        self._now: Work | None = None
        self._error: ConsoleError | None = None
        self._lab_file: Path | None = None

    def recent(self) -> tuple[Path, ...]:
        """Return the estate files that were opened last."""
        return self._opener.recent()

    def absence(self) -> DataState:
        """Return why there is no estate: it is being opened, it could not be opened, or nobody opened one."""
        from console.presenters.data_state import DataKind, DataState, no_estate  # noqa: PLC0415 - seldom asked

        if self._now is not None and self.is_busy:
            return DataState(DataKind.LOADING, self._now.title, self._now.text)
        if self._session.open is not None:  # the store tells it with the next frame
            return DataState(DataKind.LOADING, t("Opening the estate …"))
        if self._error is not None:
            return DataState(DataKind.FAILED, self._error.message, self._error.hint)
        return no_estate()

    @property
    def is_busy(self) -> bool:
        """Return whether something is being read or started to open an estate."""
        return self._busy is not None and not self._busy.done()

    def open_lab(self) -> None:
        """Start the lab, then open its estate; follow it when it crashes and is started again."""
        from console.ports.opener import LabWatch  # noqa: PLC0415 - not before the first paint

        holder: list[Work] = []

        def progress(text: str, fraction: float | None) -> None:
            self._bridge.later(lambda: self._work.progress(holder[0], text, fraction))

        watch = LabWatch(
            lambda file: self._bridge.later(lambda: self._follow_lab(file)),
            lambda sentence: self._bridge.later(lambda: self._activity.note(Health.WARNING, translated(sentence))),
        )
        future = self._opener.open_lab(progress, watch)
        holder.append(self._begin(t("Starting the lab"), future))
        self._bridge.when_done(future, self._open_lab_file, self._fail, owner=self)

    def _open_lab_file(self, file: Path) -> None:
        self._lab_file = file
        self.open_file(file)

    def _follow_lab(self, file: Path) -> None:
        """The lab crashed and runs again elsewhere: follow it, unless another estate has been opened meanwhile."""
        if self._session.open is not None and self._session.open.file == self._lab_file:
            self._open_lab_file(file)

    def open_file(self, file: Path) -> None:
        """Read an estate file, then open it."""
        future = self._opener.open_file(file)
        self._begin(t("Opening {file}", file=file.name), future)
        self._bridge.when_done(future, self._open, self._fail, owner=self)

    def discover(self) -> None:
        """Propose an estate from the kubeconfig."""
        future = self._opener.discover()
        self._begin(t("Reading the kubeconfig"), future)
        self._bridge.when_done(future, self.proposed.emit, self._fail, owner=self)

    def save(self, proposal: Proposal, file: Path) -> None:
        """Save a proposal, then open it."""
        future = self._opener.save(proposal, file)
        self._begin(t("Saving {file}", file=file.name), future)
        self._bridge.when_done(future, self.open_file, self._fail, owner=self)

    def _begin(self, title: str, future: Future[Any]) -> Work:
        if self._busy is not None and self.is_busy:
            self._busy.cancel()
        self._busy, self._error = future, None
        self._now = work = self._work.track(title, future)
        self.began.emit(work)
        return work

    def _open(self, loaded: LoadedEstate) -> None:
        try:
            self._session.open_estate(loaded.estate, loaded.file)
        except ConsoleError as error:
            self._fail(error)
            return
        self._opener.remember(loaded.file)
        for warning in loaded.warnings:
            self._activity.note(Health.WARNING, str(warning))
        self.opened.emit()

    def _fail(self, error: ConsoleError) -> None:
        self._error = error
        self._activity.note(Health.CRITICAL, str(error))
        self.failed.emit(error)
