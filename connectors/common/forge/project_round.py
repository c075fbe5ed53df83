"""Reading something of every project of a forge, a few at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeVar

from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered

Row = TypeVar("Row")
Instead: TypeAlias = "Callable[[str, ConnectorError], Sequence[Row]]"

_AT_ONCE = 6
_OF_ONE_PROJECT = frozenset({ErrorKind.NOT_FOUND, ErrorKind.FORBIDDEN, ErrorKind.PROTOCOL})

_log = logging.getLogger(__name__)


class ProjectRound:
    """``paths`` are repositories of one forge; one that cannot be read does not hide the others."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths

    async def rows(
        self, read: Callable[[str], Awaitable[Sequence[Row]]], instead: "Instead[Row] | None" = None
    ) -> list[Row]:
        """Return what ``read`` finds, in the order of the projects; ``instead`` makes rows for one that cannot be read.

        Raise ``ConnectorError`` when the forge as a whole refuses (network, credentials, too many requests), and
        without ``instead`` when no project at all can be read.
        """
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(path: str) -> Sequence[Row] | ConnectorError:
            async with places:
                try:
                    return await read(path)
                except ConnectorError as fault:
                    return fault

        found = await gathered(*(one(path) for path in self._paths))
        faults = [part for part in found if isinstance(part, ConnectorError)]
        general = next((fault for fault in faults if fault.kind not in _OF_ONE_PROJECT), None)
        if general is not None or (faults and instead is None and len(faults) == len(found)):
            raise general or faults[0]
        rows: list[Row] = []
        for path, part in zip(self._paths, found, strict=True):
            if not isinstance(part, ConnectorError):
                rows.extend(part)
            elif instead is not None:
                rows.extend(instead(path, part))
            else:
                _log.info("%s: %s", path, part)
        return rows
