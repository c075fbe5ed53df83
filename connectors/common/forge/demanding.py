"""A performer that asks its forge first whether it takes such a thing at all."""

from typing import Any

from connectors.common.forge.writer import ForgeWriter
from connectors.common.operation_desk import Performer
from console.domain.change_preview import Preview, Verification
from console.domain.operation import Operation


class Demanding:
    """Refuses at the preview what the forge would refuse only when it is done, after somebody has confirmed it."""

    def __init__(self, writer: ForgeWriter, performer: Performer) -> None:
        self._writer, self._performer = writer, performer

    async def preview(self, operation: Any) -> Preview:
        """Preview what the forge takes."""
        await self._writer.demand(operation)
        return await self._performer.preview(operation)

    async def apply(self, operation: Any, base: str) -> Operation | None:
        """Do it; the writer demands the same again."""
        return await self._performer.apply(operation, base)

    async def verify(self, operation: Any) -> Verification:
        """Read back whether it is done."""
        return await self._performer.verify(operation)
