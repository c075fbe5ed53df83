"""One executor per connection, made of one performer per kind of operation."""

from collections.abc import Mapping
from typing import Any, Protocol

from console.domain.change_preview import Preview, Verification
from console.domain.operation import Operation
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t


class Performer(Protocol):
    """Does one kind of operation; the methods are those of ``console.ports.change_executor.ChangeExecutor``."""

    async def preview(self, operation: Any) -> Preview:
        """Find out what would change; never writes."""

    async def apply(self, operation: Any, base: str) -> Operation | None:
        """Do it unless the target has moved on."""

    async def verify(self, operation: Any) -> Verification:
        """Read back whether the target is as wanted."""


class OperationDesk:
    """Implements ``ChangeExecutor`` by handing each operation to the performer of its type."""

    def __init__(self, performers: Mapping[type, Performer]) -> None:
        self._performers = performers

    def supports(self, operation: Operation) -> bool:
        """Return whether there is a performer for it."""
        return type(operation) in self._performers

    async def preview(self, operation: Operation) -> Preview:
        """Find out what would change; never writes."""
        return await self._performer(operation).preview(operation)

    async def apply(self, operation: Operation, base: str) -> Operation | None:
        """Do it unless the target has moved on."""
        return await self._performer(operation).apply(operation, base)

    async def verify(self, operation: Operation) -> Verification:
        """Read back whether the target is as wanted."""
        return await self._performer(operation).verify(operation)

    def _performer(self, operation: Operation) -> Performer:
        found = self._performers.get(type(operation))
        if found is None:
            raise ChangeRefused(
                t("The connection {name} cannot do this: {key}.", name=operation.target.connection, key=operation.key),
                t("Choose a connection of the kind that can."),
            )
        return found
