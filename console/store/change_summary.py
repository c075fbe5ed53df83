"""What one drain of the store changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangeSummary(NamedTuple):
    """Changed ids by slice name; a listener renders only if a slice that it shows is here."""

    ids: Mapping[str, frozenset[object]]

    def touches(self, *slices: str) -> bool:
        """Return whether any of the named slices changed."""
        return any(name in self.ids for name in slices)

    def merged(self, later: ChangeSummary) -> ChangeSummary:
        """Return what this drain and a later one changed together."""
        names = self.ids.keys() | later.ids.keys()
        return ChangeSummary(
            {name: self.ids.get(name, frozenset()) | later.ids.get(name, frozenset()) for name in names}
        )
