"""The executor port: previewing, applying and verifying operations on one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.change_preview import Preview, Verification
    from console.domain.operation import Operation


class ChangeExecutor(Protocol):
    """Implemented once per connection; every method raises ``ConnectorError``, or ``ChangeRefused`` with a reason."""

    def supports(self, operation: Operation) -> bool:
        """Return whether this connection can do such an operation at all."""

    async def preview(self, operation: Operation) -> Preview:
        """Find out what would change; never writes (server-side dry run where the API has one)."""

    async def apply(self, operation: Operation, base: str) -> Operation | None:
        """Do it, unless the target is no longer at ``base`` (``ChangeRefused`` with what differs).

        Return the inverse when it is known only now (the id of what was created); ``None``: the preview's holds.
        """

    async def verify(self, operation: Operation) -> Verification:
        """Read back whether the target is as wanted; never writes."""
