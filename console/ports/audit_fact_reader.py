"""The port of what a forge tells audits about how changes get into a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.audit.forge_facts import ForgeFacts


class AuditFactReader(Protocol):
    """``path`` is a repository's whole path on the forge."""

    async def facts(self, path: str) -> ForgeFacts:
        """Return what the forge tells; raise ``ConnectorError`` when it cannot be asked at all.

        What the token may not see is ``None``, never a guess. At most 30 merged pull requests and about 50 runs are
        read, a few requests at a time.
        """
