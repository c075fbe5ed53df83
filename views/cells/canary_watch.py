"""Reads what canaries count, once a minute while somebody looks, and judges it off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.domain.event import ObjectsChanged
from console.ports.metric import MetricReader
from console.presenters.canary_rows import TOPIC, counts_of

if TYPE_CHECKING:
    from console.domain.judge.canary_counts import CanaryCounts
    from console.domain.judge.judged_canary import JudgedCanary
    from console.domain.resource import ResourceRef
    from console.estate.schema.cell import Cell
    from console.kernel.errors import ConsoleError
    from console.presenters.canary_rows import Canary
    from console.store.state import State
    from views.page import PageContext

_AGAIN_S = 60.0


class CanaryWatch(QObject):
    """``judged`` has the last judgement by rollout; ``changed`` says that there is another one, or a trouble."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = context.session.runtime.scope("canaries")
        self._asked: dict[tuple[ResourceRef, str], float] = {}
        self._judging: dict[ResourceRef, CanaryCounts] = {}
        self.judged: dict[ResourceRef, JudgedCanary] = {}
        self.trouble = ""

    def look(self, state: State, cell: Cell, canaries: tuple[Canary, ...], now_s: float) -> None:
        """Ask for what is old, and judge what is new."""
        for canary in canaries:
            ref = canary.rollout.ref
            known = counts_of(state, cell.prometheus or "", canary.rollout)
            found = self.judged.get(ref)
            if found is not None and found.counts.revision != canary.rollout.current_hash:
                del self.judged[ref]
            self._judge(ref, known)
            self._ask(cell, canary, known, now_s)

    def _ask(self, cell: Cell, canary: Canary, known: CanaryCounts | None, now_s: float) -> None:
        session, rollout = self._context.session, canary.rollout
        which = (rollout.ref, rollout.current_hash)
        last_s = max(self._asked.get(which, 0.0), known.at_s if known is not None else 0.0)
        server = session.store.state.estate
        options = next((one for one in server.prometheus if one.key == cell.prometheus), None) if server else None
        if options is None or now_s - last_s < _AGAIN_S:
            return
        self._asked[which] = now_s

        async def read() -> CanaryCounts:
            from console.services.judging import read_canary  # noqa: PLC0415 - only with a canary

            reader = session.required(options.key, MetricReader)
            return await read_canary(reader, options, cell, canary.service, rollout, now_s)

        def answered(counts: CanaryCounts) -> None:
            self.trouble = ""
            session.store.dispatch(ObjectsChanged(options.key, TOPIC, (counts,), (), counts.at_s))

        def failed(error: ConsoleError) -> None:
            self.trouble = str(error)
            self.changed.emit()

        self._context.bridge.when_done(self._scope.start(read()), answered, failed, owner=self)

    def _judge(self, ref: ResourceRef, counts: CanaryCounts | None) -> None:
        found = self.judged.get(ref)
        if counts is None or self._judging.get(ref) is counts or (found is not None and found.counts is counts):
            return
        self._judging[ref] = counts

        async def judged() -> JudgedCanary:
            from console.domain.judge.judged_canary import judge_canary  # noqa: PLC0415 - heavy: numpy

            return await self._context.session.runtime.in_thread(judge_canary, counts)

        def done(judgement: JudgedCanary) -> None:
            self.judged[ref] = judgement
            self.changed.emit()

        self._context.bridge.when_done(self._scope.start(judged()), done, owner=self)

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
