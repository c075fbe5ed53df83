"""Asking the forge that a repository belongs to, for one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.ports.forge import ForgeReader

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from console.services.session import Session

Answer = TypeVar("Answer")
_WAIT_S = 180.0


def ask_forge(session: Session, connection: str, ask: Callable[[ForgeReader], Awaitable[Answer]]) -> Answer:
    """Return what ``ask`` gets from the forge of a connection; raise ``ConnectorError``, or ``UserError`` without one.

    Blocks until the answer is there; never on the GUI thread.
    """
    reader = session.offered(connection, ForgeReader)
    if reader is None:
        raise UserError(
            t("The connection {name} is no forge.", name=repr(connection)),
            t("Name a GitHub, GitLab, Bitbucket or Azure DevOps connection of the estate."),
        )

    async def asked() -> Answer:
        return await ask(reader)

    return session.runtime.run(asked(), _WAIT_S)
