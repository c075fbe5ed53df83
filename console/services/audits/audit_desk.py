"""The audit desk: audits that people ask for in the window, where they run, how far they are, and what was found."""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import CancelledError
from contextlib import suppress
from secrets import token_hex
from typing import TYPE_CHECKING

from msgspec.structs import replace

from console.audits.audit_run import known_audits
from console.domain.audit.live_audit import UNKNOWN_S, LiveAudit, LiveState, queued
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ConsoleError, UserError
from console.kernel.i18n import t
from console.services.audits.audit_line import AuditWatch
from console.services.audits.audit_sight_reading import read_sight
from console.services.audits.local_line import LOCAL
from console.services.audits.record_shelf import RecordShelf
from console.store.audits.audit_book import AuditBook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from concurrent.futures import Future

    from console.domain.audit.fleet_progress import FleetProgress
    from console.kernel.clock import Clock
    from console.kernel.runtime import Runtime
    from console.ports.trail import Trail
    from console.presenters.audits.audit_sight import AuditSight
    from console.services.audits.audit_line import AuditLine
    from console.services.audits.audit_order import AuditOrder, PlannedAudit
    from console.services.audits.audit_outcome import AuditOutcome
    from console.services.audits.audit_places import AuditPlaces
    from console.services.audits.project_registry import ProjectRegistry
    from console.services.audits.push_follower import PushFollower
    from console.services.audits.team_desk import TeamDesk
    from console.store.audits.audit_book import AuditRecord

MOST_ENDED = 500


class AuditDesk:
    """One per open estate; any thread. ``lines`` are the places by their keys, this machine first.

    ``team`` takes what people decide about findings, ``registry`` proposes projects (none where secrets cannot be
    read). Audits of a place that takes orders one by one wait here: the highest priority first, then who asked first.
    """

    def __init__(
        self,
        runtime: Runtime,
        clock: Clock,
        places: AuditPlaces,
        lines: Iterable[AuditLine],
        team: TeamDesk,
        registry: Callable[[], ProjectRegistry | None],
        trail: Trail,
        actor: str,
    ) -> None:
        self._clock, self._trail, self.actor = clock, trail, actor
        self.places, self.team, self.registry = places, team, registry
        self.pushes: PushFollower | None = None
        self.lines: Mapping[str, AuditLine] = {one.key: one for one in lines}
        self._scope = runtime.scope("audits")
        self._shelf = RecordShelf(AuditBook(places.book))
        self._lock = threading.RLock()
        self._live: dict[str, LiveAudit] = {}
        self._ended: deque[str] = deque()
        self._waiting: dict[str, AuditOrder] = {}
        self._running: dict[str, Future[None]] = {}
        self._followers: list[Callable[[], object]] = []

    # --- asking ---------------------------------------------------------------------------------------------------

    def trigger(self, orders: Sequence[AuditOrder], place: str = LOCAL) -> tuple[LiveAudit, ...]:
        """Begin audits; return their ids and estimates at once. Raises ``UserError`` when the place cannot be used."""
        line = self._line(place)
        with self._lock:
            ids = tuple(self._asked(one, line) for one in orders)
            fresh = tuple(replace(one, estimate_s=one.left_s) for one in self.live() if one.id in ids)
            self._live |= {one.id: one for one in fresh}
            if line.at_once:
                self._waiting |= dict(zip(ids, orders, strict=True))
            else:
                self._start(line, dict(zip(ids, orders, strict=True)))
        body = {"projects": [one.project for one in fresh][:100], "count": len(fresh), "place": place}
        self._trail.note(TrailEvent("audit.triggered", fresh[0].id if fresh else "", body=body))
        self._pump()
        self._tell()
        return fresh

    def cancel(self, ids: Collection[str]) -> None:
        """Stop audits that wait or run; their workers end at once, and what is done already stays.

        Of those that were handed over together a place ends all or none: it goes on while somebody waits for one.
        """
        with self._lock:
            for one in ids:
                if self._waiting.pop(one, None) is not None:
                    self._end(one, LiveState.CANCELLED)
            futures = {self._running[one] for one in ids if one in self._running}
            wanted = {future for key, future in self._running.items() if key not in ids and self._is_live(key)}
            for one in ids:
                if self._running.get(one) in wanted:
                    self._move(one, trouble=t("It is not waited for any more; its place may still finish it."))
                    self._end(one, LiveState.CANCELLED)
        for future in futures - wanted:
            future.cancel()
        self._trail.note(TrailEvent("audit.cancelled", min(ids, default=""), body={"count": len(ids)}))
        self._tell()

    def _line(self, place: str) -> AuditLine:
        line = self.lines.get(place)
        if line is None:
            raise UserError(t("There is no place {name} to audit.", name=repr(place)), t("Choose another one."))
        if why := line.why_not():
            raise UserError(why, t("Choose another place to run."))
        return line

    def _asked(self, order: AuditOrder, line: AuditLine) -> str:
        """Take an audit into the list and return its id; it may take what it took before, else what others take."""
        known = [one for one in self._shelf.known(order.project) if one.tasks]
        own_s = (known[-1].took_s if known else self._shelf.usual_s()) or UNKNOWN_S
        made = LiveAudit(
            token_hex(6), order.project, self.actor, line.key, self._clock.now().timestamp(), own_s,
            audits=order.audits or known_audits(), branch=order.revision, priority=order.priority, left_s=own_s,
        )  # fmt: skip
        self._live[made.id] = made
        return made.id

    # --- carrying out -----------------------------------------------------------------------------------------------

    def _pump(self) -> None:
        """Start what may start, the most urgent first."""
        with self._lock:
            for key, line in self.lines.items():
                queue = sorted(
                    (self._live[one] for one in self._waiting if self._live[one].place == key),
                    key=lambda one: (-one.priority, one.asked_at_s),
                )
                busy = len([one for one in self._running if self._live[one].place == key])
                for one in queue[: max(0, line.at_once - busy)]:
                    self._start(line, {one.id: self._waiting.pop(one.id)})

    def _start(self, line: AuditLine, orders: Mapping[str, AuditOrder]) -> None:
        with suppress(ConsoleError):  # the desk is being closed
            future = self._scope.start(self._carry_out(line, orders))
            self._running |= dict.fromkeys(orders, future)
            future.add_done_callback(lambda done: self._over(tuple(orders), done))

    async def _carry_out(self, line: AuditLine, orders: Mapping[str, AuditOrder]) -> None:
        ids = {one.project: key for key, one in orders.items()}
        now_s = self._clock.now().timestamp()
        for key in orders:
            self._move(key, state=LiveState.READING, began_at_s=now_s)

        def planned(plan: PlannedAudit) -> None:
            tasks = tuple(one.id for one in plan.tasks)
            self._move(ids[plan.order.project], state=LiveState.RUNNING, tasks=tasks)

        def progress(now: FleetProgress) -> None:
            for key in orders:
                self._move(key, share=now.share, left_s=now.left_s)

        def told(outcome: AuditOutcome) -> None:
            self._settle(ids[outcome.order.project], outcome)

        await line.run(tuple(orders.values()), AuditWatch(planned, progress, told))

    def _settle(self, key: str, outcome: AuditOutcome) -> None:
        trouble = str(outcome.error) if outcome.error is not None else " ".join(outcome.troubles)
        state = LiveState.DONE if outcome.error is None else LiveState.FAILED
        with self._lock:
            self._move(key, health=outcome.report.health.score, trouble=trouble)
            self._end(key, state)
        self._tell()

    def _over(self, ids: Collection[str], done: Future[None]) -> None:
        """What has no outcome when its run has ended was cancelled, or failed with it."""
        error = None
        with suppress(CancelledError):
            error = done.exception()
        with self._lock:
            for key in ids:
                self._running.pop(key, None)
                if error is not None:
                    self._move(key, trouble=str(error))
                self._end(key, LiveState.CANCELLED if error is None else LiveState.FAILED)
            self._let_go()
        self._pump()
        self._tell()

    def _is_live(self, key: str) -> bool:
        known = self._live.get(key)
        return known is not None and not known.is_over

    def _move(self, key: str, **changes: object) -> None:
        with self._lock:
            if not self._is_live(key):
                return
            self._live[key] = replace(self._live[key], **changes)
        self._tell()

    def _end(self, key: str, state: LiveState) -> None:
        if not self._is_live(key):
            return
        known = self._live[key]
        share = 1.0 if state is LiveState.DONE else known.share
        now_s = self._clock.now().timestamp()
        self._live[key] = replace(known, state=state, ended_at_s=now_s, left_s=0.0, share=share)
        self._ended.append(key)
        self._let_go()

    def _let_go(self) -> None:
        """Remember the last that ended; those of a run that goes on stay until it is over."""
        while len(self._ended) > MOST_ENDED and self._ended[0] not in self._running:
            self._live.pop(self._ended.popleft(), None)

    # --- looking ----------------------------------------------------------------------------------------------------

    def live(self) -> tuple[LiveAudit, ...]:
        """Return what was asked for since the estate was opened, the newest last."""
        with self._lock:
            return queued(self._live.values(), {key: one.at_once for key, one in self.lines.items()})

    def follow(self, told: Callable[[], object]) -> Callable[[], None]:
        """Call ``told`` (on any thread) whenever something moved; return what ends that."""
        self._followers.append(told)
        return lambda: self._followers.remove(told) if told in self._followers else None

    def _tell(self) -> None:
        for told in tuple(self._followers):
            told()

    def records(self, projects: Iterable[str]) -> Mapping[str, tuple[AuditRecord, ...]]:
        """Return what is known of projects, oldest first. Blocks (disk)."""
        return self._shelf.read(projects)

    def sight(self, record: AuditRecord) -> AuditSight:
        """Return what an audit found as its team sees it; raise ``ConsoleError`` unless it is whole. Blocks (disk)."""
        return read_sight(self.places, record, self._clock.now().timestamp())

    def close(self) -> None:
        """End what runs; what is done is kept, the rest begins anew when it is asked for again."""
        self._followers.clear()
        if self.pushes is not None:
            self.pushes.close()
        for line in self.lines.values():
            line.close()
        self._scope.cancel()
