"""The change engine over a file of numbers, with a clock that moves while it waits."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from console.domain.change import Change
from console.domain.confirmation import Confirmation, preview_digest
from console.kernel.runtime import Runtime
from console.ports.change_executor import ChangeExecutor
from console.services.change_access import ChangeAccess
from console.services.change_book import ChangeBook
from console.services.change_recovery import ChangeRecovery
from console.services.change_revert import ChangeRevert
from console.services.change_runner import ChangeRunner
from console.services.change_service import ChangeService
from console.store.journal.file_journal import FileJournal
from console.store.slices.estate import EstateOpened
from console.store.state import State
from console.store.store import Store
from tests.fakes.manual_clock import ManualClock
from tests.fakes.number_target import NumberTarget, SetNumber
from tests.fakes.sample_estate import sample_estate

ENVIRONMENTS = {"asia": "production", "europe": "staging"}


@dataclass
class Engine:
    """One console: its service and everything under it; ``slept`` are the waits it made."""

    folder: Path
    target: NumberTarget
    clock: ManualClock = field(default_factory=ManualClock)
    read_only: bool = False
    slept: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runtime, self.store = Runtime(), Store()
        self.store.dispatch(EstateOpened(sample_estate()))
        self.journal = FileJournal(self.folder / "journal")
        self.scope = self.runtime.scope("changes")
        self.book = ChangeBook(self.runtime, self.clock, self.store, self.journal, "shop")
        self.access = ChangeAccess(self.book, self._offered, ENVIRONMENTS, lambda: self.read_only, "ann@desk")
        runner = ChangeRunner(self.book, self.access, self.clock, self._sleep)
        self.service = ChangeService(self.book, self.access, runner, self.scope)
        self.service.watch = ChangeRevert(self.service, self.scope, self._sleep).watch
        self.recovery = ChangeRecovery(self.runtime, self.service)
        self.runtime.run(self.book.refresh(), 60)

    def _offered(self, key: str, _port: type[ChangeExecutor]) -> ChangeExecutor | None:
        return self.target if key in ENVIRONMENTS else None

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    def state(self) -> State:
        """The state after everything told so far."""
        self.store.drain(1.0)
        return self.store.state

    def unlock(self, connection: str = "asia") -> None:
        """Unlock a connection for eight hours."""
        self.runtime.run(self.access.unlock(connection, 8 * 3600.0, "a test"), 10)

    def draft(self, value: int, name: str = "replicas", kind: type[SetNumber] = SetNumber, **more: float) -> Change:
        """A draft that sets a number of asia."""
        return self.runtime.run(self.service.draft(kind("asia", name, value), "load", **more), 10)  # type: ignore[arg-type]

    def confirm(self, draft: Change, **more: float) -> Change:
        """Confirm a draft with everything that any risk asks for."""
        given = Confirmation(preview_digest(draft), draft.target.name)
        return self.runtime.run(self.service.confirm(draft, given, **more), 10)  # type: ignore[arg-type]

    def settle(self, change: Change) -> Change:
        """Wait until it is carried out."""
        return self.runtime.run(self.service.settled(change.id), 10)

    def do(self, value: int) -> Change:
        """Draft, confirm, settle."""
        return self.settle(self.confirm(self.draft(value)))

    def close(self) -> None:
        """End like a console that ends in order; safe to call twice."""
        if not self.scope.cancelled:
            self.service.close().result(10)
        self.scope.cancel()
        self.journal.close()
        self.runtime.close()

    def die(self) -> None:
        """End as by a kill: what it had begun stays begun."""
        self.scope.cancel()
        self.runtime.close()
        self.journal.close()


@pytest.fixture
def make_engine(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Make consoles that share one profile and one target; all are closed at the end."""
    made: list[Engine] = []

    def make(**more: bool) -> Engine:
        made.append(Engine(tmp_path, NumberTarget(tmp_path), **more))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def engine(make_engine: Callable[..., Engine]) -> Engine:
    """A console with asia unlocked."""
    one = make_engine()
    one.unlock()
    return one
