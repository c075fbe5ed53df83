"""What one drain of the store changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """Changed ids by slice name; a listener renders only if a slice that it shows is here."""

    ids: Mapping[str, frozenset[object]]

    def touches(self, *slices: str) -> bool:
        """Return whether any of the named slices changed."""
        return any(name in self.ids for name in slices)
