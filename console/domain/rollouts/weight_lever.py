"""What levers of plain weights have in common: nothing to close, and one operation leads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.operation import Operation


class WeightLever(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Every stage replaces the weights of the one before, so the first inverse restores all."""

    def closing(self, before: Mapping[str, Operation]) -> tuple[Operation, ...]:
        """Return nothing: the last weights are the end."""
        return ()

    def back(self, before: Mapping[str, Operation], *, is_closed: bool) -> tuple[Operation | None, ...]:
        """Return the weights of before."""
        return tuple(before.values())
