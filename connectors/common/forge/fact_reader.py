"""What audits are told of a repository, put together from what each forge can say."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from console.domain.audit.forge_facts import ForgeFacts, ProtectionFact, ReviewFact, RunFact
from console.kernel.clock import Clock
from console.kernel.errors import ConnectorError, ErrorKind
from console.kernel.gathered import gathered

Item = TypeVar("Item")
Fact = TypeVar("Fact")
MOST_REVIEWS, MOST_RUNS = 30, 50
_AT_ONCE = 4
_NOT_TOLD = frozenset({ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND})


class FactSource(Protocol):
    """One forge's part; every method raises ``ConnectorError``, also for what the token may not see."""

    async def default_branch(self, path: str) -> str:
        """Return the name of the branch that everything is about; empty for an empty repository."""

    async def protection(self, path: str, branch: str) -> ProtectionFact | None:
        """Return the rules of the branch."""

    async def reviews(self, path: str, branch: str) -> tuple[ReviewFact, ...] | None:
        """Return the newest merged pull requests of the branch."""

    async def runs(self, path: str, branch: str) -> tuple[RunFact, ...] | None:
        """Return the newest runs of the branch, and of releases."""

    async def admins(self, path: str) -> tuple[str, ...] | None:
        """Return who administers the repository."""


class ForgeFactReader:
    """Implements ``AuditFactReader``: a part that the token may not see is ``None``, an outage is raised."""

    def __init__(self, source: FactSource, clock: Clock) -> None:
        self._source = source
        self._clock = clock

    async def facts(self, path: str) -> ForgeFacts:
        """Return what is told."""
        source, read_s = self._source, self._clock.now().timestamp()
        branch = await source.default_branch(path)
        if not branch:
            return ForgeFacts(read_s=read_s)
        return ForgeFacts(
            branch,
            await unless_refused(source.protection(path, branch)),
            await unless_refused(source.reviews(path, branch)),
            await unless_refused(source.runs(path, branch)),
            await unless_refused(source.admins(path)),
            read_s,
        )


async def unless_refused(asked: Awaitable[Fact | None]) -> Fact | None:
    """Return the answer, or ``None`` when the token may not see it or the server does not have it."""
    try:
        return await asked
    except ConnectorError as fault:
        if fault.kind in _NOT_TOLD:
            return None
        raise


async def each(items: Sequence[Item], read: Callable[[Item], Awaitable[Fact]]) -> tuple[Fact, ...]:
    """Return what ``read`` finds of each item, in their order, a few at a time; the first fault ends all."""
    places = asyncio.Semaphore(_AT_ONCE)

    async def one(item: Item) -> Fact:
        async with places:
            return await read(item)

    return await gathered(*(one(item) for item in items))
