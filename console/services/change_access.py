"""Who may change what now: executors, environments and the locks of connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.operation_form import UnknownOperation
from console.domain.unlock import MOST_S, Unlock, why_locked
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.i18n import t
from console.ports.change_executor import ChangeExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.domain.change import AnyOperation
    from console.services.change_book import ChangeBook


class ChangeAccess:
    """``offered`` finds the executor of a connection, ``environments`` are those of the estate's connections."""

    def __init__(
        self,
        book: ChangeBook,
        offered: Callable[[str, type[ChangeExecutor]], ChangeExecutor | None],
        environments: Mapping[str, str],
        read_only: Callable[[], bool],
        actor: str,
    ) -> None:
        self.actor = actor
        self._book, self._offered, self._environments, self._read_only = book, offered, environments, read_only

    def executor(self, operation: AnyOperation) -> ChangeExecutor:
        """Return what can carry out ``operation``; raise ``ChangeRefused`` when nothing can."""
        target = operation.target
        if isinstance(operation, UnknownOperation):
            raise ChangeRefused(
                t("This version does not know the operation {key}, or not such fields of it.", key=operation.key),
                t("It can be read, not applied."),
            )
        found = self._offered(target.connection, ChangeExecutor)
        if found is None or not found.supports(operation):
            raise ChangeRefused(
                t("The connection {name} cannot do this: {key}.", name=target.connection, key=operation.key),
                t("Choose a connection of the kind that can."),
            )
        return found

    def environment(self, connection: str) -> str:
        """Return production, staging, ...; raise ``UserError`` when the estate has no such connection."""
        if connection not in self._environments:
            raise UserError(
                t("The open estate has no connection {name}.", name=repr(connection)),
                t("Known: {names}.", names=", ".join(sorted(self._environments)) or "-"),
            )
        return self._environments[connection]

    def is_read_only(self) -> bool:
        """Return whether this console forbids every change."""
        return self._read_only()

    def require_unlocked(self, connection: str) -> None:
        """Raise ``ChangeRefused`` when nothing of a connection may be changed now."""
        why = why_locked(self._book.unlocks, connection, self._book.now_s(), read_only=self._read_only())
        if why:
            raise ChangeRefused(why, "" if self._read_only() else self._how(connection))

    def _how(self, connection: str) -> str:
        return t(
            "Unlock it: cell-console change unlock {name} --for 15m --reason TEXT, or in the header.", name=connection
        )

    async def unlock(self, connection: str, for_s: float, reason: str) -> Unlock:
        """Allow changes of a connection for a while, at most eight hours, for a reason."""
        if self._read_only():
            raise ChangeRefused(t("The console runs with --read-only: every change is forbidden."))
        if not 0 < for_s <= MOST_S:
            raise UserError(t("A connection can be unlocked for at most {hours} hours.", hours=round(MOST_S / 3600)))
        self.environment(connection)
        if not reason.strip():
            raise UserError(t("Unlocking {name} needs a reason.", name=connection), t("Say why, in a few words."))
        return await self._set(connection, self._book.now_s() + for_s, reason.strip())

    async def lock(self, connection: str) -> Unlock:
        """Allow no further change of a connection from now on."""
        self.environment(connection)
        return await self._set(connection, self._book.now_s(), "")

    async def _set(self, connection: str, until_s: float, reason: str) -> Unlock:
        await self._book.refresh()
        known = self._book.unlocks.get(connection)
        step = 0 if known is None else known.step + 1
        unlock = Unlock(self._book.estate, connection, round(until_s, 3), self.actor, reason, step)
        await self._book.set_unlock(unlock)
        return unlock
