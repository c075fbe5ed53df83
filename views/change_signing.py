"""Second signatures from the window: the request is written to a file, the signature is taken from one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from console.domain.change import Change
    from console.services.session import Session
    from views.bridge import Bridge
    from views.dialogs.change_dialog import ChangeDialog
    from views.dialogs.dialogs import Dialogs


class ChangeSigning:
    """One per window."""

    def __init__(self, session: Session, bridge: Bridge, dialogs: Dialogs) -> None:
        self._session, self._bridge, self._dialogs = session, bridge, dialogs

    def ask(self, dialog: ChangeDialog, draft: Change) -> None:
        """Ask for a file, save the draft and write the request for it."""
        self._dialogs.choose_new_file(
            t("Ask for a signature"),
            t("Requests (*.request.json)"),
            f"{draft.id}.request.json",
            lambda file: self._run(dialog, self._write(draft, file), lambda _: dialog.show_saved(draft, str(file))),
        )

    async def _write(self, draft: Change, file: Path) -> None:
        from console.kernel.paths import write_private  # noqa: PLC0415 - only for signatures

        saved = await self._session.changes.judge.judged(await self._saved(draft))
        text = await self._session.runtime.in_thread(self._session.changes.signature.ask, saved)
        await self._session.runtime.in_thread(write_private, file, text)

    async def _saved(self, draft: Change) -> Change:
        service = self._session.changes.service
        known = any(one.id == draft.id for one in service.book.changes)
        return service.book.find(draft.id) if known else await service.save(draft)

    def take(self, dialog: ChangeDialog, draft: Change) -> None:
        """Ask for the file with the signature, check it, and show the change anew."""
        self._dialogs.choose_file(
            t("Take in a signature"),
            t("Signatures (*.approval.json)"),
            lambda file: self._run(dialog, self._take(draft, file), dialog.show_draft),
        )

    async def _take(self, draft: Change, file: Path) -> Change:
        from console.kernel.regular_file import read_regular  # noqa: PLC0415 - only for signatures
        from console.services.policy.signature_keeping import keep_signature  # noqa: PLC0415

        runtime, service = self._session.runtime, self._session.changes.service
        saved = await self._saved(draft)
        content = await runtime.in_thread(read_regular, file, 1 << 20)
        take, now_s = self._session.changes.signature.take, service.book.now_s()
        approval = await runtime.in_thread(take, saved, content.decode("utf-8", "replace"), now_s)
        signed = await keep_signature(service.book, saved.id, approval)
        shown: Change = await self._session.changes.judge.judged(signed)
        return shown

    def _run(self, dialog: ChangeDialog, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> None:
        self._bridge.when_done(self._session.runtime.submit(work), done, self._dialogs.error, owner=dialog)
