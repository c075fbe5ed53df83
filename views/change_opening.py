"""Opening changes: the way from an operation to its confirmation, and from a change to its undoing, in one window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from PySide6.QtWidgets import QWidget

    from console.domain.change import Change
    from console.domain.confirmation import Confirmation
    from console.domain.operation import Operation
    from console.kernel.errors import ConsoleError
    from console.presenters.change_lock import LockLine
    from console.services.change_service import ChangeService
    from console.services.session import Session
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.bridge import Bridge
    from views.change_signing import ChangeSigning
    from views.dialogs.change_dialog import ChangeDialog
    from views.dialogs.dialogs import Dialogs
    from views.theme.theme import Theme


class ChangeOpening:
    """One per window; pages ask ``why_not`` before they offer an action, and ``start`` it with an operation.

    ``exchange`` is the folder of the settings in which operators exchange signatures, or empty.
    """

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        theme: Theme,
        dialogs: Dialogs,
        parent: QWidget,
        exchange: Callable[[], str],
    ) -> None:
        self._session, self._bridge, self._theme, self._exchange = session, bridge, theme, exchange
        self._dialogs, self._parent = dialogs, parent
        self._open: list[ChangeDialog] = []

    def why_not(self, connection: str) -> str:
        """Return in a sentence why nothing of a connection can be changed now; empty when it can."""
        from console.domain.unlock import why_locked  # noqa: PLC0415 - loaded with the first page of actions
        from console.ports.change_executor import ChangeExecutor  # noqa: PLC0415

        if self._session.offered(connection, ChangeExecutor) is None:
            return t("This connection cannot change anything.")
        now_s = self._session.clock.now().timestamp()
        unlocks = self._session.store.state.unlocks
        why = why_locked(unlocks, connection, now_s, read_only=self._session.read_only)
        if why and not self._session.read_only:
            return t("Locked (read-only): unlock {name} in the header.", name=connection)
        return why

    def start(self, operation: Operation, reason: str = "", *, estimate: str = "") -> ChangeDialog:
        """Ask for the confirmation of an operation; ``reason`` stands in its field and can be edited.

        ``estimate`` says what it would have done to recorded traffic.
        """
        dialog = self._dialog(operation.summary())
        dialog.show_estimate(estimate)
        self._run(self._drafted(operation, reason, estimate), dialog.show_draft, dialog.show_error, dialog)
        return dialog

    async def _drafted(self, operation: Operation, reason: str, estimate: str) -> Change:
        """Return the draft; what a page has replayed (over its own span) stands in it, and so in the journal."""
        draft = await self._service().draft(operation, reason)
        if estimate and draft.preview is not None:
            return replace(draft, preview=replace(draft.preview, estimate=estimate))
        return draft

    def undo(self, change: Change) -> ChangeDialog:
        """Ask for the confirmation of undoing a change."""
        dialog = self._dialog(t("Undo: {summary}", summary=change.operation.summary()))
        self._run(self._service().undo(change.id), dialog.show_draft, dialog.show_error, dialog)
        return dialog

    def resume(self, change: Change) -> ChangeDialog:
        """Preview a saved change anew and ask for its confirmation."""
        dialog = self._dialog(change.operation.summary())
        self._run(self._service().preview(change), dialog.show_draft, dialog.show_error, dialog)
        return dialog

    def keep(self, change_id: str) -> None:
        """Let a change stay that would be undone by itself."""
        self._run(self._service().keep(change_id), lambda _kept: None, self._tell, self._parent)

    def take_back(self, change_id: str) -> None:
        """Take a confirmed change back while nothing is written."""
        self._run(self._service().cancel(change_id), lambda _back: None, self._tell, self._parent)

    def details(self, change: Change) -> None:
        """Show everything about a change."""
        from views.dialogs.change_details import ChangeDetails  # noqa: PLC0415 - loaded with the first one

        ChangeDetails(self._parent, self._theme, change).open()

    def unlock(self, line: LockLine) -> None:
        """Ask why and for how long, then allow changes of a connection for that while."""
        from views.dialogs.unlock_dialog import UnlockDialog  # noqa: PLC0415

        dialog = UnlockDialog(self._parent, line.title, is_production=line.is_production)
        dialog.agreed.connect(lambda seconds, reason: self._unlock(line.connection, seconds, reason))
        dialog.open()

    def _unlock(self, connection: str, for_s: float, reason: str) -> None:
        access = self._service().access
        self._run(access.unlock(connection, for_s, reason), lambda _set: None, self._tell, self._parent)

    def lock(self, line: LockLine) -> None:
        """Allow no further changes of a connection."""
        self._run(self._service().access.lock(line.connection), lambda _set: None, self._tell, self._parent)

    def signing(self) -> ChangeSigning:
        """Return what asks for second signatures and takes them in."""
        from views.change_signing import ChangeSigning  # noqa: PLC0415 - loaded with the first change

        return ChangeSigning(self._session, self._bridge, self._dialogs, self._exchange)

    def ask_signature(self, subject: str) -> None:
        """Hand the request for a second signature on a saved change, a rollout or a run over, and say where it is."""
        self.signing().request(self._parent, subject, self._tell_asked)

    def _tell_asked(self, place: str) -> None:
        text = t(
            "The request is in {place}. Another operator signs it with: cell-console change approve FILE", place=place
        )
        self._dialogs.confirm(t("Asked for a signature"), text, t("Close"), lambda: None)

    def show_state(self, state: State, summary: ChangeSummary) -> None:
        """Let open dialogs follow their changes."""
        if summary.touches("changes"):
            for dialog in self._open:
                change = state.changes.get(dialog.change_id)
                if change is not None:
                    dialog.show_change(change)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _service(self) -> ChangeService:
        return self._session.changes.service

    def _dialog(self, summary: str) -> ChangeDialog:
        from console.services.change_service import GRACE_S  # noqa: PLC0415 - loaded with the first change
        from views.dialogs.change_dialog import ChangeDialog  # noqa: PLC0415

        dialog = ChangeDialog(self._parent, self._theme, summary, GRACE_S)
        self._open.append(dialog)
        dialog.finished.connect(lambda _code: self._open.remove(dialog))
        dialog.confirmed.connect(lambda draft, given: self._confirm(dialog, draft, given, GRACE_S))
        dialog.taken_back.connect(self.take_back)
        signing = self.signing()
        dialog.signature_asked.connect(lambda draft: signing.ask(dialog, draft))
        dialog.signature_taken.connect(lambda draft: signing.take(dialog, draft))
        dialog.open()
        return dialog

    def _confirm(self, dialog: ChangeDialog, draft: Change, given: Confirmation, grace_s: float) -> None:
        work = self._service().confirm(draft, given, grace_s=grace_s)
        self._run(work, lambda _ready: None, dialog.show_error, dialog)

    def _run(
        self,
        work: Coroutine[Any, Any, Any],
        done: Callable[[Any], object],
        failed: Callable[[ConsoleError], object],
        owner: QWidget,
    ) -> None:
        self._bridge.when_done(self._session.runtime.submit(work), done, failed, owner=owner)

    def _tell(self, error: ConsoleError) -> None:
        self._dialogs.error(error)
