"""The fleet: audits of many repositories on the worker processes of this machine, fair, cancellable, crash-safe."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.repository.clone_cache import evict_clones
from console.domain.audit.audit_task import next_task
from console.domain.audit.fleet_progress import FleetMeter
from console.kernel.backoff import Backoff
from console.kernel.errors import ConsoleError
from console.kernel.gathered import gathered
from console.kernel.i18n import t
from console.services.audits.audit_order import plan_audit
from console.services.audits.audit_outcome import AuditOutcome, outcome_of, task_report
from console.services.audits.kept_outcome import keep_outcome
from console.services.audits.result_sweep import sweep_results
from console.services.audits.task_carrier import TASK_S, LocalCarrier
from console.services.audits.work_folder import sweep_work
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import TypeAlias

    from console.domain.audit.audit_task import AuditTask
    from console.domain.audit.fleet_progress import FleetProgress
    from console.domain.audit.forge_facts import ForgeFacts
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.vault import SecretVault
    from console.services.audits.audit_order import AuditOrder, PlannedAudit
    from console.services.audits.audit_places import AuditPlaces
    from console.services.audits.task_carrier import TaskCarrier

    AskForge: TypeAlias = Callable[[AuditOrder], Awaitable[ForgeFacts]]

MOST_TRIES = 3
_CLONES = 4
_log = logging.getLogger(__name__)


class AuditFleet:
    """One run over some orders; use it once, on the I/O loop.

    Nothing lives only in memory: a result is an object under its task's id as soon as a worker is done, so that the
    same orders after a crash begin where the crash was. A lost worker's task is tried again, three times in all.
    ``ask`` asks a forge about an order's repository before it is planned; it never raises. ``carrier`` does the tasks:
    without one the worker processes of this machine.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        places: AuditPlaces,
        *,
        vault: SecretVault | None = None,
        planned: Callable[[PlannedAudit], None] = lambda _: None,
        progress: Callable[[FleetProgress], None] = lambda _: None,
        told: Callable[[AuditOutcome], None] = lambda _: None,
        ask: AskForge | None = None,
        carrier: TaskCarrier | None = None,
    ) -> None:
        self._runtime, self._clock, self._places = runtime, clock, places
        self._vault, self._progress, self._told, self._heard = vault, progress, told, planned
        self._ask, self._carrier = ask, carrier or LocalCarrier(runtime, places)
        self._store = ResultStore(places.results)
        self._waiting: dict[str, AuditTask] = {}
        self._running: dict[str, AuditTask] = {}
        self._ends: dict[str, asyncio.Future[str]] = {}
        self._tries: dict[str, int] = {}
        self._cloning: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._changed = asyncio.Event()
        self._unplanned = 0
        self._meter = FleetMeter(0, 1)

    async def run(self, orders: Sequence[AuditOrder]) -> tuple[AuditOutcome, ...]:
        """Return an outcome per order, in their order; ``told`` hears of each when it is whole, ``progress`` often.

        An order that cannot be carried out has a trouble and audits that are "not run": it never reads as passed.
        Cancelling ends the workers at once.
        """
        self._unplanned = len(orders)
        self._meter = FleetMeter(len(orders), self._carrier.width)
        clones = asyncio.Semaphore(_CLONES)
        jobs = (self._order(one, clones) for one in orders)
        runners = (self._work() for _ in range(self._carrier.at_once))
        try:
            outcomes, _ = await gathered(gathered(*jobs), gathered(self._tidied(), *runners))
        finally:
            self._carrier.forget(self._ends)
        await self._runtime.in_thread(sweep_work, self._places.cache / "work")  # also of who was killed just before
        await self._runtime.in_thread(sweep_results, self._places, self._clock.now().timestamp())
        return tuple(one for one in outcomes if one is not None)

    async def _tidied(self) -> None:
        """Take away what killed consoles left, and the clones that nobody uses."""
        await self._runtime.in_thread(sweep_work, self._places.cache / "work")
        await self._runtime.in_thread(evict_clones, self._places.cache / "clones", self._clock.now().timestamp())

    async def _order(self, order: AuditOrder, clones: asyncio.Semaphore) -> AuditOutcome:
        now_s = self._clock.now().timestamp()
        try:
            async with self._cloning[order.source], clones:
                if self._ask is not None:
                    order = replace(order, forge=await self._ask(order))
                planned = await self._runtime.in_thread(
                    plan_audit, order, self._places.cache, now_s, self._vault, self._places.advisories
                )
        except ConsoleError as error:
            self._planned(())
            outcome = outcome_of(order, None, {}, {"": str(error)}, now_s)._replace(error=error)
        else:
            self._heard(planned)
            ends = self._planned(planned.tasks)
            troubles = {one: trouble for one, end in ends.items() if (trouble := await end)}
            outcome = await self._runtime.in_thread(self._gather, order, planned, troubles, now_s)
        outcome = await self._runtime.in_thread(self._kept, outcome, now_s)
        self._told(outcome)
        return outcome

    def _planned(self, tasks: tuple[AuditTask, ...]) -> dict[str, asyncio.Future[str]]:
        """Let the workers have the tasks; those of another order that are the same are done once for both."""
        loop = asyncio.get_running_loop()
        fresh = [one for one in tasks if one.id not in self._ends]
        for one in fresh:
            self._ends[one.id] = loop.create_future()
            self._waiting[one.id] = one
        self._unplanned -= 1
        self._meter.plan(tuple(one.estimate_s for one in fresh))
        self._carrier.expect(fresh, is_all=not self._unplanned)
        self._tell()
        return {one.id: self._ends[one.id] for one in tasks}

    async def _work(self) -> None:
        """Do one task after the other until nothing can come any more."""
        while self._waiting or self._running or self._unplanned:
            if not self._waiting:
                self._changed.clear()
                await self._changed.wait()
                continue
            task = next_task(self._waiting.values(), self._running.values())
            self._running[task.id] = self._waiting.pop(task.id)
            self._tell()
            await self._try(task)
        self._changed.set()

    async def _try(self, task: AuditTask) -> None:
        self._tries[task.id] = self._tries.get(task.id, 0) + 1
        try:
            took_s, trouble = await self._carried_out(task)
        except (ConsoleError, RuntimeError, TimeoutError) as error:
            _log.warning("audit task %s of %s: %s", task.id, task.owner, error)
            if self._tries[task.id] < MOST_TRIES:
                await asyncio.sleep(Backoff(0.2 * self._tries[task.id]).next_s())
                self._running.pop(task.id)
                self._waiting[task.id] = task
                self._tell()
                return
            took_s, trouble = 0.0, _sentence(error)
        self._running.pop(task.id)
        self._meter.finish(task.estimate_s, took_s)
        self._ends[task.id].set_result(trouble)
        self._tell()

    async def _carried_out(self, task: AuditTask) -> tuple[float, str]:
        """Return the seconds that it took (0: its result was known) and why it will never work (or nothing)."""
        if await self._runtime.in_thread(self._is_known, task):
            self._carrier.forget((task.id,))
            return 0.0, ""
        end = await self._carrier.carry(task, self._clock.now().timestamp())
        return max(end.took_s, 1e-3), end.refused

    def _is_known(self, task: AuditTask) -> bool:
        """Return whether a sound result is there; a damaged one is let go of, so that the task is done again."""
        try:
            content = self._store.get(task.id)
            is_known = content is not None and bool(task_report(content, task).results)
        except ConsoleError as error:
            _log.warning("%s", error)
            self._store.drop(task.id)
            return False
        if is_known:
            self._store.renew(task.id)
        return is_known

    def _gather(self, order: AuditOrder, planned: PlannedAudit, troubles: dict[str, str], now_s: float) -> AuditOutcome:
        contents: dict[str, bytes] = {}
        for task in planned.tasks:
            try:
                content = self._store.get(task.id)
            except ConsoleError as error:
                troubles = {**troubles, task.id: str(error)}
                continue
            if content is not None:
                contents[task.id] = content
        return outcome_of(order, planned, contents, troubles, now_s)

    def _kept(self, outcome: AuditOutcome, now_s: float) -> AuditOutcome:
        """Keep an outcome; one that cannot be kept says so, and the other orders go on."""
        try:
            return keep_outcome(self._places, outcome, now_s)
        except ConsoleError as error:
            _log.warning("the audit of %s cannot be kept: %s", outcome.order.project, error)
            return outcome._replace(troubles=(*outcome.troubles, str(error)))

    def _tell(self) -> None:
        self._changed.set()
        self._progress(self._meter.progress(tuple(dict.fromkeys(one.owner for one in self._running.values()))))


def _sentence(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return t("It took longer than {seconds} s.", seconds=round(TASK_S))
    return str(error)
