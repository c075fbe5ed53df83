"""The cost port: asking a cost service for any window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from console.domain.cost import Allocation


class CostReader(Protocol):
    """Read access to a cost service."""

    async def allocation(self, window: str, aggregate: str, step: str = "") -> tuple[Allocation, ...]:
        """Return what was spent in a window, by workload or what ``aggregate`` names; raise ``ConnectorError``.

        ``window`` is a word (``today``, ``lastweek``), a duration (``7d``) or two times with a comma between; ``step``
        (``1d``) splits it. The words are those of OpenCost.
        """
