"""A console that drives rollouts over routes in a file, with the real change engine and journals."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.operation import Operation
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.rollouts.rollout_move import RolloutMove
from console.domain.rollouts.rollout_plan import RolloutPlan
from console.domain.rollouts.rollout_run import RolloutRun
from console.kernel.errors import ChangeRefused, ConnectorError, ConsoleError, ErrorKind
from console.services.rollouts.rollout_book import RolloutBook
from console.services.rollouts.rollout_changer import RolloutChanger
from console.services.rollouts.rollout_command import RolloutCommand
from console.services.rollouts.rollout_driver import RolloutDriver
from console.services.rollouts.rollout_evidence import RolloutEvidence
from console.store.journal.file_journal import FileJournal
from tests.fakes.change_engine import Engine
from tests.fakes.manual_clock import ManualClock
from tests.fakes.rollout_plans import CELLS

BEFORE = (("new", 0), ("old", 100))
AFTER = (("new", 100), ("old", 0))
Weights = tuple[tuple[str, int], ...]


class RouteTarget:
    """Implements ``ChangeExecutor`` over a log of writes, one line each; ``pause`` is awaited around every write.

    The next ``lost`` writes get lost on their way. While it is ``late``, reading back does not show what it takes.
    """

    def __init__(self, folder: Path) -> None:
        self._log = folder / "routes.log"
        self.error: ConsoleError | None = None
        self.pause: Any = None
        self.lost = 0
        self.late = False
        self._unseen = False

    def routes(self, writes: int | None = None) -> dict[str, Weights]:
        """The weights of every cell, after all writes or some."""
        found: dict[str, Weights] = dict.fromkeys(CELLS, BEFORE)
        for line in self.writes()[:writes]:
            cell, new, old = line.split()[:3]
            found[cell] = (("new", int(new)), ("old", int(old)))
        return found

    def writes(self) -> list[str]:
        """Every write so far: cell, weights, who."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    def put(self, cell: str, weights: Weights, who: str = "somebody") -> None:
        """Write in one piece."""
        with self._log.open("a") as log:
            log.write(f"{cell} {dict(weights)['new']} {dict(weights)['old']} {who}\n")

    def supports(self, operation: Operation) -> bool:
        return isinstance(operation, SetRouteWeights)

    async def preview(self, operation: Any) -> Preview:
        if self.error is not None:
            raise self.error
        now = self.routes()[operation.namespace]
        fields = ("connection", "kind", "namespace", "name", "rule")
        inverse = SetRouteWeights(**{one: getattr(operation, one) for one in fields}, weights=now)
        if now == operation.weights:
            return Preview(str(now), (), inverse, satisfied=True)
        return Preview(str(now), (FieldChange("weights", str(now), str(operation.weights)),), inverse)

    async def apply(self, operation: Any, base: str) -> Operation | None:
        if self.pause is not None:
            await self.pause()
        if self.lost > 0:
            self.lost -= 1
            raise ConnectorError(ErrorKind.TIMEOUT, "The route did not answer.")
        if str(self.routes()[operation.namespace]) != base:
            raise ChangeRefused("The route has moved on.", "Look again.")
        self.put(operation.namespace, operation.weights, "console")
        self._unseen = self.late
        if self.pause is not None:
            await self.pause()
        return None

    async def verify(self, operation: Any) -> Verification:
        if self.error is not None:
            raise self.error
        now = self.routes(-1 if self.late and self._unseen else None)[operation.namespace]
        truth = Truth.REACHED if now == operation.weights else Truth.DIFFERENT
        return Verification(truth, f"{operation.namespace} has {dict(now)['new']} %.")


@dataclass
class RolloutConsole:
    """One console of a profile; ``pace_s`` is how long it really sleeps where it waits."""

    folder: Path
    pace_s: float = 0.0

    def __post_init__(self) -> None:
        self.clock = ManualClock()
        self.target = RouteTarget(self.folder)
        self.engine = Engine(self.folder, self.target, clock=self.clock)  # type: ignore[arg-type]
        engine = self.engine
        self.journal = FileJournal(self.folder / "rollouts")
        self.book = RolloutBook(engine.runtime, self.clock, engine.store, self.journal, "shop", None)
        self.command = RolloutCommand(self.book, "ann@desk")
        evidence = RolloutEvidence(engine.runtime, self.clock, engine.store, lambda _key, _port: None)
        changer = RolloutChanger(self.book, engine.service, engine.recovery)
        self.driver = RolloutDriver(
            engine.runtime, self.book, changer, evidence, engine.access, engine.recovery, self._sleep
        )
        self.run(self.book.refresh())

    async def _sleep(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await asyncio.sleep(self.pace_s)

    def run(self, work: Any) -> Any:
        """Do something on the loop."""
        return self.engine.runtime.run(work, 30)

    def start(self, plan: RolloutPlan) -> RolloutRun:
        """Begin a run."""
        started: RolloutRun = self.run(self.command.start(plan, "a test"))
        return started

    def drive(self, run_id: str, *waits: str) -> RolloutRun:
        """Drive until it is over or rests, or waits for one of some things."""

        def enough(move: RolloutMove) -> bool:
            return move.wait in waits

        driven: RolloutRun = self.run(self.driver.drive(run_id, enough))
        return driven

    def close(self) -> None:
        """End in order."""
        self.journal.close()
        self.engine.close()
