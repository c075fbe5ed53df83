"""Second signatures from the window: requests go out, signatures come in, by the exchange folder or as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from console.domain.change import Change
    from console.services.policy.exchange_folder import ExchangeFolder
    from console.services.session import Session
    from console.services.signature_desk import SignatureDesk
    from views.bridge import Bridge
    from views.dialogs.change_dialog import ChangeDialog
    from views.dialogs.dialogs import Dialogs

_MOST_BYTES = 1 << 20


class ChangeSigning:
    """``exchange`` is the folder that the settings name; without one the user is asked for files."""

    def __init__(self, session: Session, bridge: Bridge, dialogs: Dialogs, exchange: Callable[[], str]) -> None:
        self._session, self._bridge, self._dialogs, self._exchange = session, bridge, dialogs, exchange

    # --- a change -------------------------------------------------------------------------------------------------

    def ask(self, dialog: ChangeDialog, draft: Change) -> None:
        """Save the draft and hand the request for it over."""

        async def saved() -> str:
            return (await self._saved(draft)).id

        self.request(dialog, draft.id, lambda place: dialog.show_saved(draft, place), saved)

    def take(self, dialog: ChangeDialog, draft: Change) -> None:
        """Take the signature in, and show the change anew."""

        async def judged() -> Change:
            service = self._session.changes.service
            shown: Change = await self._session.changes.judge.judged(service.book.find(draft.id))
            return shown

        async def saved() -> str:
            return (await self._saved(draft)).id

        self.fetch(dialog, draft.id, lambda: self._run(dialog, judged(), dialog.show_draft), saved)

    async def _saved(self, draft: Change) -> Change:
        service = self._session.changes.service
        known = any(one.id == draft.id for one in service.book.changes)
        return service.book.find(draft.id) if known else await service.save(draft)

    # --- changes and rollouts -------------------------------------------------------------------------------------

    def request(
        self,
        owner: QWidget,
        subject: str,
        done: Callable[[str], object],
        before: Callable[[], Coroutine[Any, Any, str]] | None = None,
    ) -> None:
        """Hand the request for a signature on ``subject`` over; ``done`` is told where it is."""

        async def made(file: Path | None) -> str:
            from console.kernel.paths import write_private  # noqa: PLC0415 - only for signatures

            if before is not None:
                await before()
            found = await self._desk().request(subject)
            folder, in_thread = self._folder(), self._session.runtime.in_thread
            if file is None and folder is not None:
                return str(await in_thread(folder.put, found.name, found.text, found.message))
            if file is not None:
                await in_thread(write_private, file, found.text)
            return str(file)

        if self._folder() is not None:
            self._run(owner, made(None), done)
            return
        self._dialogs.choose_new_file(
            t("Ask for a signature"),
            t("Requests (*.request.json)"),
            f"{subject}.request.json",
            lambda file: self._run(owner, made(file), done),
        )

    def fetch(
        self,
        owner: QWidget,
        subject: str,
        done: Callable[[], object],
        before: Callable[[], Coroutine[Any, Any, str]] | None = None,
    ) -> None:
        """Take in the signatures on ``subject``; what does not count is refused with the reason."""

        async def taken(file: Path | None) -> None:
            from console.kernel.regular_file import read_regular  # noqa: PLC0415 - only for signatures

            if before is not None:
                await before()
            folder = self._folder()
            if file is not None:
                content = await self._session.runtime.in_thread(read_regular, file, _MOST_BYTES)
                await self._desk().take(content.decode("utf-8", "replace"), subject)
            elif folder is not None:
                await self._desk().fetch(folder, subject)

        if self._folder() is not None:
            self._run(owner, taken(None), lambda _none: done())
            return
        self._dialogs.choose_file(
            t("Take in a signature"),
            t("Signatures (*.approval.json)"),
            lambda file: self._run(owner, taken(file), lambda _none: done()),
        )

    def _desk(self) -> SignatureDesk:
        from console.services.signature_desk import SignatureDesk  # noqa: PLC0415 - only for signatures

        return SignatureDesk(self._session)

    def _folder(self) -> ExchangeFolder | None:
        from console.services.policy.exchange_folder import exchange_folder  # noqa: PLC0415

        return exchange_folder(self._exchange())

    def _run(self, owner: QWidget, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        self._bridge.when_done(self._session.runtime.submit(work), done, self._dialogs.error, owner=owner)
