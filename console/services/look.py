"""A look: somebody's interest in topics of the connections."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Look(NamedTuple):
    """Somebody's interest in topics; ``close`` ends it, once."""

    close: Callable[[], None]
